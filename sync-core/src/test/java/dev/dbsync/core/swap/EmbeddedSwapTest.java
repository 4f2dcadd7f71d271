package dev.dbsync.core.swap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.config.EmbeddedConfig;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.embedded.EmbeddedPostgres;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.run.OrderlyShutdown;
import dev.dbsync.core.testing.ClassPathBinaries;
import dev.dbsync.core.testing.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Behind {@code url: embedded}, where the database has the environment's name. */
class EmbeddedSwapTest {

    /** Only for its way to run SQL. */
    @RegisterExtension
    static final PostgresServer sql = PostgresServer.shared();

    @TempDir
    Path state;

    private final SwapFixture fixture = new SwapFixture(sql);

    @ParameterizedTest
    @ValueSource(strings = {"local", "postgres"})
    void theDatabaseOfAnEmbeddedServerCanBeReplacedAndIsThereAfterARestart(String environment) throws Exception {
        try (EmbeddedPostgres embedded = embedded()) {
            Database target = new Database(environment, embedded.start(environment), false);
            fixture.fill(target, "old");
            try (Connection asking = target.connect("test")) {
                assertThat(DatabaseSwap.hindrances(target, asking, 1)).isEmpty();
            }
            fixture.swap(target);
        }

        try (EmbeddedPostgres again = embedded()) {
            Database target = new Database(environment, again.start(environment), false);
            assertThat(fixture.content(target)).isEqualTo("new");
            assertThat(sql.query(target, "SELECT datname FROM pg_database WHERE datname LIKE '%sync%'"))
                    .isEmpty();
        }
    }

    private EmbeddedPostgres embedded() {
        return new EmbeddedPostgres(
                state,
                new EmbeddedConfig(ClassPathBinaries.version()),
                new ClassPathBinaries(),
                EventSink.none(),
                new OrderlyShutdown(EventSink.none()));
    }
}
