CREATE TABLE order_items (
    order_id bigint   NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
    line     smallint NOT NULL,
    title    text     NOT NULL,
    quantity integer  NOT NULL CHECK (quantity > 0),
    price    numeric(10, 2) NOT NULL,
    PRIMARY KEY (order_id, line)
);
