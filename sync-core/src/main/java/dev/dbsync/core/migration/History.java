package dev.dbsync.core.migration;

import dev.dbsync.core.database.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flywaydb.core.api.MigrationVersion;

/**
 * Flyway's schema history of one database, read by SQL of our own: Flyway's {@code info()} throws on rows that its free
 * edition does not know.
 *
 * @param exists whether there is a history table at all
 * @param rows as they stand, by rank
 */
public record History(boolean exists, List<AppliedMigration> rows) {

    private static final String EXISTS = """
            SELECT EXISTS (
                SELECT
                FROM pg_class c
                         JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname = ?
                  AND c.relname = ?
                  AND c.relkind IN ('r', 'p', 'v', 'f'))
            """;

    private static final String ROWS = """
            SELECT installed_rank, version, description, type, script, checksum, success
            FROM %s
            ORDER BY installed_rank
            """;

    public History {
        rows = rows.stream()
                .sorted(Comparator.comparingInt(AppliedMigration::rank))
                .toList();
    }

    /** The history of a database without a history table. */
    public static History absent() {
        return new History(false, List.of());
    }

    /** Reads the history in the connection's transaction; a table that is not there is no error. */
    public static History read(Connection connection, TableName table) throws SQLException {
        if (!exists(connection, table)) {
            return absent();
        }
        List<AppliedMigration> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(ROWS.formatted(table.sql()))) {
            while (row.next()) {
                rows.add(new AppliedMigration(
                        row.getInt(1),
                        Optional.ofNullable(row.getString(2)),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getObject(6, Integer.class),
                        row.getBoolean(7)));
            }
        }
        return new History(true, rows);
    }

    /**
     * What is applied, folded: rows that were deleted or undone are gone, of several rows for one migration the last
     * one stands, and Flyway's note that it made the schemas is left out. Baselines are in it.
     *
     * @return in the order in which the rows that stand were written
     */
    public List<AppliedMigration> applied() {
        Map<MigrationKey, AppliedMigration> standing = new LinkedHashMap<>();
        Map<MigrationKey, AppliedMigration> baselines = new LinkedHashMap<>();
        for (AppliedMigration row : rows) {
            if (row.isSchemaMarker()) {
                continue;
            }
            // A baseline may share its version with the script that it stands for: neither replaces the other.
            Map<MigrationKey, AppliedMigration> kind = row.isBaseline() ? baselines : standing;
            kind.remove(row.key());
            if (!row.isRemoval()) {
                kind.put(row.key(), row);
            }
        }
        List<AppliedMigration> applied = new ArrayList<>(baselines.values());
        applied.addAll(standing.values());
        applied.sort(Comparator.comparingInt(AppliedMigration::rank));
        return List.copyOf(applied);
    }

    /** The highest version that is applied, a baseline counted; as it is written in the history. */
    public Optional<String> version() {
        return applied().stream()
                .filter(AppliedMigration::success)
                .flatMap(row -> row.version().stream())
                .max(Comparator.comparing(MigrationVersion::fromVersion));
    }

    /** Whether a migration failed half-way and was not repaired since. */
    public boolean hasFailed() {
        return !failed().isEmpty();
    }

    /** The migrations that failed half-way and were not repaired since. */
    public List<AppliedMigration> failed() {
        return applied().stream().filter(row -> !row.success()).toList();
    }

    /** The same without the failed rows of a script. */
    History withoutFailed(String script) {
        return new History(
                exists,
                rows.stream()
                        .filter(row -> row.success() || !row.script().equals(script))
                        .toList());
    }

    /** Versions up to this one are there without their scripts having been run by Flyway. */
    Optional<MigrationVersion> floor() {
        return applied().stream()
                .filter(AppliedMigration::isBaseline)
                .flatMap(row -> row.version().stream())
                .map(MigrationVersion::fromVersion)
                .max(Comparator.naturalOrder());
    }

    /** The folded history by key, baselines left out. */
    Map<MigrationKey, AppliedMigration> byKey() {
        Map<MigrationKey, AppliedMigration> byKey = new LinkedHashMap<>();
        applied().stream().filter(row -> !row.isBaseline()).forEach(row -> byKey.put(row.key(), row));
        return byKey;
    }

    private static boolean exists(Connection connection, TableName table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(EXISTS)) {
            statement.setString(1, table.schema());
            statement.setString(2, table.name());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }
}
