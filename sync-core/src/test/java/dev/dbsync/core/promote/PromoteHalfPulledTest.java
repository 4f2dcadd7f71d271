package dev.dbsync.core.promote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.load.LoadIdentity;
import dev.dbsync.core.load.LoadSession;
import dev.dbsync.core.load.LoadTarget;
import dev.dbsync.core.problem.RefusedException;
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

/** A database that a pull has left half full, without its indexes and keys, is neither read from nor written to. */
class PromoteHalfPulledTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    @TempDir
    Path directory;

    private PromoteProject project;

    @BeforeEach
    void promotedToDev() {
        project = new PromoteProject(directory, server)
                .script("V1__fee.sql", "CREATE TABLE fee (code text PRIMARY KEY, title text);")
                .with("lookups: [fee]\n");
        project.promote("dev");
        project.promote("test");
        server.execute(project.dev, "INSERT INTO fee VALUES ('basic', 'Basic')");
        project.promote("test");
    }

    /** Its lookup rows are not there yet: the promotion would delete those of the target. */
    @Test
    void nothingIsPromotedFromIt() throws SQLException {
        assertRefused(project.dev);
        assertThat(server.value(project.test, "SELECT title FROM fee")).isEqualTo("Basic");
    }

    @Test
    void nothingIsPromotedToIt() throws SQLException {
        assertRefused(project.test);
    }

    private void assertRefused(Database halfPulled) throws SQLException {
        Set<TableName> fee = Set.of(new TableName("public", "fee"));
        try (Connection connection = halfPulled.connect("pull-prod")) {
            LoadTarget target = new LoadTarget(halfPulled.shown(), "public", Duration.ofSeconds(5));
            LoadSession left = LoadSession.begin(connection, target, new LoadIdentity("1/2", "", "", ""), fee, fee);
            server.execute(halfPulled, "TRUNCATE fee");
            assertThatThrownBy(() -> project.plan("test"))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("did not come to its end")
                    .hasMessageContaining("-Dto=" + halfPulled.environment() + " -Dsync.resume");
            left.putBackAll(connection, EventSink.none());
        }
        assertThat(project.plan("test").hasWork()).isTrue();
    }
}
