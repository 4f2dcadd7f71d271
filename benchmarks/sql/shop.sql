-- A shop: six tables with primary keys, unique and secondary indexes, and foreign keys.
CREATE TABLE product (
    id    integer PRIMARY KEY,
    sku   text          NOT NULL UNIQUE,
    title text          NOT NULL,
    price numeric(10, 2) NOT NULL,
    made  date
);
CREATE TABLE customer (
    id         bigint PRIMARY KEY,
    email      text        NOT NULL UNIQUE,
    full_name  text        NOT NULL,
    phone      text,
    country    char(2)     NOT NULL,
    credit     numeric(12, 2) NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX customer_created_at ON customer (created_at);
CREATE TABLE address (
    id       bigint PRIMARY KEY,
    customer bigint NOT NULL REFERENCES customer,
    street   text   NOT NULL,
    city     text   NOT NULL,
    zip      text   NOT NULL
);
CREATE INDEX address_customer ON address (customer);
CREATE TABLE orders (
    id        bigint PRIMARY KEY,
    customer  bigint      NOT NULL REFERENCES customer,
    number    uuid        NOT NULL UNIQUE,
    state     text        NOT NULL,
    total     numeric(12, 2) NOT NULL,
    placed_at timestamptz NOT NULL
);
CREATE INDEX orders_customer ON orders (customer);
CREATE TABLE payment (
    id      bigint PRIMARY KEY,
    orders  bigint         NOT NULL REFERENCES orders,
    amount  numeric(12, 2) NOT NULL,
    method  text           NOT NULL,
    holder  text,
    paid_at timestamptz
);
CREATE INDEX payment_orders ON payment (orders);
CREATE TABLE order_item (
    id         bigint PRIMARY KEY,
    orders     bigint         NOT NULL REFERENCES orders,
    product    integer        NOT NULL REFERENCES product,
    quantity   integer        NOT NULL,
    price      numeric(10, 2) NOT NULL,
    recipient  text           NOT NULL,
    contact    text           NOT NULL,
    telephone  text,
    remark     text           NOT NULL,
    wrapped    boolean        NOT NULL,
    weight     double precision,
    shipped_at timestamptz,
    reference  uuid           NOT NULL,
    attributes jsonb
);
CREATE INDEX order_item_orders ON order_item (orders);
CREATE INDEX order_item_product ON order_item (product);
