package dev.dbsync.core.backup;

import dev.dbsync.core.database.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

/** Writes the content of a backup. */
interface BackupEngine {

    /** {@link BackupResult#PG_DUMP} or {@link BackupResult#BUILT_IN}. */
    String name();

    /**
     * Writes schema and rows, as of the snapshot, into the directory.
     *
     * @return what it wrote, for the manifest
     */
    Manifest.Written write(BackupSnapshot snapshot, Database database, BackupContent content, Path directory)
            throws SQLException, IOException;

    /**
     * Reads everything back from the disk.
     *
     * @throws dev.dbsync.core.problem.SyncException when it is not whole
     */
    void readBack(Path directory, Manifest manifest);
}
