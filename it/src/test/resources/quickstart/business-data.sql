-- People who do not exist, the same ones on every machine: ${customers} of them.
INSERT INTO customers (email, full_name, phone, country, birth_date, password_hash, created_at, preferences)
SELECT lower(n.first || '.' || n.last) || i || '@' || (ARRAY ['mail.example', 'post.example', 'web.example'])[1 + i % 3],
       n.first || ' ' || n.last,
       CASE WHEN i % 9 = 0 THEN NULL ELSE '+49 151 ' || lpad((i::bigint * 48271 % 10000000)::text, 7, '0') END,
       (ARRAY ['DE', 'AT', 'FR', 'NL', 'CH'])[1 + i % 5],
       date '1945-01-01' + (i::bigint * 7919 % 22000)::int,
       md5('password ' || i),
       timestamptz '2024-01-01 00:00+00' + i * interval '9 minutes',
       jsonb_build_object('newsletter', i % 4 = 0, 'nickname', n.first || i)
FROM generate_series(1, ${customers}) AS i
         CROSS JOIN LATERAL (
    SELECT (ARRAY ['Anna', 'Bruno', 'Clara', 'David', 'Elif', 'Farid', 'Greta', 'Hugo', 'Ines', 'Jonas', 'Käthe',
               'Lukas', 'Mila', 'Noah', 'Olga', 'Paul', 'Rosa', 'Sven', 'Thea', 'Uwe'])[1 + i % 20] AS first,
           (ARRAY ['Adler', 'Brandt', 'Costa', 'Dupont', 'Evers', 'Fischer', 'Gruber', 'Haas', 'Ilic', 'Jansen',
               'Keller', 'Lang', 'Meyer', 'Novak', 'Otto', 'Peters', 'Richter', 'Schmidt', 'Vogel', 'Weber',
               'Yilmaz', 'Zeller', 'Berg'])[1 + i / 20 % 23] AS last) AS n;

-- Every tenth customer was brought by an earlier one.
UPDATE customers
SET referred_by = id / 2
WHERE id % 10 = 0;

INSERT INTO orders (number, customer_id, status, fee_item_id, net, vat_rate, placed_at)
SELECT 'B-' || lpad(i::text, 8, '0'),
       1 + i::bigint * 7 % ${customers},
       (enum_range(NULL::order_status))[1 + i % 5],
       1 + i % 3,
       5 + (i::bigint * 31 % 40000) / 100.0,
       (ARRAY [19, 7, 20])[1 + i % 3],
       timestamptz '2025-01-01 00:00+00' + i * interval '15 minutes'
FROM generate_series(1, ${orders}) AS i;

INSERT INTO order_items (order_id, line, title, quantity, price)
SELECT o.id, l, (ARRAY ['Lamp', 'Chair', 'Kettle', 'Rug'])[1 + (o.id + l) % 4], 1 + (o.id + l) % 3, 4.50 + l
FROM orders o
         CROSS JOIN LATERAL generate_series(1, 1 + (o.id % 2)::int) AS l;

INSERT INTO payments (order_id, amount, iban, card_last4, paid_at)
SELECT id,
       gross,
       CASE WHEN id % 2 = 0 THEN 'DE' || lpad((id * 1000003 % 100000000000000)::text, 20, '0') END,
       CASE WHEN id % 2 = 1 THEN lpad((id * 37 % 10000)::text, 4, '0') END,
       placed_at + interval '2 days'
FROM orders
WHERE status IN ('paid', 'shipped', 'returned');
