package dev.dbsync.core.backup;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dbsync.core.config.BackupConfig;
import java.util.Optional;

class PgDumpBackupTest extends BackupEngineContract {

    @Override
    BackupConfig.Engine choice() {
        return BackupConfig.Engine.PG_DUMP;
    }

    @Override
    BackupEngine engine() {
        return new PgDumpBackup(client().orElseThrow());
    }

    @Override
    void assumeUsable() {
        assumeTrue(
                client().isPresent(),
                () -> "no pg_dump on this machine can dump a server of version " + server.majorVersion());
    }

    private static Optional<PgClient> client() {
        return PgClient.forServer(PgClient.installed(), server.majorVersion());
    }
}
