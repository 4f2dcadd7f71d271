-- One row in a hundred differs afterwards, all over the table: of four, two are updated, one is new, one is gone.
DELETE FROM product WHERE id % 400 = 0;
UPDATE product SET price = price + 1, name = name || ' II' WHERE id % 200 = 100;
INSERT INTO product
SELECT :rows + i, 'N-' || lpad(i::text, 9, '0'), 'Product ' || md5((-i)::text), i % 97, 9.99, true, NULL, '2025-01-01 00:00Z'
FROM generate_series(1, :rows / 400) i;
