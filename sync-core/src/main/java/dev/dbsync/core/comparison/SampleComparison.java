package dev.dbsync.core.comparison;

import dev.dbsync.core.database.Column;
import dev.dbsync.core.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compares some rows of a table, one by one: each must be in the target exactly once, its plain columns equal, its
 * masked ones what their masks make of the source's values once more.
 */
final class SampleComparison {

    /** Of rows that differ, as many are looked at to name the columns. */
    private static final int EXAMINED = 100;

    private final ComparedTable table;
    private final RowHash hash;
    private final String to;
    private final double part;
    private final long seed;

    SampleComparison(ComparedTable table, RowHash hash, String to, double part, long seed) {
        this.table = table;
        this.hash = hash;
        this.to = to;
        this.part = part;
        this.seed = seed;
    }

    /**
     * What was compared.
     *
     * @param rows of the source
     * @param all whether these are all rows that it has
     * @param maskedValues that are not NULL
     */
    record Result(long rows, boolean all, long maskedValues, List<Problem> problems) {}

    Result compare(Connection source, Connection target) throws SQLException {
        SampledRows.Sample sample = new SampledRows(table, hash, part, seed).read(source);
        return sample.rows().isEmpty()
                ? new Result(0, sample.all(), 0, List.of())
                : new Run(sample, source, target).compare();
    }

    /** A comparison under way. */
    private final class Run {

        private final List<SampledRows.Row> rows;
        private final boolean all;
        private final Connection source;
        private final Connection target;
        private final int[] found;
        private final List<String[]> different = new ArrayList<>();
        private final Map<String, Integer> unmasked = new TreeMap<>();
        private final Map<String, Integer> mismasked = new TreeMap<>();
        private final Map<String, Integer> unkept = new TreeMap<>();
        private long maskedValues;

        Run(SampledRows.Sample sample, Connection source, Connection target) {
            this.rows = sample.rows();
            this.all = sample.all();
            this.source = source;
            this.target = target;
            this.found = new int[rows.size()];
        }

        Result compare() throws SQLException {
            new KeyLookup(table.intoSql(), table.key())
                    .select(
                            target,
                            expressions(),
                            rows.stream().map(SampledRows.Row::key).toList(),
                            masks(),
                            this::arrived);
            return new Result(rows.size(), all, maskedValues, problems());
        }

        private List<String> expressions() {
            List<String> expressions = new ArrayList<>();
            expressions.add(hash.row(table.plain(), "t"));
            for (int i = 0; i < table.masked().size(); i++) {
                Column column = table.masked().get(i).column();
                String arrived = RowHash.text(column, RowHash.reference(column, "t"));
                String expected = RowHash.text(column, "(k.m" + i + "::" + column.type() + ")");
                expressions.add(hash.folded(column, "t"));
                expressions.add(
                        "(" + arrived + ") COLLATE \"C\" IS NOT DISTINCT FROM (" + expected + ") COLLATE \"C\"");
            }
            return expressions;
        }

        /** What should have arrived. Of the source's values only those go to the target that are there anyway. */
        private List<KeyLookup.With> masks() {
            List<KeyLookup.With> masks = new ArrayList<>();
            for (int i = 0; i < table.masked().size(); i++) {
                int at = i;
                masks.add(new KeyLookup.With(
                        "m" + i,
                        rows.stream()
                                .map(row -> masked(at, row.masked().get(at)))
                                .toList()));
            }
            return masks;
        }

        private String masked(int at, SampledRows.Value value) {
            if (value.text() == null) {
                return null;
            }
            if (!value.masked()) {
                return value.text();
            }
            byte[] by = value.by() == null ? null : value.by().getBytes(StandardCharsets.UTF_8);
            byte[] masked = table.masked().get(at).mask().mask(value.text().getBytes(StandardCharsets.UTF_8), by);
            return masked == null ? null : new String(masked, StandardCharsets.UTF_8);
        }

