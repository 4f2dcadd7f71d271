package dev.dbsync.core.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.config.BackupConfig;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.run.Outcome;
import dev.dbsync.core.testing.PostgresServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class BuiltInBackupTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    @TempDir
    Path directory;

    @Test
    void everythingComesBackAsItWas() {
        Database source = server.createDatabase("prod");
        server.execute(source, DatabaseComparison.resource("everything.sql").split("\n----\n"));
        BackupResult backup = Backup.take(
                source,
                BackupRoundTrip.config(directory, BackupConfig.Engine.BUILT_IN),
                BackupRoundTrip.PLAN,
                EventSink.none());
        Database target = server.createDatabase("restored");

        RestoreReport report = BackupRoundTrip.restore(backup.path(), target);

        assertThat(report.outcome()).isEqualTo(Outcome.RESTORED);
        new DatabaseComparison(server).requireSame(source, target);
    }
}
