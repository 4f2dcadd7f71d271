-- :million rows are a million by default: 12 times as many in all, and about 2.6 GB; the same every time.
INSERT INTO product
SELECT i, 'SKU-' || lpad(i::text, 8, '0'), 'Product ' || md5(i::text), (i % 99999) / 100.0, date '2020-01-01' + i % 2000
FROM generate_series(1, :million / 20) i;
INSERT INTO customer
SELECT i, md5(i::text) || '@' || CASE i % 3 WHEN 0 THEN 'mail.example' ELSE 'post.example' END,
       initcap(substr(md5(i::text), 1, 7)) || ' ' || initcap(substr(md5((-i)::text), 1, 10)),
       CASE WHEN i % 10 <> 0 THEN '+49 170 ' || lpad((i * 7919 % 100000000)::text, 8, '0') END,
       (ARRAY ['DE', 'FR', 'US', 'GB', 'IT'])[1 + i % 5], (i * 31 % 1000000) / 100.0,
       timestamptz '2022-01-01 00:00Z' + i * interval '97 seconds'
FROM generate_series(1, :million::bigint) i;
INSERT INTO address
SELECT i, i, 'Street ' || md5(i::text) || ' ' || i % 300, 'City ' || i % 5000, lpad((i * 13 % 100000)::text, 5, '0')
FROM generate_series(1, :million::bigint) i;
INSERT INTO orders
SELECT i, 1 + i * 7 % :million, md5(i::text)::uuid, (ARRAY ['new', 'paid', 'sent', 'done'])[1 + i % 4],
       (i * 37 % 500000) / 100.0, timestamptz '2023-01-01 00:00Z' + i * interval '31 seconds'
FROM generate_series(1, 2 * :million::bigint) i;
INSERT INTO payment
SELECT i, i, (i * 37 % 500000) / 100.0, (ARRAY ['card', 'transfer', 'cash'])[1 + i % 3],
       CASE WHEN i % 3 = 0 THEN 'Holder ' || md5(i::text) END, timestamptz '2023-01-01 01:00Z' + i * interval '31 seconds'
FROM generate_series(1, 2 * :million::bigint) i;
INSERT INTO order_item
SELECT i, 1 + i * 11 % (2 * :million), 1 + i * 17 % (:million / 20), 1 + i % 9, (i * 41 % 90000) / 100.0,
       'Recipient ' || md5(i::text), md5((i % 4000000)::text) || '@mail.example',
       CASE WHEN i % 4 <> 0 THEN '+44 20 ' || lpad((i * 7919 % 100000000)::text, 8, '0') END,
       'Leave it with ' || md5((-i)::text) || ' or at the door behind the yard when nobody is at home', i % 6 = 0, i * 0.37,
       CASE WHEN i % 5 <> 0 THEN timestamptz '2023-01-02 00:00Z' + i * interval '5 seconds' END,
       md5((i * 3)::text)::uuid, jsonb_build_object('colour', i % 12, 'size', i % 7)
FROM generate_series(1, 6 * :million::bigint) i;
