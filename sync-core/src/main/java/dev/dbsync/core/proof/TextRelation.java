package dev.dbsync.core.proof;

import dev.dbsync.core.database.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A relation that holds rows of its own, with its columns that may hold text. What may hold text is the catalog's
 * answer: every type that is not of a category of numbers, truth values, dates and times, spans, geometry, bits or
 * enumerations, nor made of such types alone.
 *
 * @param root the partitioned table at the top of its tree; itself where there is none
 * @param extension whether it came with an extension
 * @param unreadable why it cannot be read wholly; empty text where it can
 * @param bytes on disk, without indexes
 * @see <a href="https://www.postgresql.org/docs/current/catalog-pg-type.html">pg_type, typcategory</a>
 */
record TextRelation(
        TableName name, TableName root, boolean extension, String unreadable, long bytes, List<Column> columns) {

    /**
     * A column that may hold text.
     *
     * @param plain whether it is of a text type, so that its length is a text's
     * @param uuid whether it holds nothing but numbers of that form
     */
    record Column(String name, boolean plain, boolean uuid) {}

    private static final String SQL = """
            WITH RECURSIVE
                relation AS (
                    SELECT c.oid, n.nspname, c.relname, coalesce(pg_partition_root(c.oid)::oid, c.oid) AS root,
                           EXISTS (SELECT FROM pg_depend d
                                   WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
                               AS extension,
                           CASE WHEN NOT has_schema_privilege(n.oid, 'USAGE')
                                    OR NOT has_table_privilege(c.oid, 'SELECT') THEN 'the role may not read it'
                                WHEN row_security_active(c.oid) THEN 'row-level security hides rows of it' ELSE '' END
                               AS unreadable,
                           pg_table_size(c.oid) AS bytes
                    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                    WHERE c.relkind IN ('r', 'm')
                      AND c.relispopulated
                      AND n.nspname NOT IN ('pg_catalog', 'information_schema')
                      AND n.nspname !~ '^pg_(toast|temp)'),
                attribute AS (
                    SELECT a.attrelid, a.attnum, a.attname, a.atttypid
                    FROM pg_attribute a JOIN relation r ON r.oid = a.attrelid
                    WHERE a.attnum > 0 AND NOT a.attisdropped),
                part (whole, type) AS (
                    SELECT DISTINCT atttypid, atttypid FROM attribute
                    UNION
                    SELECT part.whole, inner_type.oid
                    FROM part
                             JOIN pg_type t ON t.oid = part.type
                             CROSS JOIN LATERAL (
                        SELECT t.typbasetype WHERE t.typtype = 'd'
                        UNION ALL
                        SELECT t.typelem WHERE t.typcategory = 'A' AND t.typelem <> 0
                        UNION ALL
                        SELECT a.atttypid FROM pg_attribute a
                        WHERE t.typtype = 'c' AND a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped
                        UNION ALL
                        SELECT r.rngsubtype FROM pg_range r WHERE t.oid IN (r.rngtypid, r.rngmultitypid)) inner_type (oid)),
                textual AS (
                    SELECT part.whole,
                           bool_or(t.typtype = 'b' AND t.typcategory = 'S') AS plain,
                           bool_and(part.whole = part.type AND t.oid = 'uuid'::regtype) AS uuid
                    FROM part JOIN pg_type t ON t.oid = part.type
                    WHERE t.typtype = 'b'
                      AND t.typcategory NOT IN ('A', 'N', 'B', 'D', 'T', 'G', 'V', 'E', 'X', 'Z')
                    GROUP BY part.whole)
            SELECT r.nspname, r.relname, rn.nspname, rc.relname, r.extension, r.unreadable, r.bytes, a.attname,
                   t.plain AND w.typtype IN ('b', 'd') AND w.typcategory = 'S', t.uuid
            FROM relation r
                     JOIN pg_class rc ON rc.oid = r.root
                     JOIN pg_namespace rn ON rn.oid = rc.relnamespace
                     JOIN attribute a ON a.attrelid = r.oid
                     JOIN textual t ON t.whole = a.atttypid
                     JOIN pg_type w ON w.oid = a.atttypid
            ORDER BY r.nspname, r.relname, a.attnum
            """;

    TextRelation {
        columns = List.copyOf(columns);
    }

    /** All of a database, by name. */
    static Map<TableName, TextRelation> all(Connection connection) throws SQLException {
        Map<TableName, TextRelation> found = new LinkedHashMap<>();
        Map<TableName, List<Column>> columns = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SQL)) {
            while (row.next()) {
                TableName name = new TableName(row.getString(1), row.getString(2));
                found.putIfAbsent(
                        name,
                        new TextRelation(
                                name,
                                new TableName(row.getString(3), row.getString(4)),
                                row.getBoolean(5),
                                row.getString(6),
                                row.getLong(7),
                                List.of()));
                columns.computeIfAbsent(name, first -> new ArrayList<>())
                        .add(new Column(row.getString(8), row.getBoolean(9), row.getBoolean(10)));
            }
        }
        found.replaceAll((name, relation) -> new TextRelation(
                name, relation.root, relation.extension, relation.unreadable, relation.bytes, columns.get(name)));
        return found;
    }
}
