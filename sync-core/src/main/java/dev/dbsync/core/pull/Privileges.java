package dev.dbsync.core.pull;

import dev.dbsync.core.database.CatalogQuestions;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.problem.Problem;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** What the roles on both sides may do, asked before anything is tried. */
final class Privileges {

    private static final String UNREADABLE =
            "NOT (has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT'))";

    private static final String WRITABLE = "has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')";

    private Privileges() {}

    /** Tables of the source that its role may not read. */
    static List<Problem> unreadable(Connection source, Collection<TableName> tables, String shown) throws SQLException {
        List<TableName> unreadable = CatalogQuestions.which(source, tables, UNREADABLE);
        return unreadable.isEmpty()
                ? List.of()
                : List.of(new Problem(
                        "The role may not read " + names(unreadable),
                        shown,
                        "As the owner:\n  GRANT SELECT ON "
                                + unreadable.stream().map(TableName::sql).collect(Collectors.joining(", "))
                                + " TO …\nor exclude them"));
    }

    /** Tables of the source that its role could write, as a role for reading should not. */
    static List<TableName> writable(Connection source, Collection<TableName> tables) throws SQLException {
        return CatalogQuestions.which(source, tables, WRITABLE);
    }

    /** Tables of the target whose foreign keys and triggers the role could not set aside. */
    static List<Problem> notOwned(Connection target, Collection<TableName> tables, String shown) throws SQLException {
        List<TableName> notOwned = CatalogQuestions.which(target, tables, CatalogQuestions.NOT_OWNED);
        return notOwned.isEmpty()
                ? List.of()
                : List.of(new Problem(
                        "The role does not own " + names(notOwned)
                                + ", so it cannot set their foreign keys and triggers aside",
                        shown,
                        "Connect as the owner, or as a member of the owning role"));
    }

    private static String names(List<TableName> tables) {
        return tables.stream().map(TableName::shown).collect(Collectors.joining(", "));
    }
}
