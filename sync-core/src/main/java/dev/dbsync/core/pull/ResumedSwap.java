package dev.dbsync.core.pull;

import dev.dbsync.core.config.PullConfig.Verify;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.migration.History;
import dev.dbsync.core.migration.HistoryComparison;
import dev.dbsync.core.migration.Migrations;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The new database that an interrupted swap has left, as the one that goes on with it finds it. */
final class ResumedSwap {

    private final Pull pull;
    private final TargetSchema schema;
    private final Database fresh;

    ResumedSwap(Pull pull, TargetSchema schema, Database fresh) {
        this.pull = pull;
        this.schema = schema;
        this.fresh = fresh;
    }

    /**
     * It was built by an earlier run, and nobody builds it a second time.
     *
     * @throws RefusedException where production has migrated since, or the building did not come to its end
     */
    void refuseUnlessAtTheSourcesSchema() throws SQLException {
        HistoryComparison comparison = compared();
        if (comparison.inSync()) {
            return;
        }
        Set<String> scripts = new TreeSet<>(comparison.scripts());
        comparison.divergences().forEach(divergence -> scripts.add(divergence.script()));
        throw new RefusedException(new Problem(
                pull.plan().from() + " has migrated since the interrupted pull built the new database, or that did not"
                        + " come to the end of it. It differs by " + String.join(", ", scripts),
                fresh.shown(),
                "Leave out -Dsync.resume: the pull then begins anew"));
    }

    /**
     * What the new database was filled by, where nothing is left to be done but to put it into the target's place.
     *
     * @param filledBy as the swap knows it; empty where it is not wholly filled
     * @throws RefusedException where it was filled by a pull of other things, or was not looked at as is wanted now
     */
    Optional<FilledMark> filled(Optional<String> filledBy) {
        Optional<FilledMark> mark = filledBy.flatMap(FilledMark::parse);
        mark.ifPresent(then -> {
            ResumedLoad.refuseAnother(then.identity(), pull.plan().filling().identity(), fresh.shown());
            refuseShallower(then.depth());
            pull.events().notice("The new database was filled and checked by the pull that is resumed");
        });
        return mark;
    }

    private void refuseShallower(Verify then) {
        Verify now = pull.config().verify();
        if (then.compareTo(now) < 0) {
            throw new RefusedException(new Problem(
                    "The interrupted pull has checked and proved the new database by pull.verify: " + word(then)
                            + ", and " + word(now) + " is asked for now",
                    fresh.shown(),
                    "Leave out -Dsync.resume: the pull then begins anew"));
        }
    }

    private static String word(Verify depth) {
        return depth.name().toLowerCase(Locale.ROOT);
    }

    /** With the history that belongs to the rows: that of their snapshot. */
    private HistoryComparison compared() throws SQLException {
        Migrations source = schema.of(pull.source());
        History there = source.history(pull.reading());
        Migrations built = schema.of(fresh);
        try (Connection asking = fresh.connectReadOnly("pull-prod")) {
            return built.compare(built.history(asking), source, there);
        } catch (SQLException e) {
            throw SqlProblem.of(e, "Cannot read which migrations have built the new database", fresh.shown(), "");
        }
    }
}
