package dev.dbsync.core.load;

import dev.dbsync.core.database.CatalogQuestions;
import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.database.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The materialized views of the target, which hold copies of rows and have to be made anew. */
public final class MaterializedViews {

    /** What each view reads, by way of others, too. */
    private static final String REACH = """
            WITH RECURSIVE
                reads AS (
                    SELECT DISTINCT r.ev_class AS view, d.refobjid AS relation
                    FROM pg_rewrite r
                             JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
                        AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> r.ev_class),
                reach AS (
                    SELECT view, relation FROM reads
                    UNION
                    SELECT reach.view, reads.relation
                    FROM reach
                             JOIN reads ON reads.view = reach.relation)
            """;

    /** One that reads others comes after them: it reaches more of them than they do. */
    private static final String POPULATED = REACH + """
            SELECT n.nspname, c.relname
            FROM pg_class c
                     JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'm'
              AND c.relispopulated
            ORDER BY (SELECT count(*)
                      FROM reach
                               JOIN pg_class m ON m.oid = reach.relation AND m.relkind = 'm'
                      WHERE reach.view = c.oid), n.nspname, c.relname
            """;

    /** One that reads a partitioned table has the rows of its partitions, and one that reads a partition those. */
    private static final String OF = REACH.stripTrailing() + ",\n" + CatalogQuestions.TREES + """
            SELECT n.nspname, c.relname
            FROM pg_class c
                     JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'm'
              AND c.relispopulated
              AND EXISTS (SELECT
                          FROM reach
                          WHERE reach.view = c.oid
                            AND reach.relation IN (SELECT oid FROM below UNION SELECT oid FROM above))
            """;

    private MaterializedViews() {}

    /** Those that hold rows of these tables, as far as the catalog knows: a function's body tells it nothing. */
    static Set<TableName> of(Connection connection, Collection<TableName> tables) throws SQLException {
        Set<TableName> views = new TreeSet<>();
        try (PreparedStatement statement = connection.prepareStatement(OF)) {
            CatalogQuestions.bind(statement, 1, tables);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    views.add(new TableName(row.getString(1), row.getString(2)));
                }
            }
        }
        return views;
    }

    /**
     * Refreshes those that hold rows; one that was made WITH NO DATA stays so.
     *
     * @param shown the target, for messages
     * @return how many there are
     */
    public static int refresh(Connection target, String shown) throws SQLException {
        List<TableName> views = new ArrayList<>();
        try (Statement statement = target.createStatement();
                ResultSet row = statement.executeQuery(POPULATED)) {
            while (row.next()) {
                views.add(new TableName(row.getString(1), row.getString(2)));
            }
        }
        for (TableName view : views) {
            try (Statement statement = target.createStatement()) {
                statement.execute("REFRESH MATERIALIZED VIEW " + view.sql());
            } catch (SQLException e) {
                throw SqlProblem.of(e, "Cannot refresh the materialized view " + view.shown(), shown, "");
            }
        }
        return views.size();
    }
}
