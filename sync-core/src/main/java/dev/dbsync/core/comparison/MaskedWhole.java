package dev.dbsync.core.comparison;

import dev.dbsync.core.database.Column;
import dev.dbsync.core.masking.OutputPromise;
import dev.dbsync.core.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What all values of a masked column together prove, where no row can be found by a key or not every row is: NULLs are
 * as many as they should be, one result is one result, and where the mask promises so many results that chance is out
 * of the question, different values have different results, and no value of the source is in the target.
 */
final class MaskedWhole {

    /** Below this probability, chance is out of the question. */
    private static final double NO_CHANCE = 1e-6;

    private static final int FETCH = 10_000;

    /** Hashes that both sides have, of which so many are looked at. */
    private static final int EXAMINED = 1_000;

    private final String table;
    private final String place;
    private long values;

    MaskedWhole(String table, String place) {
        this.table = table;
        this.place = place;
    }

    /** Values of the source that were compared, NULLs left out. */
    long values() {
        return values;
    }

    /**
     * Where the values are.
     *
     * @param values a query for the hash of each masked value as {@code f}, and its text as {@code v}; of the target it
     *     is for all values, be they masked or kept
     * @param kept the same for values that the condition of a rule kept as they are; empty where it has none
     */
    record Side(Connection connection, String values, Optional<String> kept) {}

    List<Problem> compare(ComparedTable.Masked masked, BothSides<Checksum.Values> numbers, Side source, Side target)
            throws SQLException {
        String name = masked.column().name();
        OutputPromise promise = masked.promise();
        long before = numbers.source().number();
        long kept = numbers.source().kept();
        long after = numbers.target().number() - kept;
        values += before;
        List<Problem> problems = new ArrayList<>();
        if (!isRightNumber(promise, before, after)) {
            problems.add(new Problem(
                    "The column " + name + " of " + table + " holds " + (before + kept) + " values in the source, and "
                            + (after + kept) + " in the target",
                    place,
                    Differences.REMEDY));
        }
        if (kept > 0) {
            problems.addAll(kept(source, target, name));
        }
        if (promise.isOne() && kept == 0 && !numbers.target().isOne()) {
            problems.add(new Problem(
                    "The column " + name + " of " + table + " holds several values, and its mask makes only one",
                    place,
                    Differences.LEAK_REMEDY));
        }
        if (isUnlikely(promise, before, after + kept)) {
            problems.addAll(distinct(source, target, masked));
        }
        return problems;
    }

    /** Each value that a condition kept must be there. */
    private List<Problem> kept(Side source, Side target, String column) throws SQLException {
        Merge merge = new Merge();
        inTransaction(target.connection(), () -> {
            BothSides<Hashes> both = BothSides.of(
                    () -> new Hashes(source.connection(), source.kept().orElseThrow()), () -> new Hashes(target));
            try (Hashes before = both.source();
                    Hashes after = both.target()) {
                merge.run(before, after);
            }
        });
        long missing = merge.before - merge.common;
        return missing == 0
                ? List.of()
                : List.of(new Problem(
                        "The column " + column + " of " + table + " lacks " + missing
                                + " values that the condition of its rule keeps",
                        place,
                        Differences.REMEDY));
    }

    private static boolean isRightNumber(OutputPromise promise, long before, long after) {
        if (!promise.mayBeNull()) {
            return after == before;
        }
        return promise.givesNothing() ? after == 0 : after <= before;
    }

    /** Whether two results are alike, or a result is a value of the source, only when something went wrong. */
    private static boolean isUnlikely(OutputPromise promise, double before, double after) {
        return Double.isFinite(promise.outputs())
                && !promise.mayEqualInput()
                && !promise.mayBeNull()
                && before * Math.max(before, after) / promise.outputs() < NO_CHANCE;
    }

    private List<Problem> distinct(Side source, Side target, ComparedTable.Masked masked) throws SQLException {
        Merge merge = new Merge();
        inTransaction(target.connection(), () -> {
            BothSides<Hashes> both = BothSides.of(() -> new Hashes(source), () -> new Hashes(target));
            try (Hashes before = both.source();
                    Hashes after = both.target()) {
                merge.run(before, after);
            }
        });
        String name = masked.column().name();
        List<Problem> problems = new ArrayList<>();
        boolean merged = merge.after < merge.before
                && !foldsMore(masked.column())
                && merge.before - merge.after > normalizable(source);
        if (merged) {
            problems.add(new Problem(
                    "The column " + name + " of " + table + " holds " + merge.before
                            + " different values in the source, and only " + merge.after + " in the target",
                    place,
                    Differences.MASK_REMEDY));
        }
        long survivors = merge.both.isEmpty() ? 0 : survivors(source, target, masked, merge.both);
        if (survivors > 0) {
            problems.add(new Problem(
                    "The masked column " + name + " of " + table + " holds values of the source: "
                            + (merge.both.size() == EXAMINED ? "at least " : "") + survivors,
                    place,
                    Differences.LEAK_REMEDY));
        }
        return problems;
    }

