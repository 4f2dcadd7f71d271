package dev.dbsync.core.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The project's {@code .sync}: backups, embedded servers, journal. It may hold raw production data, so it is closed to
 * other users and to git from its first moment.
 */
public final class StateDirectory {

    private StateDirectory() {}

    /**
     * Creates the directory with mode 0700 (where the file system knows modes) and a {@code .gitignore} of {@code *}.
     */
    public static Path create(Path directory) throws IOException {
        createPrivate(directory);
        Path ignore = directory.resolve(".gitignore");
        if (!Files.exists(ignore)) {
            Files.writeString(ignore, "*\n");
        }
        return directory;
    }

    /** Creates the directory and its missing parents, each with mode 0700 where the file system knows modes. */
    public static Path createPrivate(Path directory) throws IOException {
        if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        return Files.createDirectories(directory);
    }
}
