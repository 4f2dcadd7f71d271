CREATE TABLE refunds (
    id         uuid           PRIMARY KEY DEFAULT gen_random_uuid(),
    order_id   bigint         NOT NULL REFERENCES orders (id),
    amount     numeric(12, 2) NOT NULL CHECK (amount > 0),
    reason     text,
    granted_at timestamptz    NOT NULL DEFAULT now()
);

ALTER TABLE orders
    ADD CONSTRAINT orders_vat_rate_check CHECK (vat_rate BETWEEN 0 AND 30);
