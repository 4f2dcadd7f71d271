package dev.dbsync.core.lookup;

import dev.dbsync.core.problem.SyncException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Fixes what decides how a session writes values as text, so that two servers write equal values alike.
 *
 * @see <a href="https://www.postgresql.org/docs/current/runtime-config-client.html">Client settings</a>
 */
final class TextSettings {

    private static final Map<String, String> TEXT = Map.of(
            "TimeZone", "UTC",
            "DateStyle", "ISO, YMD",
            "IntervalStyle", "postgres",
            "extra_float_digits", "1",
            "bytea_output", "hex",
            "lc_monetary", "C",
            "quote_all_identifiers", "off",
            // A policy then raises an error instead of hiding rows.
            "row_security", "off");

    private TextSettings() {}

    /** What runs under the settings. */
    interface Work<T> {
        T run() throws SQLException;
    }

    /** For reading: also qualifies the names that values of types like {@code regclass} hold. */
    static <T> T reading(Connection connection, Work<T> work) throws SQLException {
        Map<String, String> settings = new LinkedHashMap<>(TEXT);
        settings.put("search_path", "pg_catalog");
        return with(connection, settings, work);
    }

    /** For writing: triggers of the table find what they call as they would without us. */
    static <T> T writing(Connection connection, Work<T> work) throws SQLException {
        return with(connection, TEXT, work);
    }

    /**
     * After a failed statement nothing can be put back: the transaction is to be rolled back, and the settings with it.
     */
    private static <T> T with(Connection connection, Map<String, String> settings, Work<T> work) throws SQLException {
        if (connection.getAutoCommit()) {
            throw new IllegalStateException("lookup tables are read and merged inside a transaction only");
        }
        Map<String, String> before = current(connection, settings.keySet());
        set(connection, settings);
        T result;
        try {
            result = work.run();
        } catch (SyncException e) {
            if (!(e.getCause() instanceof SQLException)) {
                set(connection, before);
            }
            throw e;
        }
        set(connection, before);
        return result;
    }

    private static Map<String, String> current(Connection connection, Iterable<String> names) throws SQLException {
        Map<String, String> values = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement("SELECT current_setting(?)")) {
            for (String name : names) {
                statement.setString(1, name);
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    values.put(name, row.getString(1));
                }
            }
        }
        return values;
    }

    private static void set(Connection connection, Map<String, String> settings) throws SQLException {
        List<Map.Entry<String, String>> entries = new ArrayList<>(settings.entrySet());
        String calls = entries.stream().map(entry -> "set_config(?, ?, true)").collect(Collectors.joining(", "));
        try (PreparedStatement statement = connection.prepareStatement("SELECT " + calls)) {
            int parameter = 1;
            for (Map.Entry<String, String> entry : entries) {
                statement.setString(parameter++, entry.getKey());
                statement.setString(parameter++, entry.getValue());
            }
            statement.executeQuery().close();
        }
    }
}
