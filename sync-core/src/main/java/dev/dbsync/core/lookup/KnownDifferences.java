package dev.dbsync.core.lookup;

import dev.dbsync.core.database.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What comparisons of one source snapshot have found, for those that follow: a promotion compares the same rows of the
 * source when it plans, merges and verifies, and only the target's may have changed in between. They are read each
 * time; where their digest is the one that is known, so is the difference.
 *
 * <p>Of a transaction that does not see one unchanging snapshot, or of another one than before, nothing is known. Holds
 * a bounded number of bytes. Not thread-safe.
 */
public final class KnownDifferences {

    private static final long BYTES = 12L * 1024 * 1024;

    private final Map<String, TableDifference> differences = new HashMap<>();
    private final Map<String, Seen> lastSeen = new HashMap<>();
    private final long bytes;
    private final int rowsAtLeast;
    private String sourceSnapshot = "";
    private String targetTransaction = "";
    private final Set<TableName> locked = new HashSet<>();

    /** How a table of the target was, under a lock that keeps others from changing it until the transaction ends. */
    private record Seen(String transaction, TableDifference difference) {}

    /** Starts with nothing known. */
    public KnownDifferences() {
        this(BYTES, LookupChanges.ROWS_A_TABLE);
    }

    /**
     * @param bytes for rows that differ
     * @param rowsAtLeast that are held of each table, whatever their size
     */
    KnownDifferences(long bytes, int rowsAtLeast) {
        this.bytes = bytes;
        this.rowsAtLeast = rowsAtLeast;
    }

    /** To be called before tables are compared: forgets all that was found in another snapshot of the source. */
    void begin(Connection source, Connection target) throws SQLException {
        String now = snapshot(source);
        if (now.isEmpty() || !now.equals(sourceSnapshot)) {
            differences.clear();
            lastSeen.clear();
        }
        sourceSnapshot = now;
        readLocks(target);
    }

    /** The source's transaction, or nothing where each of its statements sees other rows. */
    private static String snapshot(Connection source) throws SQLException {
        try (Statement statement = source.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT CASE
                                   WHEN current_setting('transaction_isolation') IN ('repeatable read', 'serializable')
                                       THEN pg_backend_pid() || ' ' || extract(epoch FROM transaction_timestamp())
                                   ELSE '' END
                        """)) {
            row.next();
            return row.getString(1);
        }
    }

    private void readLocks(Connection target) throws SQLException {
        locked.clear();
        try (Statement statement = target.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT pg_backend_pid() || ' ' || extract(epoch FROM transaction_timestamp()),
                               n.nspname,
                               c.relname
                        FROM (SELECT) AS always
                                 LEFT JOIN pg_locks l
                                 JOIN pg_class c ON c.oid = l.relation
                                 JOIN pg_namespace n ON n.oid = c.relnamespace
                                      ON l.locktype = 'relation'
                                          AND l.pid = pg_backend_pid()
                                          AND l.granted
                                          AND l.mode IN ('ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
                        """)) {
            while (row.next()) {
                targetTransaction = row.getString(1);
                if (row.getString(2) != null) {
                    locked.add(new TableName(row.getString(2), row.getString(3)));
                }
            }
        }
    }

    Optional<TableDifference> of(RowFormat format) {
        return Optional.ofNullable(differences.get(key(format)));
    }

    /**
     * The difference that was found in the target's same transaction, when it already held the table's lock. It is the
     * one of now where nothing has run in that transaction since.
     */
    Optional<TableDifference> underLock(RowFormat format) {
        return Optional.ofNullable(lastSeen.get(key(format)))
                .filter(seen -> seen.transaction().equals(targetTransaction))
                .map(Seen::difference);
    }

    /** For the rows of one table: a part of what is left, since others want to be remembered, too. */
    TableDifference emptyAfter(long skipped) {
        long used =
                differences.values().stream().mapToLong(TableDifference::size).sum();
        return new TableDifference(skipped, Math.max(0, bytes - used) / 2, rowsAtLeast);
    }

    /** @param found as it is now */
    void saw(RowFormat format, TableDifference found) {
        String key = key(format);
        if (locked.contains(format.table().name())) {
            lastSeen.put(key, new Seen(targetTransaction, found));
        }
    }

    /** The target is being changed. */
    void forgetTarget() {
        lastSeen.clear();
    }

    void remember(RowFormat format, TableDifference found) {
        differences.put(key(format), found);
    }

    /** What is read on both sides, and what is made of it. */
    private static String key(RowFormat format) {
        return format.header() + "\n" + format.ofSource() + "\n" + format.ofTarget() + "\n"
                + format.table().deletes();
    }
}
