package dev.dbsync.core.masking;

import dev.dbsync.core.database.TableName;
import dev.dbsync.core.event.EventSink;
import java.sql.Connection;
import java.util.List;
import java.util.Map;

/**
 * The masks of every column that is copied, once all rules were found to hold against the catalogs. Immutable; its
 * masks may be used from several threads.
 */
public final class MaskingPolicy {

    private final Map<TableName, Map<String, ColumnMask>> masks;
    private final Map<TableName, Map<String, OutputPromise>> promises;
    private final Map<TableName, Map<String, MaskInputs>> inputs;
    private final List<ColumnRule> rules;
    private final List<ColumnRule> kept;
    private final Map<TableName, Map<String, ColumnDecision>> columns;
    private final List<Derived> derived;
    private final MaskingKey key;

    MaskingPolicy(
            Map<TableName, Map<String, ColumnMask>> masks,
            Map<TableName, Map<String, OutputPromise>> promises,
            Map<TableName, Map<String, MaskInputs>> inputs,
            List<ColumnRule> rules,
            List<ColumnRule> kept,
            Map<TableName, Map<String, ColumnDecision>> columns,
            List<Derived> derived,
            MaskingKey key) {
        this.masks = masks;
        this.promises = promises;
        this.inputs = inputs;
        this.rules = rules;
        this.kept = kept;
        this.columns = columns;
        this.derived = List.copyOf(derived);
        this.key = key;
    }

    /**
     * Checks the rules against the catalogs, and where a unique index is at stake against the rows.
     *
     * @param source a connection to the source inside the read-only transaction whose snapshot will be copied, or one
     *     like it; only read from
     * @param events hears a warning where {@code unclassified: keep} lets columns out as they are
     * @throws dev.dbsync.core.problem.RefusedException with every problem there is: rules that name nothing or do not
     *     fit, and columns without a rule
     */
    public static MaskingPolicy of(MaskingScope scope, MaskingKey key, Connection source, EventSink events) {
        return of(scope, key, new SourceQueries(source), events);
    }

    static MaskingPolicy of(MaskingScope scope, MaskingKey key, SourceRows rows, EventSink events) {
        return new PolicyPlanner(scope, key, Strategies.discover(), rows, events).plan();
    }

    /**
     * The masks of a table by column; columns that are copied as they are have none.
     *
     * @param table one of the selected tables, a partition of one, or a table that one is a partition of
     * @throws IllegalArgumentException for any other table: it was not checked
     */
    public Map<String, ColumnMask> masks(TableName table) {
        return of(table, masks);
    }

    /**
     * What the masks of a table need to know of a row beside the value, for those of the columns whose masks do. A
     * value of a row in which such a {@code when} is false is to stay as it is, and no promise is for it.
     *
     * @throws IllegalArgumentException for a table that was not checked
     */
    public Map<String, MaskInputs> inputs(TableName table) {
        return of(table, inputs);
    }

    /**
     * What the masks of a table promise about their outputs, for the same columns.
     *
     * @throws IllegalArgumentException for a table that was not checked
     */
    public Map<String, OutputPromise> promises(TableName table) {
        return of(table, promises);
    }

    private static <T> Map<String, T> of(TableName table, Map<TableName, Map<String, T>> all) {
        Map<String, T> found = all.get(table);
        if (found == null) {
            throw new IllegalArgumentException("no masking was planned for the table " + table);
        }
        return found;
    }

    /** The columns that are masked, by table and in the table's order; partitions are covered by their parent. */
    public List<ColumnRule> rules() {
        return rules;
    }

    /** The columns that a rule or {@code unclassified: keep} lets out as they are; harmless ones are not listed. */
    public List<ColumnRule> kept() {
        return kept;
    }

    /** What becomes of each column, those that need no rule included; partitions are covered by their parent. */
    public List<ColumnDecision> columns() {
        return columns.entrySet().stream()
                .flatMap(table -> table.getValue().values().stream()
                        .filter(decision -> decision.table().equals(table.getKey())))
                .toList();
    }

    /**
     * What becomes of a column, which of a partition is what becomes of its parent's.
     *
     * @throws IllegalArgumentException for a table that was not checked
     */
    public ColumnDecision column(TableName table, String column) {
        return of(table, columns).get(column);
    }

    /** Generated columns, and the indexes over expressions of masked columns; ordered by table. */
    public List<Derived> derived() {
        return derived;
    }

    /** Tells keys apart, and does not give the key away. */
    public String keyFingerprint() {
        return key.fingerprint();
    }

    /** Whether the key was made for this run, so that no other run masks alike. */
    public boolean isKeyOfThisRunOnly() {
        return key.isRandom();
    }
}
