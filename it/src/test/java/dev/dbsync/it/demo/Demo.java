package dev.dbsync.it.demo;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.embedded.EmbeddedPostgres;
import dev.dbsync.it.maven.MavenRun;
import dev.dbsync.it.maven.MavenSetup;
import dev.dbsync.it.maven.RunReport;
import dev.dbsync.it.quickstart.Quickstart;
import dev.dbsync.it.quickstart.ShopSeed;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The story of one release, told on the quickstart project by a real Maven: {@code mvn -Pdemo install}. */
public final class Demo {

    private static final int CUSTOMERS_IN_PRODUCTION = 100_000;
    private static final int CUSTOMERS_ELSEWHERE = 50;

    private final Quickstart project;
    private final Path here;
    private final Narrator narrator;
    private final MavenRun maven;

    private Demo(Quickstart project, MavenSetup setup, Path here) {
        this.project = project;
        this.here = here;
        this.narrator = new Narrator(System.out);
        this.maven = new MavenRun(setup, project.directory(), narrator::output);
    }

    /**
     * @param arguments the quickstart's directory, Maven's home, the local repository, {@code offline=true} or
     *     {@code offline=false}, and where the build was started from
     */
    public static void main(String[] arguments) {
        MavenSetup setup = new MavenSetup(
                Path.of(arguments[1]), Path.of(arguments[2]), Optional.empty(), arguments[3].equals("offline=true"));
        new Demo(new Quickstart(Path.of(arguments[0])), setup, Path.of(arguments[4])).tell();
    }

    private void tell() {
        narrator.chapter("A shop in the middle of a release");
        seed();

        narrator.chapter("What differs?");
        goal("status", "", "sync:status");

        narrator.chapter("What would a promotion to test do? Nothing is changed yet.");
        goal("promote", "DRY_RUN", "sync:promote", "-Dto=test", "-Dsync.dryRun");

        narrator.chapter("Promote to test");
        goal("promote", "PROMOTED", "sync:promote", "-Dto=test", "-Dsync.confirm=yes");

        narrator.chapter("Promote to production: only the id of a plan that somebody has read will do");
        RunReport plan = goal("promote", "DRY_RUN", "sync:promote", "-Dto=prod", "-Dsync.dryRun");
        goal("promote", "PROMOTED", "sync:promote", "-Dto=prod", "-Dsync.confirm=" + plan.text("planId"));

        narrator.chapter("Bring production's data to a developer, anonymized on its way");
        goal("pull-prod", "PULLED", "sync:pull-prod");
        compareRows();

        narrator.chapter("Is the chain in sync?");
        RunReport status = goal("status", "", "sync:status", "-Dsync.failIfOutOfSync");
        if (!status.isTrue("inSync")) {
            throw new IllegalStateException("the chain is not in sync at the end of the demo");
        }
        narrator.farewell(project.directory(), here);
    }

    private void seed() {
        try (EmbeddedPostgres servers = project.servers()) {
            for (String environment : List.of("dev", "test", "prod", "local")) {
                Database database = Quickstart.database(servers, environment);
                EmptyDatabase.again(database);
                ShopSeed seed = new ShopSeed(project);
                switch (environment) {
                    case "dev" -> seed.dev(database, CUSTOMERS_ELSEWHERE);
                    case "test" -> seed.test(database, CUSTOMERS_ELSEWHERE);
                    case "prod" -> seed.prod(database, CUSTOMERS_IN_PRODUCTION);
                    default -> narrator.line("local: empty");
                }
                if (!environment.equals("local")) {
                    narrator.line(environment + ": " + ShopFacts.of(database));
                }
            }
        }
    }

    private void compareRows() {
        try (EmbeddedPostgres servers = project.servers()) {
            narrator.table("In production", ShopFacts.someCustomers(Quickstart.database(servers, "prod")));
            narrator.table("In local, after the pull", ShopFacts.someCustomers(Quickstart.database(servers, "local")));
        }
    }

    private RunReport goal(String report, String outcome, String... arguments) {
        narrator.command(arguments);
        MavenRun.Result result = maven.batch(arguments);
        if (result.exitCode() != 0) {
            throw new IllegalStateException("mvn " + String.join(" ", arguments) + " failed; see its output above");
        }
        RunReport written = RunReport.read(project.report(report));
        if (!outcome.isEmpty() && !written.text("outcome").equals(outcome)) {
            throw new IllegalStateException(
                    "mvn " + String.join(" ", arguments) + " came to " + written.text("outcome") + ", not " + outcome);
        }
        return written;
    }
}
