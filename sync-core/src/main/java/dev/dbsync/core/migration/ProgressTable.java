package dev.dbsync.core.migration;

import dev.dbsync.core.database.CatalogQuestions;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.migration.Interruption.ScriptProgress;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/**
 * The table {@code sync_promotion} beside Flyway's history, with a single row. It is there from the commit of a
 * promotion's first segment to that of its last one, so that whoever comes after an interruption knows of it; a
 * promotion in one transaction never makes it.
 */
public final class ProgressTable {

    /** Known to the goals that must leave the table alone. */
    public static final String NAME = "sync_promotion";

    private final TableName name;

    /** @param schema of the history */
    public ProgressTable(String schema) {
        this.name = new TableName(schema, NAME);
    }

    /** The table's name. */
    public TableName name() {
        return name;
    }

    /** What an earlier promotion has left undone; empty when there was none, or it came to its end. */
    public Optional<Interruption> read(Connection connection) throws SQLException {
        if (!CatalogQuestions.exists(connection, name)) {
            return Optional.empty();
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT plan_id, started_at, segment, segments, script, content, begun, done, invalid_before
                        FROM %s
                        """.formatted(name.sql()))) {
            return row.next() ? Optional.of(interruption(row)) : Optional.empty();
        }
    }

    private static Interruption interruption(ResultSet row) throws SQLException {
        String script = row.getString("script");
        Optional<ScriptProgress> progress = script == null
                ? Optional.empty()
                : Optional.of(new ScriptProgress(
                        script, row.getString("content"), row.getInt("begun"), row.getInt("done"), List.of((String[])
                                row.getArray("invalid_before").getArray())));
        return new Interruption(
                row.getString("plan_id"),
                row.getObject("started_at", OffsetDateTime.class).toInstant(),
                row.getInt("segment"),
                row.getInt("segments"),
                progress);
    }

    /**
     * Says that the first of several segments is about to be committed. What is known of a script stays, and so does
     * whose work it was in the beginning: the backup of that plan holds the state before it all. A pull has none, and
     * what goes on behind it is a promotion from then on.
     */
    public void begin(Connection connection, String planId, int segments) throws SQLException {
        if (!CatalogQuestions.exists(connection, name)) {
            create(connection);
        }
        update(
                connection,
                "plan_id = CASE WHEN segments = 0 OR plan_id IN (?, ?) THEN ? ELSE plan_id END, segment = 1, segments = ?",
                SegmentedRun.PULL,
                SegmentedRun.REHEARSAL,
                planId,
                segments);
    }

    /** Says that a segment is about to be committed, or has been run. */
    public void segment(Connection connection, int number) throws SQLException {
        update(connection, "segment = ?", number);
    }

    /** Says that all is done: the table goes. */
    public void end(Connection connection) throws SQLException {
        if (CatalogQuestions.exists(connection, name)) {
            execute(connection, "DROP TABLE " + name.sql());
        }
    }

    /** Says that a script is about to be run by itself. */
    void script(Connection connection, String script, String content, List<String> invalidBefore) throws SQLException {
        Array indexes = connection.createArrayOf("text", invalidBefore.toArray());
        update(
                connection,
                "script = ?, content = ?, begun = 0, done = 0, invalid_before = ?",
                script,
                content,
                indexes);
    }

    /** Says which statement is going to be begun. */
    void begun(Connection connection, int statement) throws SQLException {
        update(connection, "begun = ?", statement);
    }

    /** Says which statement was carried out. */
    void done(Connection connection, int statement) throws SQLException {
        update(connection, "begun = ?, done = ?", statement, statement);
    }

    /** Says that the script is in the history. */
    void accepted(Connection connection) throws SQLException {
        update(connection, "script = NULL, content = NULL, begun = 0, done = 0, invalid_before = '{}'");
    }

    private void update(Connection connection, String set, Object... values) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE " + name.sql() + " SET " + set)) {
            for (int i = 0; i < values.length; i++) {
                update.setObject(i + 1, values[i]);
            }
            if (update.executeUpdate() != 1) {
                throw new SQLException("the row of " + name + " is gone", "02000");
            }
        }
    }

    private void create(Connection connection) throws SQLException {
        execute(connection, """
                CREATE TABLE %s (
                    plan_id        text NOT NULL,
                    started_at     timestamptz NOT NULL,
                    segment        integer NOT NULL,
                    segments       integer NOT NULL,
                    script         text,
                    content        text,
                    begun          integer NOT NULL DEFAULT 0,
                    done           integer NOT NULL DEFAULT 0,
                    invalid_before text[] NOT NULL DEFAULT '{}')
                """.formatted(name.sql()));
        execute(connection, "INSERT INTO " + name.sql() + " VALUES ('', now(), 0, 0)");
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
