package dev.dbsync.core.backup;

import dev.dbsync.core.config.BackupConfig;
import dev.dbsync.core.testing.PostgresServer;
import org.junit.jupiter.api.extension.RegisterExtension;

class PgDumpBackupTest extends BackupEngineContract {

    @RegisterExtension
    static final PostgresServer SERVER = PgDumpServer.forTheClass();

    @Override
    PostgresServer server() {
        return SERVER;
    }

    @Override
    BackupConfig.Engine choice() {
        return BackupConfig.Engine.PG_DUMP;
    }

    @Override
    BackupEngine engine() {
        return new PgDumpBackup(PgDumpServer.client(SERVER).orElseThrow());
    }

    @Override
    void assumeUsable() {
        PgDumpServer.assumeUsable(SERVER);
    }
}
