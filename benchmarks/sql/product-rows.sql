INSERT INTO product
SELECT i,
       'P-' || lpad(i::text, 9, '0'),
       'Product ' || md5(i::text),
       i % 97,
       (i % 99999) / 100.0,
       i % 5 <> 0,
       CASE WHEN i % 10 <> 0 THEN date '2020-01-01' + i % 2000 END,
       timestamptz '2024-01-01 00:00Z' + i * interval '1 second'
FROM generate_series(1, :rows) i;
