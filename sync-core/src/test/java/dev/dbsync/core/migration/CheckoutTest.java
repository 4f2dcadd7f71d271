package dev.dbsync.core.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.dbsync.core.config.SyncConfig;
import dev.dbsync.core.config.Variables;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.testing.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

class CheckoutTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    @TempDir
    Path directory;

    private final Database dev = server.createDatabase("dev");
    private final Database test = server.createDatabase("test");

    @Test
    void locationsAreRelativeToTheProjectAndScriptsToTheirLocation() {
        Project project = new Project(directory).script("a/V1__one.sql", "SELECT 1;");

        assertThat(project.checkout().of(dev).local())
                .extracting(LocalMigration::script)
                .containsExactly("a/V1__one.sql");
    }

    @Test
    void aLocationThatIsNotThereIsAnError() {
        Project project = new Project(directory).flywayOnly("locations: [\"filesystem:slq\"]");

        assertThatThrownBy(() -> project.checkout().of(dev))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("slq");
    }

    @Test
    void twoScriptsOfOneVersionAreNamedWithTheirFiles() {
        Project project =
                new Project(directory).script("V3__a.sql", "SELECT 1;").script("V3__b.sql", "SELECT 1;");

        assertThatThrownBy(() -> project.checkout().of(dev)).isInstanceOfSatisfying(SyncException.class, e -> {
            assertThat(e.problem().what()).contains("more than one migration with version 3");
            assertThat(e.problem().where()).contains("V3__a.sql").contains("V3__b.sql");
            assertThat(e.problem().remedy()).isNotEmpty();
        });
    }

    @Test
    void aMisspeltSettingIsRefusedWithTheNearestName() {
        Project project = new Project(directory).flyway("outOfOder: true");

        assertThatThrownBy(() -> project.checkout().of(dev))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("Flyway has no setting 'outOfOder'")
                .hasMessageContaining("Did you mean 'outOfOrder'?")
                .hasMessageContaining("sync.yaml:1");
    }

    @Test
    void settingsOfFlywaysOwnPluginsAreKnown() {
        Project project =
                new Project(directory).flyway("baselineMigrationPrefix: \"S\"").script("S1__start.sql", "SELECT 1;");

        assertThat(project.checkout().of(dev).local())
                .extracting(LocalMigration::type)
                .containsExactly("SQL_BASELINE");
    }

    @Test
    void aSettingThatWouldBreakAPromiseIsRefused() {
        assertThatThrownBy(() -> new Project(directory)
                        .flyway("skipExecutingMigrations: true")
                        .checkout()
                        .of(dev))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("without running the scripts");
    }

    @Test
    void anUnknownNamespaceIsRefusedByFlyway() {
        assertThatThrownBy(() -> new Project(directory)
                        .flyway("postgre.lock: true")
                        .checkout()
                        .of(dev))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("postgre.lock");
    }

    @Test
    void theClassLoaderIsAskedOnlyForClasspathLocations() {
        SyncConfig files =
                new Project(directory).script("V1__one.sql", "SELECT 1;").config();
        Variables variables = new Variables(name -> null, Map.of());
        new Checkout(files, variables, () -> {
                    throw new AssertionError("asked for the classpath");
                })
                .of(dev);

        SyncConfig classes = new Project(directory)
                .flywayOnly("locations: [\"classpath:dev/dbsync/core/migration/scripts\"]")
                .config();
        assertThat(new Checkout(classes, variables, () -> getClass().getClassLoader())
                        .of(dev)
                        .local())
                .extracting(LocalMigration::script)
                .containsExactly("dev.dbsync.core.migration.scripts.V2__Made_by_java");
    }

    @Test
    void variablesInSettingsAreFilledIn() {
        SyncConfig config = new Project(directory).flyway("table: \"${TABLE}\"").config();

        Checkout checkout = new Checkout(config, new Variables(Map.of("TABLE", "changes")::get, Map.of()), () -> null);

        assertThat(checkout.of(dev).historyTable().name()).isEqualTo("changes");
    }

    @Test
    void theDefaultSchemaIsTheConfiguredOneOrTheFirstOrTheConnections() {
        assertThat(new Project(directory).checkout().of(dev).defaultSchema()).isEqualTo("public");
        assertThat(new Project(directory)
                        .flyway("schemas: [app, other]")
                        .checkout()
                        .of(dev)
                        .defaultSchema())
                .isEqualTo("app");
        Migrations both = new Project(directory)
                .flyway("schemas: [app, other], defaultSchema: other")
                .checkout()
                .of(dev);
        assertThat(both.defaultSchema()).isEqualTo("other");
        assertThat(both.schemas()).containsExactly("app", "other");
        server.execute(
                dev, "CREATE SCHEMA mine", "ALTER DATABASE \"" + dev.url().database() + "\" SET search_path = mine");
        assertThat(new Project(directory).checkout().of(dev).defaultSchema()).isEqualTo("mine");
    }

    @Test
    void repeatablesWithDifferingPlaceholdersAreInSyncOnceEachSideHasItsOwn() throws SQLException {
        Project project = new Project(directory)
                .flywayOf("dev", "placeholders: { region: eu }")
                .flywayOf("test", "placeholders: { region: us }")
                .script("R__view.sql", "CREATE OR REPLACE VIEW v AS SELECT '${region}' AS region;");
        migrate(project, dev);

        assertThat(compare(project).scripts()).containsExactly("R__view.sql");
        migrate(project, test);

        assertThat(compare(project).inSync()).isTrue();
        assertThat(server.value(test, "SELECT region FROM v")).isEqualTo("us");
        assertThat(server.value(dev, "SELECT checksum FROM flyway_schema_history"))
                .isNotEqualTo(server.value(test, "SELECT checksum FROM flyway_schema_history"));

        project.script("R__view.sql", "CREATE OR REPLACE VIEW v AS SELECT '${region}' AS region, 1 AS x;");
        assertThat(compare(project).divergences())
                .extracting(Divergence::kind)
                .containsExactly(Divergence.Kind.LOCAL_DIFFERS);
        migrate(project, dev);
        assertThat(compare(project).scripts()).containsExactly("R__view.sql");
    }

    @Test
    void aRepeatableWithFlywaysTimestampIsKnownAsSuch() {
        Project project = new Project(directory)
                .script("R__stamp.sql", "SELECT '${flyway:timestamp}';")
                .script("R__plain.sql", "SELECT 1;");

        assertThat(project.checkout().of(dev).local())
                .extracting(LocalMigration::description, LocalMigration::settles)
                .containsExactlyInAnyOrder(tuple("stamp", false), tuple("plain", true));
    }

    @Test
    void theDigestFollowsScriptsCallbacksSettingsAndPlaceholders() {
        Project project = new Project(directory)
                .script("V1__one.sql", "SELECT 1;")
                .script("V2__two.sql", "SELECT 2;")
                .script("afterMigrate.sql", "SELECT 3;");
        byte[] original = digest(project);

        assertThat(digest(project)).isEqualTo(original);
        assertThat(digest(project.script("V2__two.sql", "SELECT 22;"))).isEqualTo(original);
        assertThat(digest(project.script("afterMigrate.sql", "SELECT 33;"))).isNotEqualTo(original);
        project.script("afterMigrate.sql", "SELECT 3;");
        assertThat(digest(project.script("V1__one.sql", "SELECT 11;"))).isNotEqualTo(original);
        project.script("V1__one.sql", "SELECT 1;");
        assertThat(digest(project.script("V1__one.sql.conf", "encoding=UTF-8"))).isNotEqualTo(original);
        project.delete("V1__one.sql.conf");
        assertThat(digest(project)).isEqualTo(original);
        assertThat(digest(project.flyway("placeholders: { a: b }"))).isNotEqualTo(original);
    }

    @Test
    void theSessionOfATransactionIsTheDriversOwn() throws SQLException {
        try (OneTransaction transaction = OneTransaction.open(dev, "test")) {
            assertThat(transaction.connection().unwrap(PGConnection.class).getBackendPID())
                    .isPositive();
            Connection borrowed = transaction.dataSource().getConnection();
            assertThat(borrowed.unwrap(PGConnection.class).getBackendPID())
                    .isEqualTo(
                            transaction.connection().unwrap(PGConnection.class).getBackendPID());
            borrowed.close();
            assertThat(borrowed.isClosed()).isTrue();
            assertThat(transaction.connection().isClosed()).isFalse();
        }
    }

    private byte[] digest(Project project) {
        return project.checkout().of(dev).digest(List.of("V1__one.sql"));
    }

    private HistoryComparison compare(Project project) throws SQLException {
        Checkout checkout = project.checkout();
        try (Connection source = dev.connectReadOnly("test");
                Connection target = test.connectReadOnly("test")) {
            Migrations there = checkout.of(dev, source);
            Migrations here = checkout.of(test, target);
            return here.compare(here.history(target), there, there.history(source));
        }
    }

    private static void migrate(Project project, Database database) throws SQLException {
        try (OneTransaction transaction = OneTransaction.open(database, "test")) {
            Migrations migrations = project.checkout().of(database);
            migrations.migrate(
                    transaction,
                    Set.copyOf(migrations
                            .compareToCheckout(migrations.history(transaction.connection()))
                            .scripts()),
                    EventSink.none());
            transaction.commit();
        }
    }
}
