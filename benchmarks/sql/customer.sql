CREATE TABLE customer (
    id         bigint         NOT NULL,
    token      uuid           NOT NULL,
    email      text           NOT NULL,
    full_name  varchar(80)    NOT NULL,
    phone      text,
    street     text           NOT NULL,
    city       text           NOT NULL,
    country    char(2)        NOT NULL,
    born       date,
    created_at timestamptz    NOT NULL,
    balance    numeric(12, 2) NOT NULL,
    active     boolean        NOT NULL,
    visits     integer        NOT NULL,
    note       text
);
