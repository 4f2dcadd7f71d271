CREATE OR REPLACE VIEW order_overview AS
SELECT o.id,
       o.number,
       o.status,
       c.country,
       o.gross,
       o.placed_at,
       f.label AS shipping,
       count(i.line) AS lines
FROM orders o
         JOIN customers c ON c.id = o.customer_id
         JOIN fee_item f ON f.id = o.fee_item_id
         LEFT JOIN order_items i ON i.order_id = o.id
GROUP BY o.id, c.country, f.label;
