package dev.dbsync.it.demo;

import dev.dbsync.core.database.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What the demo shows of a database. */
final class ShopFacts {

    private static final String SUMMARY = """
            SELECT (SELECT max(version::int) FROM flyway_schema_history WHERE version IS NOT NULL),
                   (SELECT count(*) FROM customers),
                   (SELECT count(*) FROM orders),
                   (SELECT count(*) FROM order_items),
                   (SELECT count(*) FROM payments)
            """;

    private static final String CUSTOMERS = """
            SELECT c.id, c.email, c.full_name, c.phone, c.birth_date, c.country, c.preferences, c.referred_by
            FROM customers c
            WHERE c.id IN (20, 21, 99999)
            ORDER BY c.id
            """;

    private ShopFacts() {}

    /** Version and sizes in one line. */
    static String of(Database database) {
        List<String> row = rows(database, SUMMARY).get(1);
        return String.format(
                "schema version %s; %,d customers, %,d orders, %,d order items, %,d payments",
                row.get(0),
                Long.parseLong(row.get(1)),
                Long.parseLong(row.get(2)),
                Long.parseLong(row.get(3)),
                Long.parseLong(row.get(4)));
    }

    /** The same three people in any copy of the shop, under a row of headings. */
    static List<List<String>> someCustomers(Database database) {
        return rows(database, CUSTOMERS);
    }

    private static List<List<String>> rows(Database database, String sql) {
        try (Connection connection = database.connect("demo");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            List<List<String>> rows = new ArrayList<>();
            int columns = row.getMetaData().getColumnCount();
            List<String> headings = new ArrayList<>();
            for (int column = 1; column <= columns; column++) {
                headings.add(row.getMetaData().getColumnLabel(column));
            }
            rows.add(headings);
            while (row.next()) {
                List<String> values = new ArrayList<>();
                for (int column = 1; column <= columns; column++) {
                    String value = row.getString(column);
                    values.add(value == null ? "" : value);
                }
                rows.add(values);
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException("cannot read " + database.shown(), e);
        }
    }
}
