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
import java.util.stream.Collectors;

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
     * @param unused whether scripts may run there outside of a transaction
     * @throws RefusedException when the target cannot simply be brought there
     */
    static SchemaAgreement of(
            Migrations source,
            History sourceHistory,
            Migrations target,
            History targetHistory,
            boolean emptyTarget,
            boolean unused) {
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
        List<PendingMigration> alone = comparison.pending().stream()
                .filter(pending -> !pending.transactional())
                .toList();
        alone.stream()
                .filter(pending -> !unused || isUnreadable(pending))
                .map(pending -> notTransactional(pending, to, withFlyway(alone, sourceHistory)))
                .forEach(problems::add);
        if (!problems.isEmpty()) {
            throw new RefusedException(problems);
        }
        String digest = histories(sourceHistory, targetHistory)
                .part("scripts", target.digest(comparison.scripts()))
                .build()
                .value();
        List<String> notices = new ArrayList<>(comparison.notices());
        if (!alone.isEmpty()) {
            notices.add("what cannot be run in a transaction is run by itself, since nobody uses what is being built: "
                    + alone.stream().map(PendingMigration::script).collect(Collectors.joining(", ")));
        }
        return new SchemaAgreement(comparison.scripts(), notices, digest);
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

    private static boolean isUnreadable(PendingMigration pending) {
        return pending.obstacle()
                .filter(obstacle -> obstacle.kind() == Obstacle.Kind.UNREADABLE)
                .isPresent();
    }

    private static Problem notTransactional(PendingMigration pending, String to, String command) {
        String why = pending.obstacle().map(Obstacle::reason).orElse("Flyway says so");
        return isUnreadable(pending)
                ? new Problem("The script cannot be run. " + why, pending.script(), "Mend it")
                : new Problem(
                        "The script cannot be run in a transaction: " + why,
                        pending.script(),
                        "Bring " + to + " to the schema with Flyway itself, then pull again:\n  " + command);
    }

    /** Flyway's lock is a transaction by default, for the end of which CREATE INDEX CONCURRENTLY waits for ever. */
    private static String withFlyway(List<PendingMigration> alone, History source) {
        boolean outside = alone.stream()
                .flatMap(pending -> pending.obstacle().stream())
                .anyMatch(obstacle -> obstacle.kind() == Obstacle.Kind.OUTSIDE_TRANSACTION);
        return "mvn flyway:migrate -Dflyway.target=" + source.version().orElse("latest")
                + (outside ? " -Dflyway.postgresql.transactional.lock=false" : "");
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
