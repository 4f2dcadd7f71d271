ALTER TABLE customers
    ADD COLUMN preferences jsonb NOT NULL DEFAULT '{}',
    ADD COLUMN referred_by bigint REFERENCES customers (id);

CREATE INDEX customers_preferences_idx ON customers USING gin (preferences);
