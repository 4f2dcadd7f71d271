package dev.dbsync.core.load;

import dev.dbsync.core.database.CatalogView;
import dev.dbsync.core.database.ForeignKey;
import dev.dbsync.core.database.Partitions;
import dev.dbsync.core.database.Table;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Empties tables of the target that hold what should have been masked, with those whose rows reference them and the
 * materialized views that hold rows of either. Tables of reference data, and tables that the pull did not select, are
 * never emptied: they are named instead. A table that such a one references cannot be emptied; it stays condemned, and
 * stops no other.
 */
public final class EmptiedTables {

    private final CatalogView view;
    private final Set<TableName> loaded;
    private final Set<TableName> lookups;
    private final String place;

    /**
     * @param view of the target
     * @param loaded tables that the pull has filled, with the partitioned ones above and the partitions below them
     * @param lookups tables of reference data
     * @param place the target, for messages
     */
    public EmptiedTables(CatalogView view, Set<TableName> loaded, Set<TableName> lookups, String place) {
        this.view = view;
        this.loaded = loaded;
        this.lookups = lookups;
        this.place = place;
    }

    /**
     * What became of the target.
     *
     * @param full relations that were to be emptied and could not be
     * @param byHand the statements that would do it
     * @param why not
     * @param problems what was emptied, and what is never emptied
     */
    public record Result(
            List<TableName> emptied,
            Set<TableName> full,
            List<String> byHand,
            Optional<SyncException> why,
            List<Problem> problems) {}

    /**
     * @param connection in autocommit
     * @param session of the load that has filled them, which notes beforehand what is to be emptied
     */
    public Result empty(Connection connection, Set<TableName> concerned, LoadSession session) throws SQLException {
        List<String> left = new ArrayList<>();
        Set<TableName> condemned = new TreeSet<>();
        Set<TableName> tables = new TreeSet<>();
        for (TableName name : concerned) {
            if (isMaterializedView(connection, name)) {
                condemned.add(name);
            } else if (lookups.contains(name)) {
                left.add(name.shown() + " (reference data)");
            } else if (!loaded.contains(name)) {
                left.add(name.shown() + " (the pull has not filled it)");
            } else {
                tables.add(name);
            }
        }
        for (TableName name : tables) {
            Set<TableName> all = withReferencing(Set.of(name));
            // Of one that cannot be emptied, nobody's rows go with it.
            (all.stream().allMatch(each -> isSelected(each) || CondemnedRows.isEmpty(connection, each))
                            ? all
                            : Set.of(name))
                    .stream().filter(this::isSelected).flatMap(this::selected).forEach(condemned::add);
        }
        condemned.addAll(MaterializedViews.of(connection, condemned));
        CondemnedRows.Result done = session.empty(connection, condemned);
        return new Result(done.emptied(), done.full(), done.byHand(), done.why(), problems(done.emptied(), left));
    }

    private boolean isSelected(TableName name) {
        return loaded.contains(name) && !lookups.contains(name);
    }

    /** Of a partitioned table some of whose partitions the pull has filled: these. */
    private Stream<TableName> selected(TableName name) {
        List<TableName> partitions = view.partitions().tree(name).stream()
                .filter(table -> !Partitions.isPartitioned(table))
                .map(Table::name)
                .toList();
        return loaded.containsAll(partitions)
                ? Stream.of(name)
                : partitions.stream().filter(loaded::contains);
    }

    private List<Problem> problems(List<TableName> emptied, List<String> left) {
        List<Problem> problems = new ArrayList<>();
        if (!emptied.isEmpty()) {
            problems.add(new Problem(
                    "Emptied for it: " + emptied.stream().map(TableName::shown).collect(Collectors.joining(", ")),
                    place,
                    "Pull again once the rules are right; anonymize: { proof: { onSurvivor: keep } } leaves the rows"
                            + " to be looked at"));
        }
        if (!left.isEmpty()) {
            problems.add(new Problem(
                    "Not emptied, although it holds what should have been masked: " + String.join(", ", left),
                    place,
                    "Look at these tables, and remove the rows by hand"));
        }
        return problems;
    }

    /** TRUNCATE wants all that reference a table to be emptied with it. */
    private Set<TableName> withReferencing(Set<TableName> tables) {
        Set<TableName> all = new TreeSet<>(tables);
        boolean more = true;
        while (more) {
            more = false;
            for (ForeignKey key : view.catalog().foreignKeys()) {
                boolean references = all.stream().anyMatch(table -> root(table).equals(root(key.target())));
                if (references) {
                    more |= all.add(root(key.table()));
                }
            }
        }
        return all;
    }

    private TableName root(TableName name) {
        return view.catalog()
                .table(name)
                .map(table -> view.partitions().root(table))
                .map(Table::name)
                .orElse(name);
    }

    private static boolean isMaterializedView(Connection connection, TableName name) throws SQLException {
        try (var statement =
                connection.prepareStatement("SELECT relkind = 'm' FROM pg_class WHERE oid = to_regclass(?)")) {
            statement.setString(1, name.sql());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }
}
