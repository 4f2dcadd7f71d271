package dev.dbsync.core.migration;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.testing.PostgresServer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A project of scripts, and the database that they are run on in one transaction. */
abstract class MigrateFixture {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    static final String ONE = "V1__one.sql";
    static final String TWO = "V2__two.sql";
    static final String THREE = "V3__three.sql";

    @TempDir
    Path directory;

    final Database target = server.createDatabase("test");
    Project project;

    @BeforeEach
    void aProject() {
        project = new Project(directory);
    }

    List<String> migrate(String... scripts) throws SQLException {
        Migrations migrations = project.checkout().of(target);
        try (OneTransaction transaction = OneTransaction.open(target, "test")) {
            List<String> executed = migrations.migrate(transaction, Set.of(scripts), EventSink.none());
            transaction.commit();
            return executed;
        }
    }
}
