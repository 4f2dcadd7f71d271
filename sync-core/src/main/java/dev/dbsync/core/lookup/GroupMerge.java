package dev.dbsync.core.lookup;

import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Changes a group of tables that reference each other.
 *
 * <p>PostgreSQL checks a unique index row by row, so that an UPDATE cannot swap the values of two rows. Where the plain
 * statement fails for that, it is taken back and the rows whose unique columns change are deleted and inserted by one
 * statement; a foreign key without an action on delete, which is checked at the end of it, then finds them again. Rows
 * that a foreign key with an action references first get values that nobody has ({@link ParkedValues}).
 */
final class GroupMerge {

    private static final Set<String> CONFLICTS = Set.of("23505", "23P01");

    private final Connection target;
    private final List<StagedTable> group;
    private final Catalog catalog;

    GroupMerge(Connection target, List<StagedTable> group, Catalog catalog) {
        this.catalog = catalog;
        this.target = target;
        this.group = group.stream().filter(GroupMerge::hasWork).toList();
    }

    private static boolean hasWork(StagedTable staged) {
        LookupCounts counts = staged.counts();
        return counts.inserted() + counts.updated() + counts.deleted() > 0;
    }

    void run() throws SQLException {
        if (group.isEmpty()) {
            return;
        }
        for (StagedTable table : group) {
            refuseReplacingUnderActions(table);
        }
        execute("SAVEPOINT sync_lookup_merge");
        try {
            execute(new MergeStatement(group).sql());
        } catch (SQLException e) {
            if (!CONFLICTS.contains(SqlProblem.state(e))) {
                throw LookupMerge.problemOrRetry(e, tables());
            }
            execute("ROLLBACK TO SAVEPOINT sync_lookup_merge");
            runInTwoPhases();
        }
        execute("RELEASE SAVEPOINT sync_lookup_merge");
    }

    private void runInTwoPhases() throws SQLException {
        try {
            for (StagedTable table : group) {
                List<String> unique = uniqueColumns(table.table());
                if (referencedByActions(table.table())) {
                    new ParkedValues(target, table, catalog).park(unique);
                } else {
                    table.replaceWhereChanged(target, unique);
                }
            }
            execute(new MergeStatement(group).sql());
        } catch (SQLException e) {
            throw LookupMerge.problemOrRetry(e, tables());
        }
    }

    /**
     * A row under an ALWAYS identity that differs can only be replaced; an action on delete would take others along.
     */
    private void refuseReplacingUnderActions(StagedTable staged) throws SQLException {
        if (staged.replaces() && referencedByActions(staged.table())) {
            throw new SyncException(new Problem(
                    "Lookup table " + staged.table().name().shown()
                            + " has rows whose GENERATED ALWAYS identity differs from the source's, and other tables"
                            + " reference it with an action on delete",
                    staged.table().where(),
                    "Ignore the identity column (ignore: [...]), or make it the key"));
        }
    }

    /** Whether deleting a row of the table would do more to other rows than be refused. */
    private boolean referencedByActions(LookupTable table) throws SQLException {
        return holds("""
                SELECT EXISTS (SELECT
                               FROM pg_constraint
                               WHERE contype = 'f'
                                 AND confdeltype <> 'a'
                                 AND confrelid = '%s'::regclass)
                """.formatted(table.name().sql().replace("'", "''")));
    }

    /**
     * The columns of unique indexes and exclusion constraints, with those of their expressions and predicates, and
     * those that generated ones among them are made of.
     */
    private List<String> uniqueColumns(LookupTable table) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (Statement statement = target.createStatement();
                ResultSet row =
                        statement.executeQuery("""
                        SELECT DISTINCT a.attname
                        FROM pg_index i
                                 JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum > 0
                        WHERE i.indrelid = '%s'::regclass
                          AND (i.indisunique OR i.indisexclusion)
                          AND (a.attnum = ANY (i.indkey::int2[])
                            OR EXISTS (SELECT
                                       FROM pg_depend d
                                       WHERE d.classid = 'pg_class'::regclass
                                         AND d.objid = i.indexrelid
                                         AND d.refclassid = 'pg_class'::regclass
                                         AND d.refobjid = i.indrelid
                                         AND d.refobjsubid = a.attnum)
                            OR EXISTS (SELECT
                                       FROM pg_attrdef f
                                                JOIN pg_depend d
                                                     ON d.classid = 'pg_attrdef'::regclass AND d.objid = f.oid
                                                         -- before PostgreSQL 15 the column itself depends on them
                                                         OR d.classid = 'pg_class'::regclass
                                                            AND d.objid = f.adrelid AND d.objsubid = f.adnum
                                       WHERE f.adrelid = i.indrelid
                                         AND f.adnum = ANY (i.indkey::int2[])
                                         AND d.refclassid = 'pg_class'::regclass
                                         AND d.refobjid = i.indrelid
                                         AND d.refobjsubid = a.attnum))
                        ORDER BY a.attname
                        """.formatted(table.name().sql().replace("'", "''")))) {
            while (row.next()) {
                columns.add(row.getString(1));
            }
        }
        return columns;
    }

    private List<LookupTable> tables() {
        return group.stream().map(StagedTable::table).toList();
    }

    private boolean holds(String query) throws SQLException {
        try (Statement statement = target.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = target.createStatement()) {
            statement.execute(sql);
        }
    }
}
