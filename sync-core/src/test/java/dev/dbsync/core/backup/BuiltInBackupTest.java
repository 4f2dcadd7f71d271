package dev.dbsync.core.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.config.BackupConfig;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.testing.PostgresServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BuiltInBackupTest extends BackupEngineContract {

    @RegisterExtension
    static final PostgresServer SERVER = PostgresServer.shared();

    @Override
    PostgresServer server() {
        return SERVER;
    }

    @Override
    BackupConfig.Engine choice() {
        return BackupConfig.Engine.BUILT_IN;
    }

    @Override
    BackupEngine engine() {
        return new BuiltInBackup(EventSink.none());
    }

    @Test
    void largeObjectsAreRefusedByName() {
        Database database = small();
        server.execute(database, "SELECT lo_from_bytea(0, 'bytes')");

        assertThatThrownBy(() -> taken(database, BackupConfig.Scope.FULL))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("1 large objects");
    }

    @Test
    void whatItLeavesOutIsNamedInThePlanOfTheRestore() {
        Database database = small();
        server.execute(database, "CREATE PUBLICATION news FOR TABLE item");
        BackupResult backup = taken(database, BackupConfig.Scope.FULL);

        assertThat(BackupRoundTrip.plan(backup.path(), server.createDatabase("restored"))
                        .warnings())
                .anyMatch(warning -> warning.contains("publication news"));
    }

    /** What the schema public grants by default differs between versions 14 and 15. */
    @Test
    void grantsOnTheSchemaPublicComeBack() {
        Database source = small();
        server.execute(source, "REVOKE ALL ON SCHEMA public FROM PUBLIC");
        Database target = server.createDatabase("restored");

        BackupRoundTrip.restore(taken(source, BackupConfig.Scope.FULL).path(), target);

        new DatabaseComparison(server).requireSame(source, target);
    }
}
