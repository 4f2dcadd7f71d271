package dev.dbsync.core.masking;

import dev.dbsync.core.database.TableName;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the source's catalog says of tables beyond columns and keys. */
final class SourceStructure {

    /** The columns that an index only carries along (INCLUDE) keep no rows apart. */
    private static final String INDEXES = """
            SELECT n.nspname,
                   c.relname,
                   ic.relname,
                   (SELECT array_agg(a.attname::text ORDER BY k.ord)
                    FROM unnest(i.indkey::int2[]) WITH ORDINALITY k (num, ord)
                             JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.num
                    WHERE k.ord <= i.indnkeyatts),
                   (SELECT array_agg(pg_get_indexdef(i.indexrelid, k.ord::int, true) ORDER BY k.ord)
                    FROM unnest(i.indkey::int2[]) WITH ORDINALITY k (num, ord)
                    WHERE k.ord <= i.indnkeyatts AND k.num = 0),
                   (SELECT array_agg(a.attname::text)
                    FROM pg_depend d
                             JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
                    WHERE d.classid = 'pg_class'::regclass
                      AND d.objid = i.indexrelid
                      AND d.refclassid = 'pg_class'::regclass
                      AND d.refobjid = i.indrelid
                      AND d.refobjsubid > 0
                      AND d.refobjsubid <> ALL (coalesce((SELECT array_agg(k.num::int)
                                                          FROM unnest(i.indkey::int2[]) WITH ORDINALITY k (num, ord)
                                                          WHERE k.ord > i.indnkeyatts), '{}'))),
                   pg_get_expr(i.indpred, i.indrelid),
                   coalesce((to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false),
                   (SELECT array_agg(a.attname::text)
                    FROM pg_constraint con
                             CROSS JOIN unnest(con.conexclop) WITH ORDINALITY op (oid, ord)
                             JOIN pg_operator o ON o.oid = op.oid
                             JOIN unnest(i.indkey::int2[]) WITH ORDINALITY k (num, ord) ON k.ord = op.ord
                             JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.num
                    WHERE con.conindid = i.indexrelid
                      AND con.contype IN ('x', 'u', 'p')
                      AND o.oprname <> '=')
            FROM pg_index i
                     JOIN pg_class ic ON ic.oid = i.indexrelid
                     JOIN pg_class c ON c.oid = i.indrelid
                     JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE (i.indisunique OR i.indisexclusion)
              AND i.indisvalid
              AND (i.indisexclusion OR i.indpred IS NOT NULL OR i.indexprs IS NOT NULL)
              AND n.nspname !~ '^pg_'
              AND n.nspname <> 'information_schema'
            ORDER BY n.nspname, c.relname, ic.relname
            """;

    private static final String GENERATED_COLUMNS = """
            SELECT n.nspname,
                   c.relname,
                   a.attname,
                   pg_get_expr(e.adbin, e.adrelid, true),
                   (SELECT array_agg(used.attname::text)
                    FROM pg_depend d
                             JOIN pg_attribute used ON used.attrelid = d.refobjid AND used.attnum = d.refobjsubid
                    WHERE d.refclassid = 'pg_class'::regclass
                      AND d.refobjid = e.adrelid
                      AND d.refobjsubid <> e.adnum
                      AND (d.classid = 'pg_attrdef'::regclass AND d.objid = e.oid
                          OR d.classid = 'pg_class'::regclass AND d.objid = e.adrelid AND d.objsubid = e.adnum))
            FROM pg_attribute a
                     JOIN pg_attrdef e ON e.adrelid = a.attrelid AND e.adnum = a.attnum
                     JOIN pg_class c ON c.oid = a.attrelid
                     JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE a.attgenerated <> ''
              AND n.nspname !~ '^pg_'
              AND n.nspname <> 'information_schema'
            """;

