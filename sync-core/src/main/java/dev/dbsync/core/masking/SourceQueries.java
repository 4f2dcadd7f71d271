package dev.dbsync.core.masking;

import dev.dbsync.core.database.Column;
import dev.dbsync.core.database.Sql;
import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.database.TableName;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Asks the source, each question once. */
final class SourceQueries implements SourceRows {

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
                   coalesce((to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false)
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

    private final Connection connection;
    private final Map<String, Number> answers = new HashMap<>();

    private Optional<NormalSql> normal = Optional.empty();

    SourceQueries(Connection connection) {
        this.connection = connection;
    }

    @Override
    public Optional<String> unsayable(Normalization normalization) {
        return normal().unsayable(normalization);
    }

    @Override
    public Optional<String> complaint(TableName table, String condition) {
        return new SourceConditions(connection).complaint(table, condition);
    }

    @Override
    public boolean speaksOfNothingBut(TableName table, Column column, String condition) {
        return new SourceConditions(connection).speaksOfNothingBut(table, column, condition);
    }

    private NormalSql normal() {
        if (normal.isEmpty()) {
            normal = Optional.of(ask("SELECT getdatabaseencoding()", "encoding", row -> {
                row.next();
                return new NormalSql(row.getString(1));
            }));
        }
        return normal.get();
    }

    @Override
    public List<UniqueIndex> otherUniqueIndexes() {
        List<UniqueIndex> indexes = new ArrayList<>();
        ask(INDEXES, "indexes", row -> {
            while (row.next()) {
                indexes.add(new UniqueIndex(
                        row.getString(3),
                        new TableName(row.getString(1), row.getString(2)),
                        texts(row.getArray(4)),
                        texts(row.getArray(5)),
                        Set.copyOf(texts(row.getArray(6))),
                        Optional.ofNullable(row.getString(7)),
                        !row.getBoolean(8)));
            }
            return null;
        });
        return indexes;
    }

    @Override
    public Map<ColumnId, GeneratedColumn> generatedColumns() {
        Map<ColumnId, GeneratedColumn> generated = new HashMap<>();
        ask(GENERATED_COLUMNS, "generated columns", row -> {
            while (row.next()) {
                generated.put(
                        new ColumnId(new TableName(row.getString(1), row.getString(2)), row.getString(3)),
                        new GeneratedColumn(row.getString(4), Set.copyOf(texts(row.getArray(5)))));
            }
            return null;
        });
        return generated;
    }

    @Override
    public Map<TableName, Set<String>> partitionKeys() {
        Map<TableName, Set<String>> keys = new HashMap<>();
        ask(PARTITION_KEYS, "partition keys", row -> {
            while (row.next()) {
                keys.computeIfAbsent(new TableName(row.getString(1), row.getString(2)), table -> new HashSet<>())
                        .add(row.getString(3));
            }
            return null;
        });
        return keys;
    }

    @Override
    public long count(TableName table) {
        return once("SELECT count(*) FROM " + table.sql(), table).longValue();
    }

    @Override
    public double pairsAlike(UniqueIndex index, Map<String, Normalization> columns) {
        String grouped = columns.entrySet().stream()
                .map(column -> compared(index, column.getKey(), column.getValue()))
                .collect(Collectors.joining(", "));
        String sql = """
                SELECT coalesce(sum(alike * (alike - 1) / 2), 0)
                FROM (SELECT count(*)::numeric AS alike
                      FROM %s
                      WHERE %s
                      GROUP BY %s) AS groups
                """.formatted(index.table().sql(), predicate(index), grouped);
        return once(sql, index.table()).doubleValue();
    }

    private String compared(UniqueIndex index, String column, Normalization normalization) {
        String identifier = Sql.identifier(column);
        return index.use(column) == UniqueIndex.Use.FOLDED
                ? "lower(" + identifier + "::text)"
                : normal().of(normalization, identifier);
    }

    @Override
    public long merged(UniqueIndex index, Map<String, Normalization> columns) {
        Map<String, String> normalized = new TreeMap<>();
        columns.forEach((column, form) -> normalized.put(column, normal().of(form, Sql.identifier(column))));
        List<String> grouped = new ArrayList<>(normalized.values());
        index.columns().stream()
                .filter(column -> !normalized.containsKey(column))
                .map(Sql::identifier)
                .forEach(grouped::add);
        index.expressions().stream()
                .filter(expression -> columns.keySet().stream().noneMatch(column -> index.folds(expression, column)))
                .forEach(grouped::add);
        String changes = normalized.entrySet().stream()
                .map(column -> column.getValue() + " <> (" + Sql.identifier(column.getKey()) + ")::text COLLATE \"C\"")
                .collect(Collectors.joining(" OR "));
        String known = normalized.keySet().stream()
                .map(column -> Sql.identifier(column) + " IS NOT NULL")
                .collect(Collectors.joining(" AND "));
        // Of values that become the same, all but one change. Where none does, which is soon seen, none is grouped.
        String sql = """
                SELECT CASE WHEN EXISTS (SELECT FROM %1$s WHERE %2$s AND (%3$s))
                       THEN (SELECT coalesce(sum(alike), 0)
                             FROM (SELECT count(*) AS alike
                                   FROM %1$s
                                   WHERE %2$s AND %4$s
                                   GROUP BY %5$s
                                   HAVING count(*) > 1) AS groups)
                       ELSE 0 END
                """.formatted(index.table().sql(), predicate(index), changes, known, String.join(", ", grouped));
        return once(sql, index.table()).longValue();
    }

    /** The rows that the index keeps apart. */
    private static String predicate(UniqueIndex index) {
        Stream<String> notNull = index.nullsDistinct()
                ? index.columns().stream().map(column -> Sql.identifier(column) + " IS NOT NULL")
                : Stream.of();
        return Stream.of(Stream.of("true"), index.predicate().stream().map(text -> "(" + text + ")"), notNull)
                .flatMap(part -> part)
                .collect(Collectors.joining(" AND "));
    }

    private Number once(String sql, TableName table) {
        Number known = answers.get(sql);
        if (known == null) {
            known = ask(sql, "rows of " + table.shown(), row -> {
                row.next();
                return row.getBigDecimal(1);
            });
            answers.put(sql, known);
        }
        return known;
    }

    private <T> T ask(String sql, String what, Answer<T> answer) {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return answer.read(row);
        } catch (SQLException e) {
            throw SqlProblem.of(e, "Cannot read the source's " + what + " to check the masking rules", what, "");
        }
    }

    private static List<String> texts(Array array) throws SQLException {
        return array == null ? List.of() : List.of((String[]) array.getArray());
    }

    @FunctionalInterface
    private interface Answer<T> {
        T read(ResultSet row) throws SQLException;
    }
}
