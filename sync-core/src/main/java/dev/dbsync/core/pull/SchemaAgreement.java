package dev.dbsync.core.pull;

import dev.dbsync.core.migration.AppliedMigration;
import dev.dbsync.core.migration.Divergence;
import dev.dbsync.core.migration.History;
import dev.dbsync.core.migration.HistoryComparison;
import dev.dbsync.core.migration.Migrations;
import dev.dbsync.core.migration.Obstacle;
import dev.dbsync.core.migration.PendingMigration;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.run.PlanId;
import java.util.ArrayList;
import java.util.List;

/**
 * How the target comes to the source's schema: by exactly the scripts that the source ran and the target did not.
 *
 * @param scripts to be run on the target first, in their order
 * @param notices what is worth knowing
 * @param digest over both histories and the content of the scripts
 */
record SchemaAgreement(List<String> scripts, List<String> notices, String digest) {

    /**
     * @param emptyTarget whether the target holds no table
     * @throws RefusedException when the target cannot simply be brought there
     */
    static SchemaAgreement of(
            Migrations source, History sourceHistory, Migrations target, History targetHistory, boolean emptyTarget) {
        String from = source.environment();
        String to = target.environment();
        if (!sourceHistory.exists()) {
            return withoutHistory(from, to, targetHistory, emptyTarget);
        }
        if (!targetHistory.exists() && !emptyTarget) {
            throw new RefusedException(new Problem(
                    to + " holds tables but no Flyway history, so it is unknown what they are",
                    to + ": " + target.historyTable(),
                    "Empty the database and pull again: it is then built by " + from + "'s migrations"));
        }
        HistoryComparison comparison = target.compare(targetHistory, source, sourceHistory);
        List<Problem> problems = new ArrayList<>(comparison.divergences().stream()
                .map(divergence -> problem(divergence, from, to))
                .toList());
        comparison.pending().stream()
                .filter(pending -> !pending.transactional())
                .map(pending -> notTransactional(pending, to, sourceHistory))
                .forEach(problems::add);
        if (!problems.isEmpty()) {
            throw new RefusedException(problems);
        }
        String digest = histories(sourceHistory, targetHistory)
                .part("scripts", target.digest(comparison.scripts()))
                .build()
                .value();
        return new SchemaAgreement(comparison.scripts(), comparison.notices(), digest);
    }

    /** Those of the source's scripts by which a new database cannot be built: they cannot be run in a transaction. */
    static List<String> unbuildable(Migrations source, History sourceHistory, Migrations target) {
        return sourceHistory.exists()
                ? target.compare(History.absent(), source, sourceHistory).pending().stream()
                        .filter(pending -> !pending.transactional())
                        .map(PendingMigration::script)
                        .toList()
                : List.of();
    }

    private static SchemaAgreement withoutHistory(String from, String to, History target, boolean emptyTarget) {
        if (emptyTarget || target.exists()) {
            throw new RefusedException(new Problem(
                    from + " has no Flyway history, so it is unknown which migrations lead to its schema",
                    from,
                    "Check flyway.schemas, flyway.defaultSchema and flyway.table for " + from
                            + ", or run Flyway's baseline there"));
        }
        return new SchemaAgreement(
                List.of(),
                List.of("Neither " + from + " nor " + to + " has a Flyway history: only their catalogs are compared"),
                "");
    }

    private static Problem problem(Divergence divergence, String from, String to) {
        String remedy = divergence.kind() == Divergence.Kind.TARGET_ONLY
                ? "A target that is ahead is not guessed at. Empty " + to + " (an embedded one: delete .sync/embedded/"
                        + to + ") and pull again: it is then built by " + from
                        + "'s migrations, and -Dsync.migrate runs the newer ones on the pulled rows"
                : divergence.remedy();
        return new Problem(divergence.kind() + ": " + divergence.detail(), to + ": " + divergence.script(), remedy);
    }

    private static Problem notTransactional(PendingMigration pending, String to, History source) {
        return new Problem(
                "The script cannot be run in a transaction: "
                        + pending.obstacle().map(Obstacle::reason).orElse("Flyway says so"),
                pending.script(),
                "Bring " + to
                        + " to the schema with Flyway itself, then pull again:\n  mvn flyway:migrate -Dflyway.target="
                        + source.version().orElse("latest"));
    }

    private static PlanId.Builder histories(History source, History target) {
        PlanId.Builder digest = PlanId.of("histories");
        source.applied().forEach(row -> digest.part("source", shown(row)));
        target.applied().forEach(row -> digest.part("target", shown(row)));
        return digest;
    }

    private static String shown(AppliedMigration row) {
        return row.version().orElse("") + "|" + row.script() + "|" + row.checksum();
    }
}
