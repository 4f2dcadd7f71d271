package dev.dbsync.core.lookup;

import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the rows to be inserted whose key the target uses for a row outside of the table's condition. Inserting such a
 * row would fail, and updating it would overwrite what the condition says not to touch.
 */
final class KeysInUse {

    private final Connection target;
    private final LookupTable table;
    private final boolean possible;
    private final List<List<String>> waiting = new ArrayList<>();
    private long found;

    /** @param target under {@link TextSettings#reading} */
    KeysInUse(Connection target, LookupTable table) {
        this.target = target;
        this.table = table;
        this.possible = table.condition().isPresent() && !table.insertOnly() && table.inTarget();
    }

    /** Whether it makes a difference to be told of rows. */
    boolean wantsRows() {
        return possible;
    }

    void inserted(List<String> key) throws SQLException {
        if (possible) {
            waiting.add(key);
            if (waiting.size() == KeyRows.A_QUERY) {
                ask();
            }
        }
    }

    /** @throws SyncException when there are such rows */
    void finish() throws SQLException {
        if (!waiting.isEmpty()) {
            ask();
        }
        refuse();
    }

    /**
     * The same for keys that a relation of the target holds.
     *
     * @param inserted a FROM item with the alias {@code g}
     */
    void finish(String inserted) throws SQLException {
        if (possible) {
            count(inserted);
        }
        refuse();
    }

    private void ask() throws SQLException {
        count(KeyRows.from(table.keyColumns().size(), "g"));
        waiting.clear();
    }

    private void count(String keys) throws SQLException {
        try (PreparedStatement statement = target.prepareStatement(
                """
                SELECT count(*)
                FROM %s
                         JOIN (SELECT * FROM %s WHERE %s) t ON %s
                """.formatted(keys, table.name().sql(), table.isOutside(), table.matches("t", "g")))) {
            KeyRows.bind(statement, waiting);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                found += row.getLong(1);
            }
        }
    }

    private void refuse() {
        if (found > 0) {
            throw new SyncException(new Problem(
                    "Lookup table %s: the target uses the key%s of %d row%s of the source for %s outside of the condition"
                            .formatted(
                                    table.name().shown(),
                                    found == 1 ? "" : "s",
                                    found,
                                    found == 1 ? "" : "s",
                                    found == 1 ? "a row" : "rows"),
                    table.where(),
                    "Give those rows of the target other keys, or choose a condition (where) that a row meets for its"
                            + " whole life"));
        }
    }
}
