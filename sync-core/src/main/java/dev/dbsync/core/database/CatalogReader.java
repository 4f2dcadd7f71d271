package dev.dbsync.core.database;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a {@link Catalog} with four queries. */
final class CatalogReader {

    /** Schemas of users: not PostgreSQL's, not a session's temporary ones. */
    private static final String USER_SCHEMA = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'";

    private static final String TABLES = """
            SELECT c.oid::bigint,
                   n.nspname,
                   c.relname,
                   c.relkind,
                   c.relispartition,
                   c.relpersistence = 'u',
                   pn.nspname,
                   p.relname,
                   c.relrowsecurity,
                   e.extname,
                   greatest(c.reltuples, 0)::bigint,
                   CASE WHEN c.relkind = 'r' THEN pg_table_size(c.oid) ELSE 0 END
            FROM pg_class c
                     JOIN pg_namespace n ON n.oid = c.relnamespace
                     LEFT JOIN pg_inherits i ON i.inhrelid = c.oid AND i.inhseqno = 1
                     LEFT JOIN pg_class p ON p.oid = i.inhparent
                     LEFT JOIN pg_namespace pn ON pn.oid = p.relnamespace
                     LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'
                     LEFT JOIN pg_extension e ON e.oid = d.refobjid
            WHERE c.relkind IN ('r', 'p', 'f')
              AND %s
            ORDER BY n.nspname, c.relname
            """.formatted(USER_SCHEMA);

    /** The recursion takes a domain over a domain over a type down to the type. */
    private static final String COLUMNS = """
            WITH RECURSIVE base AS (
                SELECT t.oid AS typ, t.oid AS base, t.typtypmod AS typmod, t.typnotnull AS notnull
                FROM pg_type t
                WHERE t.typtype <> 'd'
                UNION ALL
                SELECT t.oid, b.base, CASE WHEN t.typtypmod >= 0 THEN t.typtypmod ELSE b.typmod END,
                       t.typnotnull OR b.notnull
                FROM pg_type t
                         JOIN base b ON b.typ = t.typbasetype
                WHERE t.typtype = 'd')
            SELECT a.attrelid::bigint,
                   a.attname,
                   format_type(a.atttypid, a.atttypmod),
                   format_type(b.base, NULL),
                   bt.typtype,
                   bt.typcategory = 'A' AND bt.typelem <> 0,
                   bt.typnamespace = 'pg_catalog'::regnamespace,
                   el.typnamespace = 'pg_catalog'::regnamespace AND el.typtype IN ('b', 'r', 'm'),
                   CASE
                       WHEN b.base IN ('varchar'::regtype, 'bpchar'::regtype)
                           AND greatest(a.atttypmod, b.typmod) >= 4
                           THEN greatest(a.atttypmod, b.typmod) - 4 END,
                   a.attnotnull OR b.notnull,
                   a.attgenerated <> '',
                   a.attidentity,
                   a.atthasdef,
                   col_description(a.attrelid, a.attnum)
            FROM pg_attribute a
                     JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p', 'f')
                     JOIN pg_namespace n ON n.oid = c.relnamespace
                     JOIN base b ON b.typ = a.atttypid
                     JOIN pg_type bt ON bt.oid = b.base
                     LEFT JOIN pg_type el ON el.oid = bt.typelem AND bt.typcategory = 'A'
            WHERE a.attnum > 0
              AND NOT a.attisdropped
              AND %s
            ORDER BY a.attrelid, a.attnum
            """.formatted(USER_SCHEMA);

    private static final String KEYS = """
            SELECT i.indrelid::bigint,
                   ic.relname,
                   (SELECT array_agg(a.attname::text ORDER BY k.ord)
                    FROM unnest(i.indkey::int2[]) WITH ORDINALITY k (num, ord)
                             JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.num
                    WHERE k.ord <= i.indnkeyatts),
                   i.indisprimary,
                   coalesce((to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false),
                   NOT i.indimmediate
            FROM pg_index i
                     JOIN pg_class ic ON ic.oid = i.indexrelid
                     JOIN pg_class c ON c.oid = i.indrelid
                     JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE i.indisunique
              AND i.indisvalid
              AND i.indpred IS NULL
              AND i.indexprs IS NULL
              AND %s
            ORDER BY i.indrelid, NOT i.indisprimary, ic.relname
            """.formatted(USER_SCHEMA);

