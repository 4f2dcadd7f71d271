CREATE TABLE payments (
    id         bigint GENERATED ALWAYS AS IDENTITY,
    order_id   bigint         NOT NULL REFERENCES orders (id),
    amount     numeric(12, 2) NOT NULL,
    iban       text,
    card_last4 char(4),
    paid_at    timestamptz    NOT NULL,
    PRIMARY KEY (id, paid_at)
) PARTITION BY RANGE (paid_at);

CREATE TABLE payments_2025 PARTITION OF payments
    FOR VALUES FROM ('2025-01-01 00:00+00') TO ('2026-01-01 00:00+00');
CREATE TABLE payments_2026 PARTITION OF payments
    FOR VALUES FROM ('2026-01-01 00:00+00') TO ('2027-01-01 00:00+00');
CREATE TABLE payments_other PARTITION OF payments DEFAULT;

CREATE INDEX payments_order_idx ON payments (order_id);
