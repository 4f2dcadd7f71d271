package dev.dbsync.core.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.dbsync.core.config.Credentials;
import dev.dbsync.core.config.DatabaseUrl;
import dev.dbsync.core.config.SyncConfig;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.EmbeddedServers;
import dev.dbsync.core.database.Environments;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.load.LoadIdentity;
import dev.dbsync.core.load.LoadSession;
import dev.dbsync.core.load.LoadTarget;
import dev.dbsync.core.migration.Divergence;
import dev.dbsync.core.migration.Migrations;
import dev.dbsync.core.migration.OneTransaction;
import dev.dbsync.core.migration.PendingMigration;
import dev.dbsync.core.migration.ProgressTable;
import dev.dbsync.core.migration.Project;
import dev.dbsync.core.migration.SegmentedRun;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.report.StatusJson;
import dev.dbsync.core.report.StatusText;
import dev.dbsync.core.status.LinkStatus.Verdict;
import dev.dbsync.core.swap.DatabaseSwap;
import dev.dbsync.core.testing.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class StatusCheckTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    private static final String ONE = "V1__one.sql";
    private static final String TWO = "V2__two.sql";

    @TempDir
    Path directory;

    private final Database dev = server.createDatabase("dev");
    private final Database test = server.createDatabase("test");
    private final Database prod = server.createDatabase("prod");
    private Project project;

    @BeforeEach
    void aProjectOfTwoScripts() {
        project = new Project(directory)
                .environment(dev)
                .environment(test)
                .environment(prod)
                .script(ONE, "CREATE TABLE fee (code text PRIMARY KEY, cents int);")
                .script(TWO, "CREATE TABLE two (id int);");
    }

    @Test
    void saysHowFarEachEnvironmentIsAndNamesTheLeftmostLinkThatIsBehind() throws SQLException {
        migrate(dev, ONE, TWO);
        migrate(test, ONE);
        migrate(prod, ONE);

        StatusReport report = status();

        assertThat(report.environments())
                .extracting(EnvironmentStatus::name, each -> each.version().orElse("-"), EnvironmentStatus::applied)
                .containsExactly(tuple("dev", "2", 2), tuple("test", "1", 1), tuple("prod", "1", 1));
        assertThat(report.links())
                .extracting(LinkStatus::from, LinkStatus::to, LinkStatus::verdict)
                .containsExactly(tuple("dev", "test", Verdict.BEHIND), tuple("test", "prod", Verdict.IN_SYNC));
        assertThat(report.links().get(0).pending())
                .extracting(PendingMigration::script)
                .containsExactly(TWO);
        assertThat(report.checkout().pending()).isEmpty();
        assertThat(report.inSync()).isFalse();
        assertThat(report.next().command()).isEqualTo("mvn sync:promote -Dto=test");
    }

    @Test
    void saysWhatAPullHasLeftAndHowToGoOn() throws SQLException {
        migrate(dev, ONE);
        migrate(test, ONE);
        beginToLoad("fee");
        DatabaseSwap.create(test, EventSink.none()).close();

        StatusReport report = status();

        assertThat(report.environments())
                .extracting(each -> each.pull().map(pull -> pull.kind().word()).orElse("-"))
                .containsExactly("in-place", "swap", "-");
        assertThat(StatusText.of(report))
                .contains("A pull into dev, begun at ", "mvn sync:pull-prod -Dto=dev -Dsync.restoreIndexes")
                .contains("test is as it was, and " + test.url().database()
                        + "_sync_new beside it has not taken its place")
                .contains("mvn sync:pull-prod -Dto=test -Dsync.resume");
        assertThat(StatusJson.of(report))
                .contains("\"unfinishedPull\"", "\"in-place\"", test.url().database() + "_sync_new");

        try (Connection connection = dev.connect("test")) {
            LoadSession.leftAnywhere(connection, "dev", Duration.ZERO)
                    .orElseThrow()
                    .condemn(connection, Set.of(new TableName("public", "fee")));
        }
        assertThat(StatusText.of(status()))
                .contains("has found what should have been masked", "mvn sync:pull-prod -Dto=dev -Dsync.restoreIndexes")
                .doesNotContain("-Dto=dev -Dsync.resume");
    }

    /** Sets the keys of a table of dev's aside, as a pull does. */
    private void beginToLoad(String table) throws SQLException {
        TableName name = new TableName("public", table);
        try (Connection connection = dev.connect("test")) {
            LoadSession.begin(
                    connection,
                    new LoadTarget("dev", "public", Duration.ofSeconds(5)),
                    new LoadIdentity("source", "selection", "rules", ""),
                    Set.of(name),
                    Set.of(name));
        }
    }

    @Test
    void whereAPullWasInterruptedItGoesOnAndKeysThatItSetAsideAreNotMissed() throws SQLException {
        for (Database database : new Database[] {dev, test, prod}) {
            migrate(database, ONE);
            server.execute(database, "CREATE TABLE payment (fee text REFERENCES fee)");
        }
        project.delete(TWO).anonymize("tables: { fee: { code: keep } }");
        assertThat(status().unclassified()).isEmpty();

        beginToLoad("payment");

        StatusReport report = status();
        assertThat(report.inSync()).isTrue();
        assertThat(report.unclassified()).isEmpty();
        assertThat(StatusText.of(report))
                .endsWith("A pull into dev is not at its end. Unless it is still running, it goes on with:"
                        + " mvn sync:pull-prod -Dto=dev -Dsync.resume\n");
    }

    @Test
    void migrationsOfAPullThatWereInterruptedGoOnWithAPull() throws SQLException {
        migrate(dev, ONE);
        migrate(test, ONE);
        try (Connection one = dev.connect("test");
                Connection other = test.connect("test")) {
            new ProgressTable("public").begin(one, SegmentedRun.PULL, 3);
            new ProgressTable("public").begin(other, "4be1a94c378f0c2d", 3);
        }

        assertThat(StatusText.of(status()))
                .contains("A pull into dev was interrupted in its migrations: 1 of 3", "mvn sync:pull-prod -Dto=dev")
                .contains("A promotion to test is not at its end: 1 of 3", "mvn sync:promote -Dto=test")
                .doesNotContain("A promotion to dev");
    }

    @Test
    void countsLookupRowsAndCallsALinkThatDiffersInThemBehind() throws SQLException {
        project.lookups("fee");
        for (Database database : new Database[] {dev, test, prod}) {
            migrate(database, ONE, TWO);
        }
        server.execute(dev, "INSERT INTO fee VALUES ('a', 1), ('b', 2)");
        server.execute(test, "INSERT INTO fee VALUES ('b', 3), ('c', 4)");
        server.execute(prod, "INSERT INTO fee VALUES ('b', 3), ('c', 4)");

        StatusReport report = status();

        assertThat(report.links()).extracting(LinkStatus::verdict).containsExactly(Verdict.BEHIND, Verdict.IN_SYNC);
        assertThat(report.links().get(0).lookups()).containsExactly(new LinkStatus.LookupCount("fee", 1, 1, 1, false));
        assertThat(report.links().get(1).lookups()).isEmpty();
    }

    @Test
    void aLookupTableThatTheTargetLacksCountsAsEmptyThere() throws SQLException {
        project.lookups("fee");
        migrate(dev, ONE);
        server.execute(dev, "INSERT INTO fee VALUES ('a', 1), ('b', 2)");

        LinkStatus link = status().links().get(0);

        assertThat(link.lookups()).containsExactly(new LinkStatus.LookupCount("fee", 2, 0, 0, true));
        assertThat(link.verdict()).isEqualTo(Verdict.BEHIND);
    }

    @Test
    void aLookupTableWithoutAKeyStandsInTheWayOfItsLinks() throws SQLException {
        project.lookups("two");
        migrate(dev, ONE, TWO);
        migrate(test, ONE, TWO);

        LinkStatus link = status().links().get(0);

        assertThat(link.verdict()).isEqualTo(Verdict.DIVERGED);
        assertThat(link.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.what()).contains("two").contains("no primary key"));
    }

    @Test
    void aMisspeltLookupTableIsAProblemOfTheWholeChain() throws SQLException {
        project.lookups("fees");
        migrate(dev, ONE);

        assertThat(status().problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.remedy()).contains("fee"));
    }

    @Test
    void withAMisspeltLookupTableNothingIsSaidToBeInSync() throws SQLException {
        project.lookups("fees");
        for (Database database : new Database[] {dev, test, prod}) {
            migrate(database, ONE, TWO);
        }

        assertThat(status().next().text()).contains("There is no lookup table 'fees'");
        assertThat(status().next().command()).isEqualTo("mvn sync:status");
    }

    @Test
    void aLookupTableThatMayNotBeReadDoesNotSpoilTheNextLink() throws SQLException {
        project.lookups("fee");
        for (Database database : new Database[] {dev, test, prod}) {
            migrate(database, ONE, TWO);
        }
        server.execute(
                test,
                "DO $$BEGIN CREATE ROLE reader_of_histories LOGIN PASSWORD 'x';"
                        + " EXCEPTION WHEN duplicate_object THEN NULL; END$$",
                "GRANT SELECT ON flyway_schema_history TO reader_of_histories");
        Project weakly = new Project(directory)
                .environment(dev)
                .environment(server.as(test, "reader_of_histories", "x"))
                .environment(prod)
                .lookups("fee");

        assertThat(status(weakly, Set.of()).links())
                .hasSize(2)
                .allSatisfy(link -> assertThat(link.problems())
                        .singleElement()
                        .satisfies(problem -> assertThat(problem.text())
                                .contains("42501")
                                .contains(link.from() + " -> " + link.to())
                                .contains("Grant")));
    }

    @Test
    void anUnreachableEnvironmentDoesNotHideTheOthers() throws SQLException {
        migrate(dev, ONE, TWO);
        migrate(test, ONE, TWO);
        Project broken = new Project(directory)
                .environment(dev)
                .environment(test)
                .environment("prod", "jdbc:postgresql://localhost:1/nowhere");

        StatusReport report = status(broken, Set.of());

        assertThat(report.environments())
                .extracting(EnvironmentStatus::reachable)
                .containsExactly(true, true, false);
        assertThat(report.environments().get(2).error())
                .hasValueSatisfying(error -> assertThat(error).contains("Cannot connect to prod"));
        assertThat(report.links())
                .extracting(LinkStatus::verdict)
                .containsExactly(Verdict.IN_SYNC, Verdict.UNREACHABLE);
        assertThat(report.inSync()).isFalse();
        assertThat(report.next().text()).contains("Cannot reach prod");
        assertThat(report.next().command()).isEqualTo("mvn sync:status");
    }

    @Test
    void anEnvironmentWhoseUrlIsNotSetIsUnreachable() throws SQLException {
        migrate(dev, ONE);
        Project unset = new Project(directory)
                .environment(dev)
                .environment(test)
                .environment("prod", "${NOT_SET_ON_THIS_MACHINE}");

        assertThat(status(unset, Set.of()).environments().get(2).error())
                .hasValueSatisfying(error -> assertThat(error).contains("NOT_SET_ON_THIS_MACHINE"));
    }

    @Test
    void anEnvironmentThatMayNotBeReadSaysSoAndDoesNotHideTheOthers() throws SQLException {
        migrate(dev, ONE);
        migrate(test, ONE);
        server.execute(server.maintenance(), "CREATE ROLE reader_of_nothing LOGIN PASSWORD 'x'");
        Database weak = server.as(test, "reader_of_nothing", "x");
        Project weakly =
                new Project(directory).environment(dev).environment(weak).environment(prod);

        StatusReport report = status(weakly, Set.of());

        assertThat(report.environments().get(1).reachable()).isTrue();
        assertThat(report.environments().get(1).error())
                .hasValueSatisfying(error -> assertThat(error).contains("42501"));
        assertThat(report.links()).extracting(LinkStatus::verdict).containsOnly(Verdict.UNREACHABLE);
        assertThat(report.environments().get(0).version()).contains("1");
    }

    @Test
    void whatTheCheckoutHasBeyondTheFirstEnvironmentStandsInTheCheckout() throws SQLException {
        migrate(dev, ONE);
        migrate(test, ONE);
        migrate(prod, ONE);

        StatusReport report = status();

        assertThat(report.checkout().pending())
                .extracting(PendingMigration::script)
                .containsExactly(TWO);
        assertThat(report.inSync()).isTrue();
        assertThat(report.next().command()).isEqualTo("mvn sync:promote -Dto=dev");
    }

    @Test
    void aDivergedLinkNamesItsRemedy() throws SQLException {
        migrate(dev, ONE);
        migrate(test, ONE, TWO);
        migrate(prod, ONE, TWO);
        project.delete(TWO);

        StatusReport report = status();

        assertThat(report.links().get(0).verdict()).isEqualTo(Verdict.DIVERGED);
        assertThat(report.links().get(0).divergences())
                .extracting(Divergence::kind, Divergence::script)
                .containsExactly(tuple(Divergence.Kind.TARGET_ONLY, TWO));
        assertThat(report.next().text()).contains("test has diverged from dev");
        assertThat(report.next().command()).isEqualTo("mvn sync:status");
    }

    @Test
    void everythingInSyncPointsAtFreshData() throws SQLException {
        for (Database database : new Database[] {dev, test, prod}) {
            migrate(database, ONE, TWO);
        }

        StatusReport report = status();

        assertThat(report.inSync()).isTrue();
        assertThat(report.next().command()).isEqualTo("mvn sync:pull-prod");
    }

    @Test
    void whereAPullWouldBeRefusedForWantOfRulesTheyComeFirst() throws SQLException {
        for (Database database : new Database[] {dev, test, prod}) {
            migrate(database, ONE);
        }
        project.delete(TWO).anonymize("tables: { fee: { code: keep } }");
        assertThat(status().next().command()).isEqualTo("mvn sync:pull-prod");

        server.execute(dev, "ALTER TABLE fee ADD label text");
        assertThat(status().next().command())
                .as("a pull reads prod, which has no such column")
                .isEqualTo("mvn sync:pull-prod");
        StatusReport withoutProd = status(project, Set.of("dev", "test"));
        assertThat(withoutProd.next().command()).isEqualTo("mvn sync:classify -Dsync.from=dev");

        server.execute(prod, "ALTER TABLE fee ADD label text");
        StatusReport report = status();
        assertThat(report.inSync()).isTrue();
        assertThat(report.next().command()).isEqualTo("mvn sync:classify -Dsync.from=prod");
        assertThat(StatusText.of(report))
                .endsWith("Everything is in sync, but prod has columns without a masking rule, which a pull refuses."
                        + " Rules are proposed by: mvn sync:classify -Dsync.from=prod\n")
                .doesNotContain("mvn sync:pull-prod");
        assertThat(StatusJson.of(report)).contains("\"next\" : \"mvn sync:classify -Dsync.from=prod\"");

        project.anonymize("unclassified: keep, tables: { fee: { code: keep } }");
        assertThat(status().next().command()).as("it refuses nothing").isEqualTo("mvn sync:pull-prod");
    }

    @Test
    void aChainWithoutAnyHistoryIsSaidToBeSo() {
        StatusReport report = status();

        assertThat(report.environments()).noneMatch(EnvironmentStatus::hasHistory);
        assertThat(report.next().command()).isEqualTo("mvn sync:promote -Dto=dev");
    }

    @Test
    void onlyTheNamedEnvironmentsAreLookedAt() throws SQLException {
        migrate(dev, ONE);

        StatusReport report = status(project, Set.of("prod", "dev"));

        assertThat(report.environments()).extracting(EnvironmentStatus::name).containsExactly("dev", "prod");
        assertThat(report.links()).isEmpty();
        assertThat(status(project, Set.of("prod")).next().text()).contains("No two neighbours");
        assertThatThrownBy(() -> status(project, Set.of("pord")))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("Did you mean 'prod'?");
    }

    @Test
    void looksWithoutWritingAnything() throws SQLException {
        migrate(dev, ONE);

        status();

        assertThat(server.value(test, "SELECT count(*) FROM pg_class WHERE relname = 'flyway_schema_history'"))
                .isEqualTo("0");
    }

    private StatusReport status() {
        return status(project, Set.of());
    }

    private static StatusReport status(Project project, Set<String> names) {
        SyncConfig config = project.config();
        try (Environments environments =
                new Environments(config, project.variables(), Credentials.none(), new NoEmbeddedServers())) {
            return new StatusCheck(config, environments, project.checkout(), EventSink.none())
                    .check(new StatusRequest(names));
        }
    }

    private void migrate(Database database, String... scripts) throws SQLException {
        Migrations migrations = project.checkout().of(database);
        try (OneTransaction transaction = OneTransaction.open(database, "test")) {
            migrations.migrate(transaction, Set.of(scripts), EventSink.none());
            transaction.commit();
        }
    }

    private static final class NoEmbeddedServers implements EmbeddedServers {

        @Override
        public DatabaseUrl start(String environment) {
            throw new AssertionError("no embedded server was asked for");
        }

        @Override
        public void close() {
            // None was started.
        }
    }
}
