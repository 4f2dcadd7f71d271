package dev.dbsync.core.migration;

import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.Table;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.script.AddedEnumValue;
import dev.dbsync.core.script.EnumValueUse;
import dev.dbsync.core.script.Script;
import dev.dbsync.core.script.SqlName;
import dev.dbsync.core.script.TransactionNeed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Splits pending scripts into segments: as few as PostgreSQL allows, or one a script. The first and the last are
 * transactions, if need be without scripts, for what a promotion does before and after the scripts.
 */
final class Segments {

    private final Map<String, Script> parsed;
    private final Catalog catalog;
    private final String defaultSchema;
    private final boolean each;
    private final boolean valuesOfNewTypes;
    private final SqlAround around;

    private final List<Segment> segments = new ArrayList<>();
    private List<PendingMigration> together = new ArrayList<>();
    private String reason = "";

    private Segments(
            List<Script> scripts,
            Catalog catalog,
            String defaultSchema,
            boolean each,
            boolean valuesOfNewTypes,
            SqlAround around) {
        this.parsed = scripts.stream().collect(Collectors.toMap(Script::name, script -> script));
        this.catalog = catalog;
        this.defaultSchema = defaultSchema;
        this.each = each;
        this.valuesOfNewTypes = valuesOfNewTypes;
        this.around = around;
    }

    /**
     * @param pending in the order in which they run
     * @param scripts those of them that are SQL, parsed, in the same order
     * @param catalog of the target, which knows what is partitioned
     * @param each whether each script is to have a transaction of its own
     * @param valuesOfNewTypes whether a transaction may use a value that it adds to an enum that it has made, as from
     *     PostgreSQL 17 on
     * @param written types of which values are written after the last script, each with a table
     * @param around what is run besides
     */
    static List<Segment> of(
            List<PendingMigration> pending,
            List<Script> scripts,
            Catalog catalog,
            String defaultSchema,
            boolean each,
            boolean valuesOfNewTypes,
            Map<String, TableName> written,
            SqlAround around) {
        Segments segments = new Segments(scripts, catalog, defaultSchema, each, valuesOfNewTypes, around);
        pending.forEach(segments::add);
        segments.enumValueOf(written)
                .or(() -> segments.enumValueIn(around.after()))
                .ifPresent(segments::endTransaction);
        segments.endTransaction("");
        return List.copyOf(segments.segments);
    }

    private void add(PendingMigration migration) {
        Optional<Obstacle> obstacle = migration.obstacle().or(() -> partitioned(migration.script()));
        if (obstacle.isPresent()) {
            alone(migration, obstacle.get());
            return;
        }
        Optional<String> split = each && !together.isEmpty()
                ? Optional.of("one transaction a script (promote.transaction: each)")
                : enumValue(migration.script());
        split.ifPresent(this::endTransaction);
        together.add(migration);
    }

    private void alone(PendingMigration migration, Obstacle obstacle) {
        if (!together.isEmpty() || segments.isEmpty()) {
            endTransaction("");
        }
        Segment.Kind kind = obstacle.kind() == Obstacle.Kind.OWN_TRANSACTIONS
                ? Segment.Kind.OWN_TRANSACTIONS
                : Segment.Kind.OUTSIDE_TRANSACTION;
        segments.add(new Segment(kind, List.of(migration), obstacle.reason()));
    }

    /** @param next why the segment that follows is one of its own */
    private void endTransaction(String next) {
        segments.add(new Segment(Segment.Kind.ONE_TRANSACTION, together, reason));
        together = new ArrayList<>();
        reason = next;
    }

    /** The catalog knows what the script's text does not tell. */
    private Optional<Obstacle> partitioned(String script) {
        return Optional.ofNullable(parsed.get(script)).stream()
                .flatMap(known -> known.transactionNeeds().stream())
                .filter(need -> need.kind() == TransactionNeed.Kind.OUTSIDE_IF_PARTITIONED
                        && need.relation().filter(this::isPartitioned).isPresent())
                .findFirst()
                .map(need -> new Obstacle(
                        Obstacle.Kind.OUTSIDE_TRANSACTION,
                        "PostgreSQL cannot run " + need.what() + " of the partitioned "
                                + need.relation().orElseThrow() + " inside a transaction, line " + need.line()));
    }

    private boolean isPartitioned(SqlName name) {
        String schema = name.schema().orElse(defaultSchema);
        return catalog.tables().stream()
                .filter(table -> table.kind() == Table.Kind.PARTITIONED || table.kind() == Table.Kind.SUB_PARTITIONED)
                .anyMatch(table -> table.name().schema().equals(schema)
                        && (table.name().name().equals(name.name())
                                || table.keys().stream()
                                        .anyMatch(key -> key.name().equals(name.name()))));
    }

    /**
     * Whether the script, or what is run before or after it, uses what the transaction has added to an enum by then.
     */
    private Optional<String> enumValue(String script) {
        List<Script> next = new ArrayList<>(around.each());
        Optional.ofNullable(parsed.get(script)).ifPresent(own -> next.add(0, own));
        return enumValueIn(next);
    }

    /** Whether SQL that is run next uses what the transaction has added to an enum. */
    private Optional<String> enumValueIn(List<Script> next) {
        for (AddedEnumValue added : addedIn(sqlTogether())) {
            for (Script script : next) {
                Optional<EnumValueUse> use = EnumValueUse.of(added, script);
                if (use.isPresent()) {
                    return Optional.of(
                            added(added) + ", which line " + use.get().line() + " "
                                    + (parsed.get(script.name()) == script ? "" : "of " + script.name() + " ")
                                    + "uses or may use");
                }
            }
        }
        return Optional.empty();
    }

    /** Whether rows that are merged may use what a script of the last transaction has added to an enum. */
    private Optional<String> enumValueOf(Map<String, TableName> written) {
        List<AddedEnumValue> addedLast = addedIn(sqlTogether());
        for (Map.Entry<String, TableName> type : written.entrySet()) {
            Optional<AddedEnumValue> added = addedLast.stream()
                    .filter(value -> value.type().name().equals(plainName(type.getKey())))
                    .findFirst();
            if (added.isPresent()) {
                return Optional.of(added(added.get()) + ", which rows of lookup table "
                        + type.getValue().shown() + " may use");
            }
        }
        return Optional.empty();
    }

    /** What must be committed before it can be used. */
    private List<AddedEnumValue> addedIn(List<Script> transaction) {
        return transaction.stream()
                .flatMap(script -> script.addedEnumValues().stream())
                .filter(value -> !valuesOfNewTypes
                        || transaction.stream()
                                .noneMatch(script -> script.createdTypes().contains(value.type())))
                .toList();
    }

    /** The SQL of the transaction so far; of the first one with what is run before the scripts. */
    private List<Script> sqlTogether() {
        return Stream.concat(
                        segments.isEmpty() ? around.before().stream() : Stream.empty(),
                        together.stream()
                                .flatMap(pending -> Optional.ofNullable(parsed.get(pending.script())).stream()))
                .toList();
    }

    private static String added(AddedEnumValue value) {
        return value.script() + " adds '" + value.label() + "' to the enum " + value.type();
    }

    /** Of a type as format_type writes it: without schema, quotes and the brackets of an array. */
    private static String plainName(String type) {
        String last = type.replaceAll("(\\[])+$", "");
        return last.endsWith("\"")
                ? last.substring(last.lastIndexOf('"', last.length() - 2) + 1, last.length() - 1)
                : last.substring(last.lastIndexOf('.') + 1);
    }
}
