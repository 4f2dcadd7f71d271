package dev.dbsync.core.load;

import dev.dbsync.core.database.CatalogQuestions;
import dev.dbsync.core.database.TableName;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads the indexes of tables, and whole trees of indexes where a table is a partition: an index that is part of a tree
 * only goes with all of it.
 *
 * <p>Rows of the catalog are compared as JSON without those columns that a new index changes, so that what a newer
 * version of PostgreSQL keeps in new columns is compared, too.
 */
final class IndexCatalog {

    private static final String INDEXES = """
            WITH asked AS (SELECT c.oid
                           FROM pg_class c
                                    JOIN pg_namespace n ON n.oid = c.relnamespace
                                    JOIN unnest(?::text[], ?::text[]) AS named (schema, name)
                                         ON (named.schema, named.name) = (n.nspname, c.relname)
                           WHERE c.relkind IN ('r', 'p')),
                 roots AS (SELECT DISTINCT CASE WHEN i.relispartition THEN pg_partition_root(i.oid) ELSE i.oid END AS oid
                           FROM asked
                                    JOIN pg_index x ON x.indrelid = asked.oid
                                    JOIN pg_class i ON i.oid = x.indexrelid),
                 members AS (SELECT roots.oid AS root, coalesce(tree.relid, roots.oid) AS oid, coalesce(tree.level, 0) AS level
                             FROM roots LEFT JOIN LATERAL pg_partition_tree(roots.oid) AS tree ON true)
            SELECT rn.nspname                                   AS group_schema,
                   r.relname                                    AS group_name,
                   tn.nspname                                   AS table_schema,
                   t.relname                                    AS table_name,
                   i.relname                                    AS name,
                   i.relkind = 'I'                              AS partitioned,
                   pn.nspname                                   AS parent_schema,
                   p.relname                                    AS parent_name,
                   pg_get_indexdef(i.oid)                       AS definition,
                   k.contype                                    AS type,
                   pg_get_constraintdef(k.oid)                  AS constraint_definition,
                   am.amname = 'btree'
                       AND x.indexprs IS NULL
                       AND x.indpred IS NULL
                       AND NOT x.indisexclusion
                       AND NOT EXISTS (SELECT
                                       FROM generate_series(0, x.indnkeyatts - 1) AS at
                                                JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = x.indkey[at]
                                                JOIN pg_opclass o ON o.oid = x.indclass[at]
                                       WHERE x.indoption[at] <> 0
                                          OR x.indcollation[at] <> a.attcollation
                                          OR NOT o.opcdefault)  AS takes_index,
                   k.condeferrable                              AS deferrable,
                   k.condeferred                                AS deferred,
                   s.spcname                                    AS tablespace,
                   coalesce(i.reloptions, '{}')                 AS options,
                   x.indisclustered                             AS clustered,
                   x.indisreplident                             AS replica_identity,
                   obj_description(i.oid, 'pg_class')           AS comment,
                   obj_description(k.oid, 'pg_constraint')      AS constraint_comment,
                   e.extensions,
                   st.columns                                   AS statistics_columns,
                   st.targets                                   AS statistics_targets,
                   CASE
                       WHEN NOT x.indisvalid THEN 'it is not valid'
                       WHEN NOT has_schema_privilege(t.relnamespace, 'CREATE')
                           THEN 'the role may not create anything in the schema ' || tn.nspname
                       WHEN i.reltablespace <> 0 AND NOT has_tablespace_privilege(i.reltablespace, 'CREATE')
                           THEN 'the role may not create anything in the tablespace ' || s.spcname
                       WHEN NOT pg_has_role(t.relowner, 'USAGE') THEN 'the role does not own ' || t.relname
                       WHEN EXISTS (SELECT
                                    FROM pg_depend d
                                    WHERE (d.classid, d.objid) = ('pg_class'::regclass, i.oid)
                                      AND d.refclassid = 'pg_proc'::regclass
                                      AND NOT has_function_privilege(t.relowner, d.refobjid, 'EXECUTE'))
                           THEN 'the owner of ' || t.relname || ' may not call a function in it'
                       WHEN t.relkind NOT IN ('r', 'p') THEN t.relname || ' is no ordinary table'
                       ELSE (SELECT min(pg_describe_object(d.classid, d.objid, 0)) || ' depends on it'
                             FROM pg_depend d
                                      LEFT JOIN pg_constraint f
                                                ON d.classid = 'pg_constraint'::regclass AND f.oid = d.objid
                             WHERE d.deptype = 'n'
                               AND f.contype IS DISTINCT FROM 'f'
                               AND (d.refclassid, d.refobjid) IN
                                   (('pg_class'::regclass, i.oid), ('pg_constraint'::regclass, k.oid)))
                       END                                      AS stays,
                   jsonb_build_object(
                           'index', to_jsonb(x) - '{indexrelid, indexprs, indpred, indcheckxmin}'::text[],
                           'definition', pg_get_indexdef(i.oid),
                           'constraint', to_jsonb(k) - '{oid, conindid, conparentid, conislocal, coninhcount, connoinherit}'::text[],
                           'constraintDefinition', pg_get_constraintdef(k.oid),
                           'parent', p.oid::regclass,
                           'owner', i.relowner,
                           'tablespace', i.reltablespace,
                           'options', i.reloptions,
                           'comment', obj_description(i.oid, 'pg_class'),
                           'constraintComment', obj_description(k.oid, 'pg_constraint'),
                           'extensions', e.extensions,
                           'statistics', st.targets,
                           'statisticsColumns', st.columns)::text AS print
            FROM members
                     JOIN pg_class r ON r.oid = members.root
                     JOIN pg_namespace rn ON rn.oid = r.relnamespace
                     JOIN pg_index x ON x.indexrelid = members.oid
                     JOIN pg_class i ON i.oid = x.indexrelid
                     JOIN pg_am am ON am.oid = i.relam
                     JOIN pg_class t ON t.oid = x.indrelid
                     JOIN pg_namespace tn ON tn.oid = t.relnamespace
                     LEFT JOIN pg_tablespace s ON s.oid = i.reltablespace
                     LEFT JOIN pg_constraint k ON k.conindid = i.oid AND k.contype IN ('p', 'u', 'x')
                     LEFT JOIN pg_inherits h ON h.inhrelid = i.oid
                     LEFT JOIN pg_class p ON p.oid = h.inhparent
                     LEFT JOIN pg_namespace pn ON pn.oid = p.relnamespace
                     CROSS JOIN LATERAL (SELECT coalesce(array_agg(extname::text ORDER BY extname), '{}') AS extensions
                                         FROM pg_depend d
                                                  JOIN pg_extension ON pg_extension.oid = d.refobjid
                                         WHERE d.classid = 'pg_class'::regclass
                                           AND d.objid = i.oid
                                           AND d.refclassid = 'pg_extension'::regclass
                                           AND d.deptype = 'x') AS e
                     CROSS JOIN LATERAL (SELECT coalesce(array_agg(attnum::int ORDER BY attnum), '{}')        AS columns,
                                                coalesce(array_agg(attstattarget::int ORDER BY attnum), '{}') AS targets
                                         FROM pg_attribute
                                         WHERE attrelid = i.oid
                                           AND attstattarget >= 0) AS st
            ORDER BY rn.nspname, r.relname, members.level, tn.nspname, t.relname, i.oid
            """;

