package dev.dbsync.core.pull;

import dev.dbsync.core.database.CatalogView;
import dev.dbsync.core.database.ForeignKey;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.load.LoadIdentity;
import dev.dbsync.core.load.LoadSession;
import dev.dbsync.core.load.LoadTarget;
import dev.dbsync.core.load.Part;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import java.sql.Connection;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A load session that is begun, or taken over from a run that did not come to its end.
 *
 * @param fit what is to be loaded in all
 * @param finished tables of the target that an earlier run has filled, under another snapshot; fewer and fewer
 */
record ResumedLoad(LoadSession session, TargetFit fit, Set<TableName> finished, CatalogView source) {

    /**
     * @param coordinator in autocommit; holds the session
     * @param bare tables that are loaded without their indexes, where a new session is begun
     * @throws RefusedException when there is nothing to resume, it is not the same load, or a proof has failed it
     */
    static ResumedLoad of(Pull pull, LoadTarget place, Connection coordinator, TargetFit fit, Set<TableName> bare) {
        Optional<LoadSession> left = LoadSession.left(coordinator, place);
        LoadIdentity identity = pull.plan().filling().identity();
        if (pull.plan().request().resume()) {
            LoadSession session = left.orElseThrow(() -> new RefusedException(new Problem(
                    "There is nothing to resume: no interrupted pull has left anything in "
                            + pull.plan().to(),
                    place.shown(),
                    "Leave out -Dsync.resume")));
            refuseCondemned(
                    session,
                    coordinator,
                    place.shown(),
                    pull.plan().to(),
                    pull.plan().configOption());
            refuseAnother(session.identity(), identity, place.shown());
            session.hold(coordinator);
            Set<TableName> finished = finished(session.parts(coordinator), fit);
            session.forget(coordinator, others(fit, finished));
            return new ResumedLoad(session, fit, finished, pull.sourceView());
        }
        if (left.isPresent() && left.get().identity().equals(identity)) {
            pull.events().notice("An interrupted pull is begun anew; -Dsync.resume would have kept what it has copied");
            left.get().hold(coordinator);
            left.get().forget(coordinator, others(fit, Set.of()));
            return new ResumedLoad(left.get(), fit, new TreeSet<>(), pull.sourceView());
        }
        if (left.isPresent()) {
            throw new RefusedException(new Problem(
                    "An interrupted pull of another selection, or by other rules, has left "
                            + pull.plan().to() + " without some of its indexes and keys",
                    place.shown(),
                    "Put them back first: mvn sync:pull-prod -Dto="
                            + pull.plan().to() + " -Dsync.restoreIndexes"
                            + pull.plan().configOption()));
        }
        LoadSession begun = LoadSession.begin(coordinator, place, identity, fit.touched(), bare);
        begun.stayed().forEach(stays -> pull.events().notice(stays.problem().what()));
        return new ResumedLoad(begun, fit, new TreeSet<>(), pull.sourceView());
    }

    /** What is still to be copied. */
    List<TargetFit.Load> open() {
        return fit.loads().stream()
                .filter(load -> !finished.contains(load.into()))
                .toList();
    }

    /**
     * Those tables of an earlier snapshot that are joined by foreign keys to one of these, directly or by way of each
     * other; when they are copied again, all that belongs together is of one moment.
     */
    List<TargetFit.Load> again(Set<TableName> unfit) {
        Set<TableName> reached = new TreeSet<>(unfit);
        Deque<TableName> next = new ArrayDeque<>(unfit);
        while (!next.isEmpty()) {
            TableName table = next.pop();
            for (TableName neighbour : neighbours(table)) {
                if (finished.contains(neighbour) && reached.add(neighbour)) {
                    next.add(neighbour);
                }
            }
        }
        return fit.loads().stream()
                .filter(load -> reached.contains(load.into()) && finished.contains(load.into()))
                .toList();
    }

    /** By the source's keys: the target's are set aside. Those of a partitioned table are its partitions'. */
    private Set<TableName> neighbours(TableName table) {
        TableName root = root(table);
        Set<TableName> roots = new TreeSet<>();
        for (ForeignKey key : source.catalog().foreignKeys()) {
            if (root(key.table()).equals(root)) {
                roots.add(root(key.target()));
            }
            if (root(key.target()).equals(root)) {
                roots.add(root(key.table()));
            }
        }
        return fit.loads().stream()
                .map(TargetFit.Load::into)
                .filter(into -> roots.contains(root(into)))
                .collect(Collectors.toSet());
    }

    private TableName root(TableName name) {
        return source.catalog()
                .table(name)
                .map(table -> source.partitions().root(table).name())
                .orElse(name);
    }

    /** Tables all of whose parts were copied under one snapshot. */
    private static Set<TableName> finished(List<Part> parts, TargetFit fit) {
        Set<TableName> whole = whole(parts);
        return fit.loads().stream()
                .map(TargetFit.Load::into)
                .filter(whole::contains)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The same of a record alone. */
    static Set<TableName> whole(List<Part> parts) {
        Map<TableName, List<Part>> byTable = parts.stream().collect(Collectors.groupingBy(Part::table));
        return byTable.entrySet().stream()
                .filter(table -> isWhole(table.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isWhole(List<Part> parts) {
        return parts.stream().collect(Collectors.groupingBy(Part::snapshot)).values().stream()
                .anyMatch(same -> same.size() == same.get(0).parts());
    }

    private static Set<TableName> others(TargetFit fit, Set<TableName> finished) {
        return fit.loads().stream()
                .map(TargetFit.Load::into)
                .filter(into -> !finished.contains(into))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** These are of this run's snapshot now. */
    void copied(List<TargetFit.Load> loads) {
        loads.forEach(load -> finished.remove(load.into()));
    }

    /**
     * A table that was emptied, or was to be, is no table that was copied; and a shallower proof would not find again
     * what stands in it.
     *
     * @throws RefusedException when a proof has found in the target what should have been masked
     */
    static void refuseCondemned(
            LoadSession session, Connection connection, String shown, String to, String configOption) {
        Set<TableName> condemned = session.condemned(connection);
        if (!condemned.isEmpty()) {
            throw new RefusedException(new Problem(
                    "The pull into " + to + " cannot be resumed: its proof has found what should have been masked in "
                            + condemned.stream().map(TableName::shown).collect(Collectors.joining(", ")),
                    shown,
                    "Empty what holds it, and end that pull: mvn sync:pull-prod -Dto=" + to + " -Dsync.restoreIndexes"
                            + configOption + "\nThen pull anew, once the rules are right"));
        }
    }

    /** @throws RefusedException when what is resumed would be another load */
    static void refuseAnother(LoadIdentity then, LoadIdentity now, String shown) {
        List<String> differing = new ArrayList<>();
        if (!then.source().equals(now.source())) {
            differing.add("the source is another database");
        }
        if (!then.selection().equals(now.selection())) {
            differing.add("other tables, columns or conditions are selected");
        }
        if (!then.rules().equals(now.rules())) {
            differing.add("the masking rules are others");
        }
        if (!then.maskingKey().equals(now.maskingKey())) {
            differing.add("the masking key is another (without anonymize.key each run has one of its own)");
        }
        if (!differing.isEmpty()) {
            throw new RefusedException(new Problem(
                    "The interrupted pull cannot be resumed: " + String.join("; ", differing),
                    shown,
                    "Pull anew, without -Dsync.resume"));
        }
    }
}