    /** Letters of all languages lose their case in citext; here only those of ASCII do. */
    private static boolean foldsMore(Column column) {
        return column.baseType().equals("citext") || column.baseType().endsWith(".citext");
    }

    /**
     * How many different values of the source a mask may have taken for others, by normalizing them first: white space
     * at their ends, and letters that are not of ASCII. Their case was folded before.
     */
    private static long normalizable(Side source) throws SQLException {
        try (Statement statement = source.connection().createStatement();
                ResultSet row = statement.executeQuery("SELECT count(DISTINCT f) FROM (" + source.values()
                        + ") AS folded WHERE octet_length(convert_to(v, 'UTF8')) <> length(v) OR v ~ '^\\s|\\s$'")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Of the values that both sides seem to hold: how many do so although their mask makes something else of them. */
    private long survivors(Side source, Side target, ComparedTable.Masked masked, List<Long> hashes)
            throws SQLException {
        Set<String> there = texts(source, source.values(), hashes);
        there.retainAll(texts(target, target.values(), hashes));
        if (source.kept().isPresent()) {
            // What one row masks another one may keep.
            there.removeAll(texts(source, source.kept().get(), hashes));
        }
        return there.stream()
                .filter(text -> {
                    byte[] result = masked.mask().mask(text.getBytes(StandardCharsets.UTF_8));
                    return result == null || !new String(result, StandardCharsets.UTF_8).equalsIgnoreCase(text);
                })
                .count();
    }

    private static Set<String> texts(Side side, String values, List<Long> hashes) throws SQLException {
        Set<String> texts = new HashSet<>();
        String list = String.join(",", hashes.stream().map(String::valueOf).toList());
        try (Statement statement = side.connection().createStatement();
                ResultSet row = statement.executeQuery("SELECT DISTINCT v FROM (" + values
                        + ") AS folded WHERE f = ANY ('{" + list + "}'::bigint[]) LIMIT " + EXAMINED)) {
            while (row.next()) {
                texts.add(row.getString(1));
            }
        }
        return texts;
    }

    /** In autocommit the driver would read all rows into memory. */
    private static void inTransaction(Connection connection, Work work) throws SQLException {
        if (!connection.getAutoCommit()) {
            work.run();
            return;
        }
        connection.setAutoCommit(false);
        try {
            work.run();
            connection.commit();
        } finally {
            connection.setAutoCommit(true);
        }
    }

    @FunctionalInterface
    private interface Work {
        void run() throws SQLException;
    }

    /** Two ordered streams side by side. */
    private static final class Merge {

        private final List<Long> both = new ArrayList<>();
        private long before;
        private long after;
        private long common;

        void run(Hashes source, Hashes target) throws SQLException {
            OptionalLong left = source.next();
            OptionalLong right = target.next();
            while (left.isPresent() || right.isPresent()) {
                int order =
                        left.isEmpty() ? 1 : right.isEmpty() ? -1 : Long.compare(left.getAsLong(), right.getAsLong());
                common += order == 0 ? 1 : 0;
                if (order == 0 && both.size() < EXAMINED) {
                    both.add(left.getAsLong());
                }
                if (order <= 0) {
                    before++;
                    left = source.next();
                }
                if (order >= 0) {
                    after++;
                    right = target.next();
                }
            }
        }
    }

    /** The different hashes of a column in their order, a block of them in memory at a time. */
    private static final class Hashes implements AutoCloseable {

        private final Statement statement;
        private final ResultSet row;

        Hashes(Side side) throws SQLException {
            this(side.connection(), side.values());
        }

        Hashes(Connection connection, String values) throws SQLException {
            statement = connection.createStatement();
            statement.setFetchSize(FETCH);
            row = statement.executeQuery(
                    "SELECT DISTINCT f FROM (" + values + ") AS folded WHERE f IS NOT NULL ORDER BY f");
        }

        OptionalLong next() throws SQLException {
            return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
        }

        @Override
        public void close() throws SQLException {
            statement.close();
        }
    }
}