    private IndexCatalog() {}

    /** Of these tables, in a stable order: groups together, parents before children. */
    static List<FoundIndex> read(Connection connection, Collection<TableName> tables) throws SQLException {
        return Qualified.read(connection, () -> {
            List<FoundIndex> found = new ArrayList<>();
            try (PreparedStatement statement = connection.prepareStatement(INDEXES)) {
                CatalogQuestions.bind(statement, 1, tables);
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        found.add(index(row));
                    }
                }
            }
            return found;
        });
    }

    private static FoundIndex index(ResultSet row) throws SQLException {
        Optional<TableName> parent = row.getString("parent_name") == null
                ? Optional.empty()
                : Optional.of(new TableName(row.getString("parent_schema"), row.getString("parent_name")));
        Optional<FoundIndex.OnIt> constraint = row.getString("type") == null
                ? Optional.empty()
                : Optional.of(new FoundIndex.OnIt(
                        row.getString("type"),
                        row.getString("constraint_definition"),
                        row.getBoolean("takes_index"),
                        row.getBoolean("deferrable"),
                        row.getBoolean("deferred"),
                        Optional.ofNullable(row.getString("constraint_comment"))));
        return new FoundIndex(
                new TableName(row.getString("group_schema"), row.getString("group_name")),
                new TableName(row.getString("table_schema"), row.getString("table_name")),
                row.getString("name"),
                row.getBoolean("partitioned"),
                parent,
                row.getString("definition"),
                constraint,
                Optional.ofNullable(row.getString("tablespace")),
                Arrays.asList((String[]) row.getArray("options").getArray()),
                row.getBoolean("clustered"),
                row.getBoolean("replica_identity"),
                Optional.ofNullable(row.getString("comment")),
                Arrays.asList((String[]) row.getArray("extensions").getArray()),
                statistics(row.getArray("statistics_columns"), row.getArray("statistics_targets")),
                Optional.ofNullable(row.getString("stays")),
                row.getString("print"));
    }

    private static List<FoundIndex.Statistics> statistics(Array columns, Array targets) throws SQLException {
        List<Integer> numbers = Stream.of((Integer[]) columns.getArray()).toList();
        List<Integer> values = Stream.of((Integer[]) targets.getArray()).toList();
        List<FoundIndex.Statistics> statistics = new ArrayList<>();
        for (int i = 0; i < numbers.size(); i++) {
            statistics.add(new FoundIndex.Statistics(numbers.get(i), values.get(i)));
        }
        return statistics;
    }
}
