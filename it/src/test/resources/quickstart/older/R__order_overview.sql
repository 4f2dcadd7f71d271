CREATE OR REPLACE VIEW order_overview AS
SELECT o.id,
       o.number,
       o.status,
       c.country,
       o.gross,
       o.placed_at
FROM orders o
         JOIN customers c ON c.id = o.customer_id;