    private static final String FOREIGN_KEYS = """
            SELECT k.conname,
                   n.nspname,
                   c.relname,
                   (SELECT array_agg(a.attname::text ORDER BY x.ord)
                    FROM unnest(k.conkey) WITH ORDINALITY x (num, ord)
                             JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = x.num),
                   tn.nspname,
                   t.relname,
                   (SELECT array_agg(a.attname::text ORDER BY x.ord)
                    FROM unnest(k.confkey) WITH ORDINALITY x (num, ord)
                             JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = x.num),
                   k.condeferrable,
                   pg_get_constraintdef(k.oid)
            FROM pg_constraint k
                     JOIN pg_class c ON c.oid = k.conrelid
                     JOIN pg_namespace n ON n.oid = c.relnamespace
                     JOIN pg_class t ON t.oid = k.confrelid
                     JOIN pg_namespace tn ON tn.oid = t.relnamespace
            WHERE k.contype = 'f'
              AND k.conparentid = 0
              AND %s
            ORDER BY n.nspname, c.relname, k.conname
            """.formatted(USER_SCHEMA);

    private static final String SEQUENCES = """
            SELECT n.nspname, c.relname, tn.nspname, t.relname, a.attname, e.extname
            FROM pg_class c
                     JOIN pg_namespace n ON n.oid = c.relnamespace
                     LEFT JOIN pg_depend o ON o.classid = 'pg_class'::regclass AND o.objid = c.oid
                AND o.refclassid = 'pg_class'::regclass AND o.refobjsubid > 0 AND o.deptype IN ('a', 'i')
                     LEFT JOIN pg_class t ON t.oid = o.refobjid
                     LEFT JOIN pg_namespace tn ON tn.oid = t.relnamespace
                     LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = o.refobjsubid
                     LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'
                     LEFT JOIN pg_extension e ON e.oid = d.refobjid
            WHERE c.relkind = 'S'
              AND %s
            ORDER BY n.nspname, c.relname
            """.formatted(USER_SCHEMA);

    private CatalogReader() {}

