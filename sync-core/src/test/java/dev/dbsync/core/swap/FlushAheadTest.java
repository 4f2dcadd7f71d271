package dev.dbsync.core.swap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.testing.PostgresServer;
import java.sql.Connection;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FlushAheadTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    private final Database database = server.createDatabase("flushed");

    @Test
    void whatTheServerHoldsInMemoryIsOnTheDiskWhenItIsClosed() throws Exception {
        server.execute(database, "CREATE TABLE t AS SELECT i FROM generate_series(1, 1000) AS i");
        String written = server.value(database, "SELECT pg_current_wal_lsn()");

        FlushAhead.start(database.connect("flush")).orElseThrow().close();

        assertThat(server.value(database, "SELECT redo_lsn >= '" + written + "'::pg_lsn FROM pg_control_checkpoint()"))
                .isEqualTo("t");
    }

    @Test
    void aRoleThatMayNotIsLeftAlone() throws Exception {
        Connection session = database.connect("flush");
        session.createStatement().execute("CREATE ROLE flush_nobody");
        try {
            session.createStatement().execute("SET ROLE flush_nobody");

            Optional<FlushAhead> flushing = FlushAhead.start(session);

            assertThat(flushing).isEmpty();
            assertThat(session.isClosed()).isTrue();
        } finally {
            server.execute(database, "DROP ROLE flush_nobody");
        }
    }
}
