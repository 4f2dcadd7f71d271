INSERT INTO customer
SELECT i,
       md5('token ' || i)::uuid,
       'customer.' || i || '@mail-' || i % 50 || '.example.org',
       'Customer ' || substr(md5('name ' || i), 1, 12),
       CASE WHEN i % 7 <> 0 THEN '+49 30 ' || lpad((i % 9999999)::text, 7, '0') END,
       substr(md5('street ' || i), 1, 16) || ' street ' || i % 400,
       'City ' || i % 3000,
       chr(65 + i % 26) || chr(65 + i % 17),
       CASE WHEN i % 10 <> 0 THEN date '1940-01-01' + i % 25000 END,
       timestamptz '2020-01-01 00:00Z' + i * interval '90 seconds',
       (i % 9999999) / 100.0,
       i % 5 <> 0,
       i % 1000,
       CASE WHEN i % 3 <> 0 THEN md5('note ' || i) || ' ' || md5('more ' || i) END
FROM generate_series(1, :rows) i;
