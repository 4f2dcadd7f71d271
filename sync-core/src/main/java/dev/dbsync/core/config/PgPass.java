package dev.dbsync.core.config;

import dev.dbsync.core.config.DatabaseUrl.HostPort;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.postgresql.jdbcurlresolver.PgPassParser;

/**
 * Passwords of the file {@code ~/.pgpass}, or of the one that {@code PGPASSFILE} names. pgjdbc reads it by libpq's
 * rules, except that it does not ask who else may.
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-pgpass.html">The password file</a>
 */
final class PgPass {

    private static final Set<PosixFilePermission> OF_OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);

    private PgPass() {}

    /**
     * The password of the first of the URL's hosts that has one.
     *
     * @throws SyncException when the password stands in a file that others may read: libpq ignores such a file, so
     *     pg_dump would be refused where Sync is let in
     */
    static Optional<String> password(DatabaseUrl url) {
        String user = url.user().orElseGet(() -> System.getProperty("user.name"));
        for (HostPort host : url.hosts()) {
            String password =
                    PgPassParser.getPassword(host.host(), Integer.toString(host.port()), url.database(), user);
            if (password != null && !password.isEmpty()) {
                refuseWhereOthersMayRead(file());
                return Optional.of(password);
            }
        }
        return Optional.empty();
    }

    /** Where pgjdbc finds the file. */
    private static Path file() {
        return Stream.of(System.getProperty("org.postgresql.pgpassfile"), System.getenv("PGPASSFILE"))
                .filter(named -> named != null && !named.isBlank())
                .findFirst()
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".pgpass"));
    }

    private static void refuseWhereOthersMayRead(Path file) {
        try {
            if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                return;
            }
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            if (permissions.stream().anyMatch(OF_OTHERS::contains)) {
                throw new SyncException(new Problem(
                        "The password file can be read by other users",
                        file.toString(),
                        "Close it, as PostgreSQL's own programs demand: chmod 600 " + file));
            }
        } catch (IOException e) {
            throw new SyncException(
                    new Problem("The permissions of the password file cannot be read", file.toString(), ""), e);
        }
    }
}
