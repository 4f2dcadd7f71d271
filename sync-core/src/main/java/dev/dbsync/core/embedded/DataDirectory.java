package dev.dbsync.core.embedded;

import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.run.StateDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What an embedded server leaves between two runs, held by one run at a time.
 *
 * <pre>
 * .sync/embedded/prod/
 *   lock          locked as long as a run uses the server; its text is that run's process id
 *   password      of the role postgres, 0600
 *   data/         PGDATA
 *   server.log
 * </pre>
 */
final class DataDirectory implements AutoCloseable {

    /** Beyond the text, so that others can read it where locks are mandatory (Windows). */
    private static final long LOCKED_BYTE = 1L << 30;

    /**
     * What this JVM holds. Closing any other descriptor of a locked file drops the lock (fcntl), so a second attempt
     * must not even open the file.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final String name;
    private final Path directory;
    private final FileChannel channel;

    private DataDirectory(String name, Path directory, FileChannel channel) {
        this.name = name;
        this.directory = directory;
        this.channel = channel;
    }

    /**
     * Takes the directory for this run, creating it where there is none.
     *
     * @throws SyncException when another run holds it
     */
    static DataDirectory open(Path embedded, String name) {
        try {
            Path directory =
                    StateDirectory.createPrivate(embedded.resolve(name)).toRealPath();
            if (!HELD.add(directory)) {
                throw inUse(name, directory, "this process");
            }
            try {
                return new DataDirectory(name, directory, lock(name, directory));
            } catch (IOException | RuntimeException e) {
                HELD.remove(directory);
                throw e;
            }
        } catch (IOException e) {
            throw new SyncException(
                    new Problem(
                            "Cannot use the directory of the embedded server '" + name + "': " + e.getMessage(),
                            embedded.resolve(name).toString(),
                            "Check that you may write there"),
                    e);
        }
    }

    Path directory() {
        return directory;
    }

    Path data() {
        return directory.resolve("data");
    }

    /** Where initdb works; becomes {@link #data()} when it is complete. */
    Path unfinishedData() {
        return directory.resolve("data.part");
    }

    Path password() {
        return directory.resolve("password");
    }

    Path log() {
        return directory.resolve("server.log");
    }

    /** Whether there is a complete data directory. */
    boolean hasData() {
        return Files.exists(data().resolve("PG_VERSION"));
    }

    /** @throws SyncException when the data is of another major version, which these binaries cannot read */
    void requireMajor(String version) throws IOException {
        String found = Files.readString(data().resolve("PG_VERSION")).strip();
        String major = version.split("\\.")[0];
        if (!found.equals(major)) {
            throw new SyncException(new Problem(
                    "The data of the embedded server '" + name + "' was made by PostgreSQL " + found + "; PostgreSQL "
                            + version + " cannot read it",
                    data().toString(),
                    "To keep the data, set 'embedded: { version: " + found
                            + ".… }' in sync.yaml to a version of PostgreSQL " + found
                            + "\nTo start anew, delete the directory " + directory));
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            HELD.remove(directory);
        }
    }

    private static FileChannel lock(String name, Path directory) throws IOException {
        Path file = directory.resolve("lock");
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = channel.tryLock(LOCKED_BYTE, 1, false);
            if (lock == null) {
                throw inUse(name, directory, "process " + text(channel));
            }
            channel.truncate(0);
            byte[] holder = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8);
            channel.write(ByteBuffer.wrap(holder), 0);
            return channel;
        } catch (OverlappingFileLockException e) {
            throw inUse(name, directory, "this process");
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
    }

    private static String text(FileChannel channel) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(20);
        channel.read(content, 0);
        return new String(content.array(), 0, content.position(), StandardCharsets.UTF_8);
    }

    private static SyncException inUse(String name, Path directory, String holder) {
        return new SyncException(new Problem(
                "The embedded server '" + name + "' is in use by another run of Sync (" + holder + ")",
                directory.toString(),
                "Wait for that run to end, or end it; then run again"));
    }
}
