package dev.dbsync.core.comparison;

import dev.dbsync.core.database.Column;
import dev.dbsync.core.database.Sql;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.problem.Problem;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Compares all rows of a table, or of partitions with the table that took their rows, by checksums that do not depend
 * on the rows' order. Reads both sides once, and of masked columns that promise distinct results their hashes in order.
 */
final class WholeComparison {

    private final RowComparison.Unit unit;
    private final List<ComparedTable> tables;
    private final ComparedTable any;
    private final RowHash hash;
    private final String to;

    /** @param tables those of the unit, with the same columns, at least one */
    WholeComparison(RowComparison.Unit unit, List<ComparedTable> tables, RowHash hash, String to) {
        this.unit = unit;
        this.tables = tables;
        this.any = tables.get(0);
        this.hash = hash;
        this.to = to;
    }

    TableVerdict compare(Connection source, Connection target) throws SQLException {
        String atSource = Checksum.sql(any.masked().size(), sent(table -> hashes(table, alias(table), true)));
        String atTarget =
                Checksum.sql(any.masked().size(), arrived(hashes(any, any.into().sql(), false)));
        BothSides<Checksum> both = BothSides.of(() -> read(source, atSource), () -> read(target, atTarget));
        List<Problem> problems = new ArrayList<>();
        if (!both.source().sameRows(both.target())) {
            problems.add(difference(source, target, both.source(), both.target()));
        }
        MaskedWhole masked = new MaskedWhole(unit.name().shown(), to + ": " + unit.into());
        for (int i = 0; i < any.masked().size(); i++) {
            int at = i;
            problems.addAll(masked.compare(
                    any.masked().get(at),
                    both.map(checksum -> checksum.masked().get(at)),
                    new MaskedWhole.Side(
                            source,
                            sent(table -> value(table, at, alias(table), sentAsMasked(table, at))),
                            any.masked().get(at).choice().isEmpty()
                                    ? Optional.empty()
                                    : Optional.of(
                                            sent(table -> value(table, at, alias(table), sentAsKept(table, at))))),
                    new MaskedWhole.Side(
                            target, arrived(value(any, at, any.into().sql(), "true")), Optional.empty())));
        }
        return new TableVerdict(
                unit.name(), TableVerdict.How.WHOLE, both.source().rows(), masked.values(), "", List.copyOf(problems));
    }

    /**
     * Of the row, then of each masked value, and of it once more where it was kept. At the target nobody knows any more
     * which ones were: conditions are for the source's rows.
     */
    private String hashes(ComparedTable table, String alias, boolean source) {
        return hash.row(table.plain(), alias) + " AS h"
                + IntStream.range(0, table.masked().size())
                        .mapToObj(i -> {
                            String folded = hash.folded(table.masked().get(i).column(), alias);
                            return ", " + (source ? only(folded, sentAsMasked(table, i)) : folded) + " AS m" + i + ", "
                                    + (source ? only(folded, sentAsKept(table, i)) : "NULL::bigint") + " AS k" + i;
                        })
                        .collect(Collectors.joining());
    }

    /** A value's hash and text, NULL where the condition does not hold. */
    private String value(ComparedTable table, int masked, String alias, String condition) {
        Column column = table.masked().get(masked).column();
        return only(hash.folded(column, alias), condition) + " AS f, " + RowHash.foldedText(column, alias) + " AS v";
    }

    private static String only(String hash, String condition) {
        return switch (condition) {
            case "true" -> hash;
            case "false" -> "NULL::bigint";
            default -> "CASE WHEN " + condition + " THEN " + hash + " END";
        };
    }

    private static String sentAsMasked(ComparedTable table, int masked) {
        return table.masked().get(masked).choice().orElse("true");
    }

    private static String sentAsKept(ComparedTable table, int masked) {
        return table.masked()
                .get(masked)
                .choice()
                .map(choice -> "NOT " + choice)
                .orElse("false");
    }

    private Checksum read(Connection connection, String sql) throws SQLException {
        return Checksum.read(connection, sql, any.masked().size());
    }

    private Problem difference(Connection source, Connection target, Checksum sent, Checksum arrived)
            throws SQLException {
        String name = unit.name().shown();
        String what = sent.rows() != arrived.rows()
                ? "The source has " + sent.rows() + " rows of " + name + ", and the target " + arrived.rows()
                : "The rows of " + name + " differ from the source" + where(columns(source, target));
        return new Problem(what, to + ": " + unit.into(), Differences.REMEDY);
    }

    private static String where(List<String> columns) {
        return columns.isEmpty()
                ? ": each column holds the right values, but in other rows"
                : " in " + String.join(", ", columns);
    }

    /** The columns that do not hold the same values, in whatever rows. */
    private List<String> columns(Connection source, Connection target) throws SQLException {
        String sums = IntStream.range(0, any.plain().size())
                .mapToObj(i -> "coalesce(sum(hashint8extended(c" + i + ", 0)), 0)")
                .collect(Collectors.joining(", ", "SELECT ", " FROM (%s) AS hashed"));
        String atSource = sums.formatted(sent(table -> hashes(table.plain(), alias(table))));
        String atTarget = sums.formatted(arrived(hashes(any.plain(), any.into().sql())));
        BothSides<List<BigDecimal>> both =
                BothSides.of(() -> numbers(source, atSource), () -> numbers(target, atTarget));
        return IntStream.range(0, any.plain().size())
                .filter(i -> !both.source().get(i).equals(both.target().get(i)))
                .mapToObj(i -> any.plain().get(i).name())
                .toList();
    }

    private String hashes(List<Column> columns, String alias) {
        return IntStream.range(0, columns.size())
                .mapToObj(i -> hash.row(List.of(columns.get(i)), alias) + " AS c" + i)
                .collect(Collectors.joining(", "));
    }

    private static List<BigDecimal> numbers(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            List<BigDecimal> numbers = new ArrayList<>();
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                numbers.add(row.getBigDecimal(i));
            }
            return numbers;
        }
    }

    /** Expressions over all rows of the source that were copied. */
    private String sent(Function<ComparedTable, String> expressions) {
        return tables.stream()
                .map(table -> "SELECT " + expressions.apply(table) + " FROM " + table.from() + table.where())
                .collect(Collectors.joining(" UNION ALL "));
    }

    /** Expressions over all rows of the target that came from there. */
    private String arrived(String expressions) {
        String apart = unit.apart().isEmpty()
                ? ""
                : " WHERE tableoid <> ALL (ARRAY["
                        + unit.apart().stream()
                                .map(TableName::sql)
                                .map(Sql::literal)
                                .map(name -> name + "::regclass::oid")
                                .collect(Collectors.joining(", "))
                        + "])";
        return "SELECT " + expressions + " FROM " + any.intoSql() + apart;
    }

    /** Without an alias, since a user's condition may name the table. */
    private static String alias(ComparedTable table) {
        return table.name().sql();
    }
}
