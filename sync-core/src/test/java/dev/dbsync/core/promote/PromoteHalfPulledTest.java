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
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A database that a pull has left half full, without its indexes and keys, is neither read from nor written to. */
class PromoteHalfPulledTest extends FeeFixture {

    @BeforeEach
    void aRowInBoth() {
        String row = "INSERT INTO fee VALUES ('basic', 'Basic')";
        server.execute(project.dev, row);
        server.execute(project.test, row);
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
            left.condemn(connection, fee);
            assertThatThrownBy(() -> project.plan("test"))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("has found what should have been masked")
                    .hasMessageContaining("-Dto=" + halfPulled.environment() + " -Dsync.restoreIndexes")
                    .message()
                    .doesNotContain("-Dsync.resume");
            left.putBackAll(connection, EventSink.none());
        }
        assertThat(project.plan("test").hasWork()).isTrue();
    }
}
