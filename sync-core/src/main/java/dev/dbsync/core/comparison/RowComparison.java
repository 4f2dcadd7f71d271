package dev.dbsync.core.comparison;

import dev.dbsync.core.config.PullConfig.Verify;
import dev.dbsync.core.database.CatalogView;
import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.masking.MaskingPolicy;
import dev.dbsync.core.problem.Problem;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Compares what arrived with what was sent: the rows of the target with those of the snapshot that they were copied
 * from. Rows are matched by key or compared as a whole; plain columns must be equal, and masked ones must hold what
 * their masks make of the source's values. Writes nothing, and no message of it holds a value. Thread-safe.
 *
 * <p>Only for tables that were copied under the very snapshot that the source's session sees, and once the target has
 * its indexes again.
 */
public final class RowComparison {

    /** Up to here, a table in which no row can be found by a key is compared as a whole, in bytes. */
    private static final long SMALL = 8_000_000;

    private final Verify verify;
    private final CatalogView source;
    private final CatalogView target;
    private final MaskingPolicy masking;
    private final String to;
    private final long seed;
    private volatile Optional<RowHash> hash = Optional.empty();

    /**
     * @param source as it was when the snapshot was joined
     * @param target with the indexes that it has when it is verified
     * @param to the target, for messages
     * @param seed chooses the rows of a sample
     */
    public RowComparison(
            Verify verify, CatalogView source, CatalogView target, MaskingPolicy masking, String to, long seed) {
        this.verify = verify;
        this.source = source;
        this.target = target;
        this.masking = masking;
        this.to = to;
        this.seed = seed;
    }

    /**
     * What is compared at once: a table with the one that it went to, or all partitions whose rows were distributed
     * anew, with the partitioned table that did so.
     *
     * @param tables of the source
     * @param into in the target
     * @param apart partitions of it that hold the rows of other units
     * @param sampled the part of a whole sample that each of the tables gets, so that a thousand partitions cost as
     *     much as one table
     */
    public record Unit(List<SentTable> tables, TableName into, Set<TableName> apart, double sampled) {

        /** For messages. */
        public TableName name() {
            return tables.size() == 1 ? tables.get(0).name() : into;
        }
    }

    /** Everything that was copied, each row in one unit. */
    public static List<Unit> units(Collection<SentTable> sent, CatalogView source, CatalogView target) {
        Map<TableName, List<SentTable>> byTarget = new LinkedHashMap<>();
        Map<TableName, Integer> byTree = new LinkedHashMap<>();
        for (SentTable table : sent) {
            byTarget.computeIfAbsent(table.into(), into -> new ArrayList<>()).add(table);
            byTree.merge(tree(source, table.name()), 1, Integer::sum);
        }
        List<Unit> units = new ArrayList<>();
        byTarget.forEach((into, tables) -> {
            Set<TableName> apart = new HashSet<>(byTarget.keySet());
            apart.removeIf(other -> other.equals(into) || !isBelow(target, other, into));
            units.add(new Unit(
                    List.copyOf(tables),
                    into,
                    Set.copyOf(apart),
                    1.0 / byTree.get(tree(source, tables.get(0).name()))));
        });
        return units;
    }

    /**
     * @param reading in a transaction of the snapshot that was copied
     * @param written to the target; what was loaded must be visible to it
     * @return what was compared and what differs
     * @throws dev.dbsync.core.problem.SyncException when either side cannot be read
     */
    public TableVerdict compare(Connection reading, Connection written, Unit unit) {
        if (verify == Verify.COUNTS) {
            return new TableVerdict(unit.name(), TableVerdict.How.COUNTED, 0, 0, "", List.of());
        }
        List<ComparedTable> tables = unit.tables().stream()
                .map(table -> ComparedTable.of(table, source, target, masking))
                .toList();
        try {
            RowHash agreed = agreed(reading, written);
            return verify == Verify.FULL
                    ? full(reading, written, unit, tables, agreed)
                    : sampled(reading, written, unit, tables, agreed);
        } catch (SQLException e) {
            throw SqlProblem.of(e, "Cannot compare the rows of " + unit.name().shown(), to + ": " + unit.into(), "");
        }
    }

    /** By key where there is one; otherwise as a whole, if that costs little. */
    private TableVerdict sampled(
            Connection reading, Connection written, Unit unit, List<ComparedTable> tables, RowHash agreed)
            throws SQLException {
        if (tables.stream().noneMatch(table -> table.key().isEmpty())) {
            return byKey(reading, written, unit, tables, agreed);
        }
        if (tables.stream().mapToLong(ComparedTable::bytes).sum() <= SMALL) {
            return new WholeComparison(unit, tables, agreed, to).compare(reading, written);
        }
        return new TableVerdict(
                unit.name(),
                TableVerdict.How.COUNTED,
                0,
                0,
                "no key that is unique, never NULL and not masked on both sides finds a row, and it is too large to be"
                        + " compared as a whole",
                List.of());
    }

    private TableVerdict byKey(
            Connection reading, Connection written, Unit unit, List<ComparedTable> tables, RowHash agreed)
            throws SQLException {
        long rows = 0;
        long maskedValues = 0;
        boolean all = true;
        List<Problem> problems = new ArrayList<>();
        for (ComparedTable table : tables) {
            SampleComparison.Result found =
                    new SampleComparison(table, agreed, to, unit.sampled(), seed).compare(reading, written);
            rows += found.rows();
            all &= found.all();
            maskedValues += found.maskedValues();
            problems.addAll(found.problems());
        }
        return rows == 0 && !all
                ? new TableVerdict(
                        unit.name(), TableVerdict.How.COUNTED, 0, 0, "no row was found where it was sampled", problems)
                : new TableVerdict(unit.name(), TableVerdict.How.BY_KEY, rows, maskedValues, "", problems);
    }

    /** All of it; masked values moreover by key, since a checksum of them proves little. */
    private TableVerdict full(
            Connection reading, Connection written, Unit unit, List<ComparedTable> tables, RowHash agreed)
            throws SQLException {
        TableVerdict whole = new WholeComparison(unit, tables, agreed, to).compare(reading, written);
        boolean masked = tables.stream()
                .anyMatch(table -> !table.masked().isEmpty() && !table.key().isEmpty());
        if (!masked) {
            return whole;
        }
        TableVerdict sample = byKey(
                reading,
                written,
                unit,
                tables.stream().filter(table -> !table.key().isEmpty()).toList(),
                agreed);
        List<Problem> problems = new ArrayList<>(whole.problems());
        problems.addAll(sample.problems());
        return new TableVerdict(unit.name(), TableVerdict.How.WHOLE, whole.rows(), sample.maskedValues(), "", problems);
    }

    private RowHash agreed(Connection reading, Connection written) throws SQLException {
        if (hash.isEmpty()) {
            hash = Optional.of(RowHash.agreed(reading, written));
        }
        return hash.get();
    }

    private static TableName tree(CatalogView view, TableName table) {
        return view.catalog()
                .table(table)
                .map(found -> view.partitions().root(found).name())
                .orElse(table);
    }

    private static boolean isBelow(CatalogView view, TableName partition, TableName above) {
        return view.catalog()
                .table(partition)
                .map(found -> view.partitions().upwards(found).stream()
                        .anyMatch(each -> each.name().equals(above)))
                .orElse(false);
    }
}
