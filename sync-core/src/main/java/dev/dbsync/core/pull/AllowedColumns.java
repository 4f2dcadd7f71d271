package dev.dbsync.core.pull;

import dev.dbsync.core.config.ProofConfig.Allowed;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.problem.NearestName;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What {@code anonymize.proof.allow} names: what is no column would accept nothing, and nobody would know. */
final class AllowedColumns {

    private static final String COLUMNS = """
            SELECT n.nspname, c.relname, rn.nspname, rc.relname, c.relkind = 'm', a.attname
            FROM pg_class c
                     JOIN pg_namespace n ON n.oid = c.relnamespace
                     JOIN pg_class rc ON rc.oid = coalesce(pg_partition_root(c.oid)::oid, c.oid)
                     JOIN pg_namespace rn ON rn.oid = rc.relnamespace
                     JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            WHERE c.relkind IN ('r', 'p', 'm')
              AND n.nspname NOT IN ('pg_catalog', 'information_schema')
              AND n.nspname !~ '^pg_(toast|temp)'
            """;

    /**
     * A column of a table or of a materialized view.
     *
     * @param root the partitioned table that its table belongs to, which a proof speaks of; the table itself elsewhere
     * @param computed whether it is a materialized view's
     */
    record Known(TableName table, TableName root, boolean computed, String column) {

        /** As a proof takes it from the configuration. */
        boolean isCalled(String name) {
            return table.isColumn(name, column);
        }

        String shown() {
            return table.shown() + "." + column;
        }

        boolean isOfPartition() {
            return !table.equals(root);
        }
    }

    /**
     * The target.
     *
     * @param columns that it has
     * @param stays whether it keeps them
     * @param built whether it gets those of the source
     */
    record Target(List<Known> columns, boolean stays, boolean built) {}

    private final List<Allowed> allowed;
    private final List<Known> source;
    private final Target target;
    private final Set<TableName> copied;

    private AllowedColumns(List<Allowed> allowed, List<Known> source, Target target, Set<TableName> copied) {
        this.allowed = allowed;
        this.source = source;
        this.target = target;
        this.copied = copied;
    }

    /** All columns in which a proof may find something, and those of partitions. */
    static List<Known> read(Connection connection) throws SQLException {
        List<Known> known = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(COLUMNS)) {
            while (row.next()) {
                known.add(new Known(
                        new TableName(row.getString(1), row.getString(2)),
                        new TableName(row.getString(3), row.getString(4)),
                        row.getBoolean(5),
                        row.getString(6)));
            }
        }
        return known;
    }

    /**
     * What the plan should say of those that accept nothing this time.
     *
     * @param copied the tables that the pull copies; partitions by themselves
     * @param others the columns of the chain's other environments; asked for only where a name is met nowhere else,
     *     since a name may travel with the migration that adds its column
     * @throws RefusedException when one is no column of any environment
     */
    static List<String> notices(
            List<Allowed> allowed,
            List<Known> source,
            Target target,
            Set<TableName> copied,
            Supplier<List<Known>> others) {
        AllowedColumns columns = new AllowedColumns(allowed, source, target, copied);
        List<Allowed> unknown = allowed.stream()
                .filter(name -> !columns.isMet(name, Stream.concat(source.stream(), target.columns().stream())))
                .toList();
        List<Known> elsewhere = unknown.isEmpty() ? List.of() : others.get();
        List<Problem> problems = unknown.stream()
                .filter(name -> !columns.isMet(name, elsewhere.stream()))
                .map(name -> columns.problem(name, elsewhere))
                .toList();
        if (!problems.isEmpty()) {
            throw new RefusedException(problems);
        }
        return columns.notices();
    }

    /** A proof speaks of tables as a whole, so that the name of a partition would accept nothing. */
    private boolean isMet(Allowed name, Stream<Known> columns) {
        return columns.anyMatch(column -> !column.isOfPartition() && column.isCalled(name.column()));
    }

    private Problem problem(Allowed name, List<Known> elsewhere) {
        List<Known> all = Stream.of(source, target.columns(), elsewhere)
                .flatMap(List::stream)
                .distinct()
                .toList();
        Optional<Known> partition =
                all.stream().filter(column -> column.isCalled(name.column())).findFirst();
        return partition
                .map(column -> new Problem(
                        "anonymize.proof.allow names '" + name.column() + "', a column of a partition",
                        name.where(),
                        "Write '" + column.root().shown() + "." + column.column()
                                + "': the proof takes the partitions of a table together"))
                .orElseGet(() -> new Problem(
                        "anonymize.proof.allow names '" + name.column()
                                + "', and no table or materialized view of any environment has such a column",
                        name.where(),
                        hint(name.column(), all)));
    }

    private static String hint(String name, List<Known> all) {
        List<Known> whole =
                all.stream().filter(column -> !column.isOfPartition()).toList();
        int dot = name.lastIndexOf('.');
        String table = name.substring(0, dot);
        String column = name.substring(dot + 1);
        Optional<String> inOtherSchema = whole.stream()
                .filter(known ->
                        known.table().name().equals(table) && known.column().equals(column))
                .map(Known::shown)
                .sorted()
                .findFirst();
        Optional<String> nearest = inOtherSchema.or(
                () -> NearestName.of(name, whole.stream().map(Known::shown).toList()));
        if (nearest.isPresent()) {
            return "Did you mean '" + nearest.get() + "'?";
        }
        Set<String> ofTable = whole.stream()
                .filter(known -> known.table().shown().equals(table)
                        || known.table().toString().equals(table))
                .map(Known::column)
                .collect(Collectors.toSet());
        return ofTable.isEmpty()
                ? NearestName.hint(
                        table,
                        whole.stream().map(known -> known.table().shown()).collect(Collectors.toSet()))
                : NearestName.hint(column, ofTable);
    }

    private List<String> notices() {
        String idle = allowed.stream()
                .map(Allowed::column)
                .filter(name -> !isInTheTarget(name))
                .collect(Collectors.joining(", "));
        return idle.isEmpty()
                ? List.of()
                : List.of("anonymize.proof.allow names what this pull brings nothing into: " + idle);
    }

    private boolean isInTheTarget(String name) {
        Collection<TableName> roots = source.stream()
                .filter(column -> copied.contains(column.table()))
                .map(Known::root)
                .collect(Collectors.toSet());
        boolean fromSource = source.stream()
                .filter(column -> column.isCalled(name))
                .anyMatch(column -> roots.contains(column.table()) || target.built() && column.computed());
        return fromSource || target.stays() && target.columns().stream().anyMatch(column -> column.isCalled(name));
    }
}
