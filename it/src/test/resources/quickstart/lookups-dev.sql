-- On top of what test has: the newest state.
INSERT INTO fee_group (code, name, parent)
VALUES ('returns', 'Returns', NULL);

UPDATE fee_group
SET name = 'Shipping within the EU and Switzerland'
WHERE code = 'shipping-eu';

INSERT INTO fee_item (group_code, code, label, amount, currency)
VALUES ('returns', 'return-label', 'Return label', 2.90, 'EUR'),
       ('shipping-eu', 'ch-standard', 'Standard parcel, Switzerland', 14.00, 'CHF');

UPDATE fee_item
SET amount = 11.90
WHERE code = 'express';

DELETE FROM fee_item
WHERE code = 'cheque';

INSERT INTO email_template (code, subject, body, updated_at)
VALUES ('refund-granted', 'Your refund', 'Hello {name}, {amount} are on their way back to you.', '2026-10-05 08:00+00');

DELETE FROM email_template
WHERE code = 'newsletter-2024';