    static Catalog read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            Map<Long, List<Column>> columns = columns(statement);
            Map<Long, List<Key>> keys = keys(statement);
            return new Catalog(tables(statement, columns, keys), foreignKeys(statement), sequences(statement));
        }
    }

    private static List<Table> tables(Statement statement, Map<Long, List<Column>> columns, Map<Long, List<Key>> keys)
            throws SQLException {
        List<Table> tables = new ArrayList<>();
        try (ResultSet row = statement.executeQuery(TABLES)) {
            while (row.next()) {
                long oid = row.getLong(1);
                tables.add(new Table(
                        new TableName(row.getString(2), row.getString(3)),
                        kind(row.getString(4), row.getBoolean(5), row.getBoolean(6)),
                        name(row.getString(7), row.getString(8)),
                        List.copyOf(columns.getOrDefault(oid, List.of())),
                        List.copyOf(keys.getOrDefault(oid, List.of())),
                        row.getBoolean(9),
                        Optional.ofNullable(row.getString(10)),
                        row.getLong(11),
                        row.getLong(12)));
            }
        }
        tables.sort(Comparator.comparing(Table::name));
        return List.copyOf(tables);
    }

    private static Map<Long, List<Column>> columns(Statement statement) throws SQLException {
        Map<Long, List<Column>> columns = new HashMap<>();
        try (ResultSet row = statement.executeQuery(COLUMNS)) {
            while (row.next()) {
                int maxLength = row.getInt(9);
                Optional<Integer> limit = row.wasNull() ? Optional.empty() : Optional.of(maxLength);
                columns.computeIfAbsent(row.getLong(1), oid -> new ArrayList<>())
                        .add(new Column(
                                row.getString(2),
                                row.getString(3),
                                row.getString(4),
                                typeKind(row.getString(5), row.getBoolean(6), row.getBoolean(7), row.getBoolean(8)),
                                limit,
                                row.getBoolean(10),
                                row.getBoolean(11),
                                identity(row.getString(12)),
                                row.getBoolean(13),
                                Optional.ofNullable(row.getString(14))));
            }
        }
        return columns;
    }

    private static Map<Long, List<Key>> keys(Statement statement) throws SQLException {
        Map<Long, List<Key>> keys = new HashMap<>();
        try (ResultSet row = statement.executeQuery(KEYS)) {
            while (row.next()) {
                keys.computeIfAbsent(row.getLong(1), oid -> new ArrayList<>())
                        .add(new Key(
                                row.getString(2),
                                texts(row.getArray(3)),
                                row.getBoolean(4),
                                !row.getBoolean(5),
                                row.getBoolean(6)));
            }
        }
        return keys;
    }

    private static List<ForeignKey> foreignKeys(Statement statement) throws SQLException {
        List<ForeignKey> foreignKeys = new ArrayList<>();
        try (ResultSet row = statement.executeQuery(FOREIGN_KEYS)) {
            while (row.next()) {
                foreignKeys.add(new ForeignKey(
                        row.getString(1),
                        new TableName(row.getString(2), row.getString(3)),
                        texts(row.getArray(4)),
                        new TableName(row.getString(5), row.getString(6)),
                        texts(row.getArray(7)),
                        row.getBoolean(8),
                        row.getString(9)));
            }
        }
        return List.copyOf(foreignKeys);
    }

    private static List<Sequence> sequences(Statement statement) throws SQLException {
        List<Sequence> sequences = new ArrayList<>();
        try (ResultSet row = statement.executeQuery(SEQUENCES)) {
            while (row.next()) {
                sequences.add(new Sequence(
                        new TableName(row.getString(1), row.getString(2)),
                        name(row.getString(3), row.getString(4)),
                        Optional.ofNullable(row.getString(5)),
                        Optional.ofNullable(row.getString(6))));
            }
        }
        return List.copyOf(sequences);
    }

    private static Optional<TableName> name(String schema, String name) {
        return schema == null ? Optional.empty() : Optional.of(new TableName(schema, name));
    }

    private static List<String> texts(Array array) throws SQLException {
        return array == null ? List.of() : List.of((String[]) array.getArray());
    }

    private static Table.Kind kind(String relkind, boolean partition, boolean unlogged) {
        if (relkind.equals("f")) {
            return Table.Kind.FOREIGN;
        }
        if (relkind.equals("p")) {
            return partition ? Table.Kind.SUB_PARTITIONED : Table.Kind.PARTITIONED;
        }
        if (partition) {
            return Table.Kind.PARTITION;
        }
        return unlogged ? Table.Kind.UNLOGGED : Table.Kind.ORDINARY;
    }

    private static Column.TypeKind typeKind(String typtype, boolean array, boolean builtIn, boolean elementBuiltIn) {
        if (array) {
            return elementBuiltIn ? Column.TypeKind.ARRAY_OF_BUILT_IN : Column.TypeKind.ARRAY_OF_OTHER;
        }
        return switch (typtype) {
            case "e" -> Column.TypeKind.ENUM;
            case "c" -> Column.TypeKind.COMPOSITE;
            case "r", "m" -> Column.TypeKind.RANGE;
            default -> builtIn ? Column.TypeKind.BUILT_IN : Column.TypeKind.OTHER;
        };
    }

    private static Column.Identity identity(String attidentity) {
        return switch (attidentity) {
            case "a" -> Column.Identity.ALWAYS;
            case "d" -> Column.Identity.BY_DEFAULT;
            default -> Column.Identity.NONE;
        };
    }
}
