package dev.dbsync.core.promote;

import dev.dbsync.core.backup.BackupSpace;
import dev.dbsync.core.backup.ByteCount;
import dev.dbsync.core.config.BackupConfig;
import dev.dbsync.core.problem.Problem;
import java.util.Optional;

/**
 * The rule that defaults are not good enough for every backup: a large database may fill the checkout's disk, and the
 * disk of a build server is thrown away. Who promotes such a target has to say where its backup goes, and what is in
 * it.
 */
final class ChosenBackup {

    /** A protected target above this must be chosen for. */
    static final long LARGE_BYTES = 10L << 30;

    private ChosenBackup() {}

    /**
     * @param file the configuration's, as shown
     * @return why the promotion must not begin, with what to add; empty when it may
     */
    static Optional<Problem> refusal(
            BackupConfig backup,
            BackupSpace space,
            String target,
            boolean isProtected,
            boolean isBuildServer,
            String file) {
        boolean isLarge = space.databaseBytes() > LARGE_BYTES;
        if (!isProtected || !(isLarge || isBuildServer) || backup.isDirectoryNamed() && backup.isScopeNamed()) {
            return Optional.empty();
        }
        String why = isLarge
                ? "has " + ByteCount.shown(space.databaseBytes())
                : "is promoted on a build server (CI=true), whose disk may not last";
        String directory = backup.isDirectoryNamed() ? "…" : "/a/place/that/lasts";
        return Optional.of(new Problem(
                "'" + target + "' is protected and " + why + ": where its backup goes and what is in it must be"
                        + " chosen, and "
                        + missing(backup),
                file,
                "Say it there, such as:\n  backup: { directory: " + directory + ", scope: "
                        + backup.scope().word() + " }"));
    }

    private static String missing(BackupConfig backup) {
        if (backup.isDirectoryNamed()) {
            return "backup.scope is not";
        }
        return backup.isScopeNamed() ? "backup.directory is not" : "neither backup.directory nor backup.scope is";
    }
}
