CREATE TYPE order_status AS ENUM ('new', 'paid', 'shipped', 'returned', 'cancelled');

CREATE TABLE orders (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    number      text         NOT NULL UNIQUE,
    customer_id bigint       NOT NULL REFERENCES customers (id),
    status      order_status NOT NULL DEFAULT 'new',
    fee_item_id integer      NOT NULL REFERENCES fee_item (id),
    net         numeric(12, 2) NOT NULL,
    vat_rate    numeric(4, 2)  NOT NULL,
    gross       numeric(12, 2) GENERATED ALWAYS AS (round(net * (1 + vat_rate / 100), 2)) STORED,
    placed_at   timestamptz  NOT NULL DEFAULT now()
);

CREATE INDEX orders_customer_idx ON orders (customer_id);
CREATE INDEX orders_open_idx ON orders (placed_at) WHERE status IN ('new', 'paid');
