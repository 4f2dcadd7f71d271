package dev.dbsync.core.promote;

import dev.dbsync.core.database.TableName;
import dev.dbsync.core.script.Destruction;
import dev.dbsync.core.script.Destruction.Kind;
import dev.dbsync.core.script.PendingNames;
import dev.dbsync.core.script.Script;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the catalog's records do not tell, and destructions are judged by.
 *
 * @param compositeTypes by name: whether a column holds values of the type, itself or within another type
 * @param notNullChecks constraints, checked for every row, that say that a column is not null and nothing else
 */
record TargetFacts(Map<TableName, Boolean> compositeTypes, List<NotNullCheck> notNullChecks) {

    private static final String TYPES = """
            WITH RECURSIVE held (typ) AS (
                SELECT a.atttypid
                FROM pg_attribute a
                         JOIN pg_class c ON c.oid = a.attrelid
                WHERE c.relkind IN ('r', 'p', 'f')
                  AND a.attnum > 0
                  AND NOT a.attisdropped
                UNION
                SELECT c.reloftype
                FROM pg_class c
                WHERE c.reloftype <> 0
                UNION
                SELECT within.typ
                FROM held h
                         JOIN pg_type t ON t.oid = h.typ
                         CROSS JOIN LATERAL (
                    SELECT t.typelem
                    UNION ALL
                    SELECT t.typbasetype
                    UNION ALL
                    SELECT a.atttypid
                    FROM pg_attribute a
                    WHERE a.attrelid = t.typrelid
                      AND a.attnum > 0
                      AND NOT a.attisdropped
                    UNION ALL
                    SELECT r.rngsubtype
                    FROM pg_range r
                    WHERE t.oid IN (r.rngtypid, r.rngmultitypid)) within (typ)
                WHERE within.typ <> 0)
            SELECT n.nspname, c.relname, c.reltype IN (SELECT typ FROM held)
            FROM pg_class c
                     JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'c'
            """;

    private static final String NOT_NULL_CHECKS = """
            SELECT n.nspname, c.relname, k.conname, a.attname
            FROM pg_constraint k
                     JOIN pg_class c ON c.oid = k.conrelid
                     JOIN pg_namespace n ON n.oid = c.relnamespace
                     JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.conkey[1]
            WHERE k.contype = 'c'
              AND k.convalidated
              AND cardinality(k.conkey) = 1
              AND pg_get_expr(k.conbin, k.conrelid) = format('(%I IS NOT NULL)', a.attname)
            """;

    TargetFacts {
        compositeTypes = Map.copyOf(compositeTypes);
        notNullChecks = List.copyOf(notNullChecks);
    }

    static TargetFacts none() {
        return new TargetFacts(Map.of(), List.of());
    }

    /** Reads what these scripts need. */
    static TargetFacts read(Connection target, List<Script> scripts) throws SQLException {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        scripts.forEach(
                script -> script.destructions().stream().map(Destruction::kind).forEach(kinds::add));
        boolean types = kinds.contains(Kind.DROP_ATTRIBUTE) || kinds.contains(Kind.ATTRIBUTE_TYPE_CHANGE);
        return new TargetFacts(
                types ? types(target) : Map.of(),
                kinds.contains(Kind.SET_NOT_NULL) ? notNullChecks(target) : List.of());
    }

    private static Map<TableName, Boolean> types(Connection target) throws SQLException {
        Map<TableName, Boolean> types = new HashMap<>();
        try (Statement statement = target.createStatement();
                ResultSet row = statement.executeQuery(TYPES)) {
            while (row.next()) {
                types.put(new TableName(row.getString(1), row.getString(2)), row.getBoolean(3));
            }
        }
        return types;
    }

    private static List<NotNullCheck> notNullChecks(Connection target) throws SQLException {
        List<NotNullCheck> checks = new ArrayList<>();
        try (Statement statement = target.createStatement();
                ResultSet row = statement.executeQuery(NOT_NULL_CHECKS)) {
            while (row.next()) {
                checks.add(new NotNullCheck(
                        new TableName(row.getString(1), row.getString(2)), row.getString(3), row.getString(4)));
            }
        }
        return checks;
    }

    void tell(PendingNames names) {
        compositeTypes.forEach(names::type);
        notNullChecks.forEach(check -> names.notNull(check.table(), check.constraint(), check.column()));
    }

    record NotNullCheck(TableName table, String constraint, String column) {}
}
