package dev.dbsync.core.pull;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.run.Outcome;
import dev.dbsync.core.testing.PostgresServer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A protected production, a target, and the project that pulls from the one into the other. */
abstract class PullFixture {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    @TempDir
    Path directory;

    Database prod;
    Database local;
    PullProject project;

    @BeforeEach
    void twoDatabases() {
        prod = server.createDatabase("prod", true);
        local = server.createDatabase("local");
        project = new PullProject(directory, prod, local);
    }

    void both(String... sql) {
        server.execute(prod, sql);
        server.execute(local, sql);
    }

    /** A pull whose backends are terminated once its only worker has filled a table. */
    void interrupted() {
        AtomicBoolean done = terminateOnceATableIsFilled("datname = current_database() AND pid <> pg_backend_pid()");
        assertThat(project.pull().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(done).isTrue();
    }

    /**
     * Has backends of the target's server terminated once the next pull's only worker has filled a table.
     *
     * @param backends a condition on {@code pg_stat_activity}, asked in the target
     * @return whether it was done
     */
    AtomicBoolean terminateOnceATableIsFilled(String backends) {
        AtomicBoolean done = new AtomicBoolean();
        project.pull("workers: 1").onEvent(event -> {
            if (event instanceof SyncEvent.Progress progress
                    && progress.finished()
                    && done.compareAndSet(false, true)) {
                server.query(local, "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE " + backends);
            }
        });
        return done;
    }
}
