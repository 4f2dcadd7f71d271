package dev.dbsync.core.pull;

import dev.dbsync.core.database.CatalogQuestions;
import dev.dbsync.core.database.CatalogView;
import dev.dbsync.core.database.ForeignKey;
import dev.dbsync.core.database.Sql;
import dev.dbsync.core.database.Table;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.problem.Problem;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Tables whose policies of row-level security hold for the role that connects. The sessions of a pull have
 * {@code row_security} off, so that such a policy raises an error instead of leaving rows out; here it is known before.
 *
 * @see <a href="https://www.postgresql.org/docs/current/ddl-rowsecurity.html">Row security policies</a>
 */
final class RowSecurity {

    private static final String ACTIVE = "row_security_active(c.oid)";
    private static final String FORCED = "c.relrowsecurity AND c.relforcerowsecurity";

    private static final Pattern FORCING =
            Pattern.compile("(?<!\\bno\\s{1,9})\\bforce\\s+row\\s+level\\s+security\\b", Pattern.CASE_INSENSITIVE);

    private RowSecurity() {}

    /** Of the source, where every row must be seen. */
    static List<Problem> ofSource(Connection source, CatalogView view, Collection<TableName> selected, String shown)
            throws SQLException {
        List<TableName> active = CatalogQuestions.which(source, withParents(view, selected), ACTIVE);
        if (active.isEmpty()) {
            return List.of();
        }
        return List.of(new Problem(
                "Row-level security would hide rows of " + names(active) + " from the role that reads",
                shown,
                "As a superuser:\n  ALTER ROLE " + Sql.identifier(role(source)) + " BYPASSRLS\nor exclude them"));
    }

    /** Of a target that has these tables: they are written, and what foreign keys join to them is read. */
    static List<Problem> ofTarget(Connection target, CatalogView view, Collection<TableName> selected, String shown)
            throws SQLException {
        Set<TableName> written = withParents(view, selected);
        Set<TableName> concerned = new TreeSet<>(written);
        for (ForeignKey key : view.catalog().foreignKeys()) {
            if (written.contains(key.table())) {
                concerned.add(key.target());
            }
            if (written.contains(key.target())) {
                concerned.add(key.table());
            }
        }
        List<TableName> active = CatalogQuestions.which(target, concerned, ACTIVE);
        return active.isEmpty() ? List.of() : List.of(problem("holds", active, target, shown));
    }

    /**
     * Of a target that migrations have yet to build, and whose tables the role will own: an owner, too, is subject to
     * policies that are forced.
     *
     * @param scripts the text of the migrations
     */
    static List<Problem> ofBuilt(
            Connection source,
            Collection<TableName> selected,
            Collection<String> scripts,
            Connection target,
            String shown)
            throws SQLException {
        boolean forced = scripts.stream().anyMatch(sql -> FORCING.matcher(sql).find());
        if (!forced || bypasses(target)) {
            return List.of();
        }
        List<TableName> tables = CatalogQuestions.which(source, selected, FORCED);
        return tables.isEmpty() ? List.of() : List.of(problem("would hold", tables, target, shown));
    }

    private static Problem problem(String holds, List<TableName> tables, Connection target, String shown)
            throws SQLException {
        return new Problem(
                "Row-level security " + holds + " for the role that is to fill " + names(tables),
                shown,
                "Connect as the owner of the tables, where they have no FORCE ROW LEVEL SECURITY; otherwise, as a"
                        + " superuser:\n  ALTER ROLE " + Sql.identifier(role(target)) + " BYPASSRLS");
    }

    /** A partition has its own policies, and is also asked for by way of what it is a partition of. */
    private static Set<TableName> withParents(CatalogView view, Collection<TableName> selected) {
        Map<TableName, Table> tables = view.catalog().byName();
        return selected.stream()
                .filter(tables::containsKey)
                .flatMap(table -> view.partitions().upwards(tables.get(table)).stream())
                .map(Table::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean bypasses(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private static String role(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT current_user")) {
            row.next();
            return row.getString(1);
        }
    }

    private static String names(List<TableName> tables) {
        return tables.stream().map(TableName::shown).collect(Collectors.joining(", "));
    }
}
