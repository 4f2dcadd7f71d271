package dev.dbsync.core.masking;

import dev.dbsync.core.database.Column;
import dev.dbsync.core.database.Sql;
import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.database.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Asks the source, each question once. */
final class SourceQueries implements SourceRows {

    private final Connection connection;
    private final Map<String, Number> answers = new HashMap<>();

    private final Map<List<String>, Optional<String>> complaints = new HashMap<>();
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
        return new SourceStructure(connection).otherUniqueIndexes();
    }

    @Override
    public List<DerivedIndex> derivedIndexes() {
        return new SourceStructure(connection).derivedIndexes();
    }

    @Override
    public Map<ColumnId, GeneratedColumn> generatedColumns() {
        return new SourceStructure(connection).generatedColumns();
    }

    @Override
    public Map<TableName, Set<String>> partitionKeys() {
        return new SourceStructure(connection).partitionKeys();
    }

    @Override
    public Optional<String> complaint(Column column, String value) {
        return complaints.computeIfAbsent(
                List.of(column.type(), value), asked -> new SourceConditions(connection).complaint(column, value));
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
                .map(column -> "(" + normal().mayChange(Sql.identifier(column.getKey())) + " AND " + column.getValue()
                        + " <> (" + Sql.identifier(column.getKey()) + ")::text COLLATE \"C\")")
                .collect(Collectors.joining(" OR "));
        String known = normalized.keySet().stream()
                .map(column -> Sql.identifier(column) + " IS NOT NULL")
                .collect(Collectors.joining(" AND "));
        // Of values that become the same, all but one change. Where none does, which is soon seen, none is grouped.
        // Not by EXISTS, for which the server reads with one process alone.
        String sql = """
                SELECT CASE WHEN (SELECT bool_or(%3$s) FROM %1$s WHERE %2$s)
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
                ? Stream.concat(index.columns().stream(), index.operated().stream())
                        .map(column -> Sql.identifier(column) + " IS NOT NULL")
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
        return ask(connection, sql, what, answer);
    }

    static <T> T ask(Connection connection, String sql, String what, Answer<T> answer) {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return answer.read(row);
        } catch (SQLException e) {
            throw SqlProblem.of(e, "Cannot read the source's " + what + " to check the masking rules", what, "");
        }
    }

    @FunctionalInterface
    interface Answer<T> {
        T read(ResultSet row) throws SQLException;
    }
}
