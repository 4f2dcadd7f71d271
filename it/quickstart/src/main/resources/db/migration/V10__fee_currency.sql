ALTER TABLE fee_item
    ADD COLUMN currency char(3) NOT NULL DEFAULT 'EUR';

ALTER TABLE fee_item
    DROP CONSTRAINT fee_item_amount_check,
    ADD CONSTRAINT fee_item_amount_check CHECK (amount BETWEEN 0 AND 1000);
