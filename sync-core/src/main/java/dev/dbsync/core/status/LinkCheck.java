package dev.dbsync.core.status;

import dev.dbsync.core.config.LookupConfig;
import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.lookup.EqualTables;
import dev.dbsync.core.lookup.LookupDiff;
import dev.dbsync.core.lookup.LookupTable;
import dev.dbsync.core.lookup.LookupTables;
import dev.dbsync.core.migration.HistoryComparison;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;

/** Compares two neighbours. */
final class LinkCheck {

    private final List<LookupConfig> lookups;
    private final Probe from;
    private final Probe to;

    LinkCheck(List<LookupConfig> lookups, Probe from, Probe to) {
        this.lookups = lookups;
        this.from = from;
        this.to = to;
    }

    LinkStatus check() {
        String source = from.status().name();
        String target = to.status().name();
        if (from.reading().isEmpty() || to.reading().isEmpty()) {
            return LinkStatus.unreachable(source, target);
        }
        return compare(source, target, from.reading().get(), to.reading().get());
    }

    private LinkStatus compare(String source, String target, Probe.Reading there, Probe.Reading here) {
        HistoryComparison histories = here.migrations().compare(here.history(), there.migrations(), there.history());
        List<Problem> problems = new ArrayList<>();
        List<LinkStatus.LookupCount> counts = lookups(source + " -> " + target, there, here, problems);
        return new LinkStatus(
                source,
                target,
                verdict(histories, counts, problems, to.status().interrupted().isPresent()),
                histories.pending(),
                histories.divergences(),
                counts,
                histories.notices(),
                problems);
    }

    private static LinkStatus.Verdict verdict(
            HistoryComparison histories,
            List<LinkStatus.LookupCount> counts,
            List<Problem> problems,
            boolean interrupted) {
        if (!histories.divergences().isEmpty() || !problems.isEmpty()) {
            return LinkStatus.Verdict.DIVERGED;
        }
        return histories.pending().isEmpty() && counts.isEmpty() && !interrupted
                ? LinkStatus.Verdict.IN_SYNC
                : LinkStatus.Verdict.BEHIND;
    }

    private List<LinkStatus.LookupCount> lookups(
            String link, Probe.Reading there, Probe.Reading here, List<Problem> problems) {
        try {
            List<LookupTable> tables = LookupTables.resolve(
                            lookups,
                            there.catalog(),
                            here.catalog(),
                            there.migrations().defaultSchema())
                    .tables();
            return differences(there.connection(), here.connection(), tables).stream()
                    .filter(LookupDiff::differs)
                    .map(diff -> new LinkStatus.LookupCount(
                            diff.table().shown(), diff.insert(), diff.update(), diff.delete(), diff.estimate()))
                    .toList();
        } catch (SyncException e) {
            problems.addAll(e.problems());
            return List.of();
        } catch (SQLException e) {
            problems.addAll(SqlProblem.of(
                            e,
                            "Cannot compare the lookup tables",
                            link,
                            SqlProblem.state(e).equals("42501") ? "Grant the user SELECT on them on both sides." : "")
                    .problems());
            return List.of();
        }
    }

    /**
     * Those of the tables that differ, and of a few that do not. Between savepoints: the next link is compared in one
     * of the same sessions, and would hear nothing but that its transaction is aborted.
     */
    private static List<LookupDiff> differences(Connection there, Connection here, List<LookupTable> tables)
            throws SQLException {
        Savepoint beforeThere = there.setSavepoint();
        Savepoint beforeHere = here.setSavepoint();
        try {
            return LookupDiff.between(there, here, EqualTables.without(there, here, tables));
        } catch (SQLException | SyncException e) {
            rollback(there, beforeThere, e);
            rollback(here, beforeHere, e);
            throw e;
        }
    }

    private static void rollback(Connection connection, Savepoint savepoint, Exception cause) {
        try {
            connection.rollback(savepoint);
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }
}
