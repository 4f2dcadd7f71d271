package dev.dbsync.core.pull;

import dev.dbsync.core.comparison.SentTable;
import dev.dbsync.core.copy.CopyFormats;
import dev.dbsync.core.copy.FormatChoice;
import dev.dbsync.core.database.CatalogView;
import dev.dbsync.core.database.Column;
import dev.dbsync.core.database.Partitions;
import dev.dbsync.core.database.Table;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Where the planned tables go in the target, once every table and column was found there.
 *
 * @param loads in the plan's order
 * @param touched all relations that lose or get rows, with the partitioned tables above and the partitions below them
 */
record TargetFit(List<Load> loads, Set<TableName> touched) {

    /** What is emptied, as TRUNCATE wants it: quoted, with ONLY where a table may have heirs. */
    Set<String> truncations() {
        return loads.stream().map(Load::truncation).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /**
     * A table and where its rows go.
     *
     * @param into the same table, or the partitioned one that routes them
     * @param truncation what is emptied for it, as TRUNCATE wants it; of a tree of partitions the root
     * @param format in which its rows travel
     */
    record Load(PlannedTable table, TableName into, String truncation, FormatChoice format) {

        /** As what is compared when it has arrived. */
        SentTable sent() {
            return new SentTable(table.table(), into, table.columnNames(), table.where(), table.bytes());
        }

        /** Whether emptying it reaches no other table. */
        boolean emptiesItselfOnly() {
            return truncation.equals("ONLY " + into.sql());
        }
    }

    /** @throws RefusedException naming everything that is missing or different */
    static TargetFit of(
            List<PlannedTable> planned, CatalogView source, CatalogView target, CopyFormats formats, String to) {
        return new Fitting(planned, source, target, formats, to).fit();
    }

    /** A comparison under way. */
    private static final class Fitting {

        private final List<PlannedTable> planned;
        private final CatalogView source;
        private final CatalogView target;
        private final CopyFormats formats;
        private final String to;
        private final Map<TableName, Table> sourceTables;
        private final Map<TableName, Table> targetTables;
        private final Set<TableName> selected;
        private final List<Problem> problems = new ArrayList<>();
        private final List<Load> loads = new ArrayList<>();
        private final Set<TableName> touched = new TreeSet<>();

        Fitting(List<PlannedTable> planned, CatalogView source, CatalogView target, CopyFormats formats, String to) {
            this.planned = planned;
            this.source = source;
            this.target = target;
            this.formats = formats;
            this.to = to;
            this.sourceTables = source.catalog().byName();
            this.targetTables = target.catalog().byName();
            this.selected = planned.stream().map(PlannedTable::table).collect(Collectors.toSet());
        }

        TargetFit fit() {
            planned.forEach(this::place);
            if (!problems.isEmpty()) {
                throw new RefusedException(problems);
            }
            return new TargetFit(List.copyOf(loads), touched);
        }

        private void place(PlannedTable table) {
            Table from = sourceTables.get(table.table());
            TableName root = source.partitions().root(from).name();
            Optional<Table> into = Optional.ofNullable(targetTables.get(table.table()))
                    .filter(found -> found.kind() != Table.Kind.FOREIGN)
                    .filter(found -> isSamePlace(from, found))
                    .or(() -> Optional.ofNullable(targetTables.get(root)));
            if (into.isPresent() && !isItsOwn(into.get(), root)) {
                return;
            }
            if (into.isEmpty()) {
                problems.add(new Problem(
                        "The table " + table.table().shown() + " is not in " + to,
                        to + ": " + table.table(),
                        "Bring " + to + " to the schema of the source, or exclude the table"));
                return;
            }
            compare(table, into.get());
            boolean routed = !into.get().name().equals(from.name());
            loads.add(new Load(
                    table,
                    into.get().name(),
                    emptied(into.get(), root, routed),
                    formats.of(from, into.get(), PlannedTable.read(table.columns()))));
        }

        /**
         * Whether the rows of a source's partition all belong into the target's partition of that name. The hash of an
         * enum differs between databases, so rows that are spread by hash go by way of the root.
         */
        private boolean isSamePlace(Table from, Table found) {
            return from.kind() != Table.Kind.PARTITION
                    || (found.kind() == Table.Kind.PARTITION
                            && target.partitions()
                                    .root(found)
                                    .name()
                                    .equals(source.partitions().root(from).name())
                            && source.partitions()
                                    .bounds(from)
                                    .equals(target.partitions().bounds(found))
                            && !source.partitions().isHashed(from));
        }

        /** What is no table of the target's own, or is a part of another one there, would take more with it. */
        private boolean isItsOwn(Table into, TableName root) {
            if (into.kind() == Table.Kind.FOREIGN) {
                problems.add(new Problem(
                        into.name().shown() + " is a foreign table in " + to + ": filling it would write to another"
                                + " server",
                        to + ": " + into.name(),
                        remedy()));
                return false;
            }
            TableName targetRoot = target.partitions().root(into).name();
            if (!targetRoot.equals(root)) {
                problems.add(new Problem(
                        into.name().shown() + " is a partition of " + targetRoot.shown() + " in " + to
                                + " and not in the source",
                        to + ": " + into.name(),
                        remedy()));
                return false;
            }
            return true;
        }

        private void compare(PlannedTable table, Table into) {
            for (PlannedTable.PlannedColumn column : table.columns()) {
                Optional<Column> found = into.column(column.name());
                String place = to + ": " + into.name() + "." + column.name();
                if (found.isEmpty()) {
                    problems.add(new Problem(
                            "The column " + column.name() + " of "
                                    + table.table().shown() + " is not in " + to,
                            place,
                            remedy()));
                } else if (found.get().generated()) {
                    problems.add(new Problem(
                            "The column " + column.name() + " of "
                                    + table.table().shown() + " is generated in " + to + " and not in the source",
                            place,
                            remedy()));
                } else if (!found.get().type().equals(column.type())) {
                    problems.add(new Problem(
                            "The column " + column.name() + " of "
                                    + table.table().shown() + " is of type "
                                    + found.get().type() + " in " + to + " and of type " + column.type()
                                    + " in the source",
                            place,
                            remedy()));
                }
            }
            List<String> copied = table.columnNames();
            if (copied.isEmpty() && !into.writableColumns().isEmpty()) {
                // Such rows travel without a list of columns, which would then mean these.
                problems.add(new Problem(
                        "The table " + table.table().shown() + " has no column that can be copied, and in " + to
                                + " it has some",
                        to + ": " + into.name(),
                        remedy()));
                return;
            }
            for (Column column : into.writableColumns()) {
                boolean filled = column.hasDefault() || column.identity() != Column.Identity.NONE;
                if (!copied.contains(column.name()) && column.notNull() && !filled) {
                    problems.add(new Problem(
                            "The column " + column.name() + " of "
                                    + table.table().shown() + " is in " + to
                                    + " only, and may be neither NULL nor left out",
                            to + ": " + into.name() + "." + column.name(),
                            "Give the column a default, or drop it, or exclude the table"));
                }
            }
        }

        private String remedy() {
            return "Both have run the same migrations, so one of them was changed by hand: undo that in " + to
                    + ", or exclude the table";
        }

        private String emptied(Table into, TableName root, boolean routed) {
            boolean wholeTree = source.partitions().tree(root).stream()
                    .filter(table -> !Partitions.isPartitioned(table))
                    .allMatch(table -> selected.contains(table.name()));
            Table targetRoot = target.partitions().root(into);
            boolean tree = Partitions.isPartitioned(targetRoot);
            if (tree && !wholeTree && routed) {
                problems.add(new Problem(
                        "Some partitions of " + root.shown() + " are selected and others are not, and those of " + to
                                + " have other bounds",
                        to + ": " + root,
                        "Select or exclude all partitions of " + root.shown()));
            }
            target.partitions().upwards(into).forEach(table -> touched.add(table.name()));
            if (tree && wholeTree) {
                for (Table member : target.partitions().tree(targetRoot.name())) {
                    touched.add(member.name());
                    // TRUNCATE of the root would go through to the other server.
                    if (member.kind() == Table.Kind.FOREIGN) {
                        foreignPartition(member);
                    }
                }
                return targetRoot.name().sql();
            }
            return "ONLY " + into.name().sql();
        }

        private void foreignPartition(Table member) {
            Problem problem = new Problem(
                    "The partition " + member.name().shown() + " is a foreign table in " + to
                            + ": emptying it would reach another server",
                    to + ": " + member.name(),
                    "Exclude the partitioned table");
            if (!problems.contains(problem)) {
                problems.add(problem);
            }
        }
    }
}
