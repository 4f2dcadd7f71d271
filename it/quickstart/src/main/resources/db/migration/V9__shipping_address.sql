ALTER TABLE orders
    ADD COLUMN shipping_address jsonb,
    ADD COLUMN note             text;

COMMENT ON COLUMN orders.note IS 'What the customer wrote when ordering';
