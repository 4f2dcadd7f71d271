package dev.dbsync.core.pull;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.testing.PostgresServer;
import java.nio.file.Path;
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
}
