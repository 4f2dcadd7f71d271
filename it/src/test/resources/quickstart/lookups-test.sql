-- What the people who look after fees and texts have already brought from dev to test.
INSERT INTO fee_item (group_code, code, label, amount)
VALUES ('shipping', 'pickup-point', 'Parcel to a pick-up point', 3.90);

UPDATE email_template
SET body = 'Hello {name}, good to have you here. Your account is ready.', updated_at = '2026-09-01 08:00+00'
WHERE code = 'welcome';
