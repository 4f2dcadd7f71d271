-- A lookup table of 8 columns and about 100 bytes a row.
CREATE TABLE product (
    id         integer PRIMARY KEY,
    code       text           NOT NULL,
    name       text           NOT NULL,
    category   smallint       NOT NULL,
    price      numeric(10, 2) NOT NULL,
    active     boolean        NOT NULL,
    valid_from date,
    updated_at timestamptz    NOT NULL
);
CREATE UNIQUE INDEX product_code ON product (code);
