package dev.dbsync.core.report;

import dev.dbsync.core.migration.Divergence;
import dev.dbsync.core.migration.Obstacle;
import dev.dbsync.core.migration.PendingMigration;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.status.CheckoutStatus;
import dev.dbsync.core.status.EnvironmentStatus;
import dev.dbsync.core.status.LinkStatus;
import dev.dbsync.core.status.LinkStatus.LookupCount;
import dev.dbsync.core.status.LinkStatus.Verdict;
import dev.dbsync.core.status.NextStep;
import dev.dbsync.core.status.StatusReport;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A report with something of everything. */
final class StatusReports {

    private StatusReports() {}

    static StatusReport ofEverything() {
        PendingMigration index = new PendingMigration(
                Optional.of("12"),
                "index",
                "V12__index.sql",
                false,
                Optional.of(new Obstacle(
                        Obstacle.Kind.OUTSIDE_TRANSACTION,
                        "PostgreSQL cannot run CREATE INDEX CONCURRENTLY inside a transaction, line 3")));
        PendingMigration view = new PendingMigration(Optional.empty(), "view", "R__view.sql", true, Optional.empty());
        Problem down = new Problem(
                "Cannot connect to prod: Connection refused (SQLSTATE 08001)",
                "prod (prod-db:5432/app)",
                "Check that the server runs");
        return new StatusReport(
                List.of("dev", "test", "prod"),
                List.of(
                        environment("dev", "12.1", 13),
                        environment("test", "9", 9),
                        new EnvironmentStatus(
                                "prod",
                                false,
                                Optional.empty(),
                                Optional.of("prod-db:5432/app"),
                                false,
                                Optional.empty(),
                                0,
                                0,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(down))),
                List.of(
                        new LinkStatus(
                                "dev",
                                "test",
                                Verdict.DIVERGED,
                                List.of(index, view),
                                List.of(new Divergence(
                                        Divergence.Kind.TARGET_ONLY,
                                        Optional.of("8"),
                                        "V8__x.sql",
                                        "Version 8 (V8__x.sql) is applied in test, not in dev",
                                        "Apply it to dev first.")),
                                List.of(
                                        new LookupCount("fee_group", 2, 0, 1, false),
                                        new LookupCount("crm.kind", 1200, 0, 0, true)),
                                List.of("Version 3 (db.V3) has no checksum"),
                                List.of()),
                        new LinkStatus(
                                "test",
                                "prod",
                                Verdict.UNREACHABLE,
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of())),
                new CheckoutStatus(
                        List.of(new PendingMigration(Optional.of("13"), "new", "V13__new.sql", true, Optional.empty())),
                        List.of(),
                        List.of()),
                List.of(),
                List.of(),
                new NextStep("The checkout is ahead of dev", "mvn sync:promote -Dto=dev"));
    }

    /** Test has so many scripts that dev has not. */
    static StatusReport ofHotfixes(int count) {
        List<Divergence> divergences = IntStream.rangeClosed(1, count)
                .mapToObj(version -> new Divergence(
                        Divergence.Kind.TARGET_ONLY,
                        Optional.of("" + version),
                        "V" + version + "__x.sql",
                        "Version " + version + " is applied in test, not in dev",
                        "Apply it to dev first."))
                .toList();
        return new StatusReport(
                List.of("dev", "test"),
                List.of(environment("dev", "0", 0), environment("test", "" + count, count)),
                List.of(new LinkStatus(
                        "dev", "test", Verdict.DIVERGED, List.of(), divergences, List.of(), List.of(), List.of())),
                new CheckoutStatus(List.of(), List.of(), List.of()),
                List.of(),
                List.of(),
                new NextStep("test has diverged from dev: see the remedy above. Once mended", "mvn sync:status"));
    }

    private static EnvironmentStatus environment(String name, String version, int applied) {
        return new EnvironmentStatus(
                name,
                true,
                Optional.of("18.6"),
                Optional.of("localhost:5432/app_" + name),
                true,
                Optional.of(version),
                applied,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