    /** A column that an expression of the key uses depends on its own table, so that it cannot be dropped. */
    private static final String PARTITION_KEYS = """
            SELECT n.nspname, c.relname, a.attname
            FROM pg_partitioned_table p
                     JOIN pg_class c ON c.oid = p.partrelid
                     JOIN pg_namespace n ON n.oid = c.relnamespace
                     JOIN pg_attribute a ON a.attrelid = p.partrelid AND a.attnum > 0
            WHERE a.attnum = ANY (p.partattrs::int2[])
               OR EXISTS (SELECT
                          FROM pg_depend d
                          WHERE d.classid = 'pg_class'::regclass
                            AND d.objid = p.partrelid
                            AND d.objsubid = a.attnum
                            AND d.refclassid = 'pg_class'::regclass
                            AND d.refobjid = p.partrelid
                            AND d.refobjsubid = 0
                            AND d.deptype = 'i')
            """;

    /** All indexes that expressions or predicates compute from columns, and those whose entries have a longest size. */
    private static final String DERIVED_INDEXES = """
            SELECT n.nspname,
                   c.relname,
                   ic.relname,
                   am.amname = 'btree',
                   i.indexprs IS NOT NULL OR i.indpred IS NOT NULL,
                   (SELECT array_agg(a.attname::text)
                    FROM unnest(i.indkey::int2[]) k (num)
                             JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.num),
                   (SELECT array_agg(DISTINCT a.attname::text)
                    FROM pg_depend d
                             JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
                    WHERE d.classid = 'pg_class'::regclass
                      AND d.objid = i.indexrelid
                      AND d.refclassid = 'pg_class'::regclass
                      AND d.refobjid = i.indrelid
                      AND d.refobjsubid > 0)
            FROM pg_index i
                     JOIN pg_class ic ON ic.oid = i.indexrelid
                     JOIN pg_am am ON am.oid = ic.relam
                     JOIN pg_class c ON c.oid = i.indrelid
                     JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE i.indisvalid
              AND n.nspname !~ '^pg_'
              AND n.nspname <> 'information_schema'
            ORDER BY n.nspname, c.relname, ic.relname
            """;

    private final Connection connection;

    SourceStructure(Connection connection) {
        this.connection = connection;
    }

    List<DerivedIndex> derivedIndexes() {
        List<DerivedIndex> indexes = new ArrayList<>();
        SourceQueries.ask(connection, DERIVED_INDEXES, "indexes", row -> {
            while (row.next()) {
                indexes.add(new DerivedIndex(
                        row.getString(3),
                        new TableName(row.getString(1), row.getString(2)),
                        row.getBoolean(4),
                        row.getBoolean(5),
                        Set.copyOf(texts(row.getArray(6))),
                        Set.copyOf(texts(row.getArray(7)))));
            }
            return null;
        });
        return indexes;
    }

    List<UniqueIndex> otherUniqueIndexes() {
        List<UniqueIndex> indexes = new ArrayList<>();
        SourceQueries.ask(connection, INDEXES, "indexes", row -> {
            while (row.next()) {
                List<String> operated = texts(row.getArray(9));
                indexes.add(new UniqueIndex(
                        row.getString(3),
                        new TableName(row.getString(1), row.getString(2)),
                        texts(row.getArray(4)).stream()
                                .filter(column -> !operated.contains(column))
                                .toList(),
                        texts(row.getArray(5)),
                        Set.copyOf(texts(row.getArray(6))),
                        Optional.ofNullable(row.getString(7)),
                        !row.getBoolean(8),
                        operated));
            }
            return null;
        });
        return indexes;
    }

    Map<ColumnId, GeneratedColumn> generatedColumns() {
        Map<ColumnId, GeneratedColumn> generated = new HashMap<>();
        SourceQueries.ask(connection, GENERATED_COLUMNS, "generated columns", row -> {
            while (row.next()) {
                generated.put(
                        new ColumnId(new TableName(row.getString(1), row.getString(2)), row.getString(3)),
                        new GeneratedColumn(row.getString(4), Set.copyOf(texts(row.getArray(5)))));
            }
            return null;
        });
        return generated;
    }

    Map<TableName, Set<String>> partitionKeys() {
        Map<TableName, Set<String>> keys = new HashMap<>();
        SourceQueries.ask(connection, PARTITION_KEYS, "partition keys", row -> {
            while (row.next()) {
                keys.computeIfAbsent(new TableName(row.getString(1), row.getString(2)), table -> new HashSet<>())
                        .add(row.getString(3));
            }
            return null;
        });
        return keys;
    }

    private static List<String> texts(Array array) throws SQLException {
        return array == null ? List.of() : List.of((String[]) array.getArray());
    }
}