        private void arrived(int number, ResultSet row) throws SQLException {
            SampledRows.Row sent = rows.get(number);
            found[number]++;
            if (row.getLong(2) != sent.hash()) {
                different.add(sent.key());
            }
            for (int i = 0; i < sent.masked().size(); i++) {
                Long folded = (Long) row.getObject(3 + 2 * i);
                examine(table.masked().get(i), sent.masked().get(i), folded, row.getBoolean(4 + 2 * i));
            }
        }

        /** @param asExpected means nothing where the value was too long to be masked once more */
        private void examine(ComparedTable.Masked column, SampledRows.Value sent, Long arrived, boolean asExpected) {
            String name = column.column().name();
            boolean tooLong = sent.folded() != null && sent.text() == null;
            boolean same = sent.folded() != null && sent.folded().equals(arrived);
            if (!sent.masked()) {
                if (tooLong ? !same : !asExpected) {
                    unkept.merge(name, 1, Integer::sum);
                }
                return;
            }
            maskedValues += sent.folded() == null ? 0 : 1;
            if (tooLong) {
                if (same && !column.promise().mayEqualInput()) {
                    unmasked.merge(name, 1, Integer::sum);
                } else if (arrived == null && !column.promise().mayBeNull()) {
                    mismasked.merge(name, 1, Integer::sum);
                }
            } else if (!asExpected) {
                (same ? unmasked : mismasked).merge(name, 1, Integer::sum);
            }
        }

        private List<Problem> problems() throws SQLException {
            List<Problem> problems = new ArrayList<>();
            long missing = 0;
            long several = 0;
            for (int times : found) {
                missing += times == 0 ? 1 : 0;
                several += times > 1 ? 1 : 0;
            }
            if (missing > 0) {
                problems.add(problem(ofSampled(missing) + " did not arrive", Differences.REMEDY));
            }
            if (several > 0) {
                problems.add(problem(ofSampled(several) + " arrived more than once", Differences.REMEDY));
            }
            if (!different.isEmpty()) {
                problems.add(problem(
                        ofSampled(different.size()) + " differ from the source in " + String.join(", ", columns()),
                        Differences.REMEDY));
            }
            unmasked.forEach((column, number) -> problems.add(problem(
                    ofSampled(number) + " hold the source's own value in the masked column " + column,
                    Differences.LEAK_REMEDY)));
            mismasked.forEach((column, number) -> problems.add(problem(
                    ofSampled(number) + " do not hold in " + column + " what its mask makes of the source's value",
                    Differences.MASK_REMEDY)));
            unkept.forEach((column, number) -> problems.add(problem(
                    ofSampled(number) + " do not hold in " + column
                            + " the source's value, which the condition of its rule keeps",
                    Differences.REMEDY)));
            return problems;
        }

        private String ofSampled(long number) {
            return number + " of " + rows.size() + " sampled rows of "
                    + table.name().shown();
        }

        private Problem problem(String what, String remedy) {
            return new Problem(what, to + ": " + table.into(), remedy);
        }

        /** Of the first rows that differ: the columns in which they do. */
        private List<String> columns() throws SQLException {
            List<String[]> keys = different.subList(0, Math.min(EXAMINED, different.size()));
            List<String> expressions = table.plain().stream()
                    .map(column -> hash.row(List.of(column), "t"))
                    .toList();
            long[][] sent = new long[keys.size()][];
            new KeyLookup(table.from(), table.key())
                    .select(source, expressions, keys, List.of(), (number, row) -> sent[number] = hashes(row));
            boolean[] differs = new boolean[expressions.size()];
            new KeyLookup(table.intoSql(), table.key()).select(target, expressions, keys, List.of(), (number, row) -> {
                long[] arrived = hashes(row);
                for (int i = 0; i < differs.length; i++) {
                    differs[i] |= sent[number] != null && arrived[i] != sent[number][i];
                }
            });
            List<String> names = new ArrayList<>();
            for (int i = 0; i < differs.length; i++) {
                if (differs[i]) {
                    names.add(table.plain().get(i).name());
                }
            }
            return names;
        }

        private long[] hashes(ResultSet row) throws SQLException {
            long[] hashes = new long[table.plain().size()];
            for (int i = 0; i < hashes.length; i++) {
                hashes[i] = row.getLong(2 + i);
            }
            return hashes;
        }
    }
}
