package dev.dbsync.core.backup;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The sign that a run is writing in a directory: a file in it that the run holds the operating system's lock on. The
 * lock ends with the process, however that ends, so that nobody has to guess whether a directory was left behind.
 */
final class WriterLock implements AutoCloseable {

    /** No part of a backup. */
    static final String NAME = "writing.lock";

    /** What is known of a directory's writer. */
    enum State {
        AT_WORK,
        GONE,
        /** There is no such file, or it may not be asked. */
        UNKNOWN
    }

    private final Path file;
    private final FileChannel channel;

    private WriterLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Empty on a file system that has no locks: then nobody can know later whether the writer is gone. */
    static Optional<WriterLock> take(Path directory) throws IOException {
        // Under its name nobody ever sees it without its lock.
        Path unnamed = directory.resolve(NAME + ".new");
        PrivateFiles.create(unnamed).close();
        FileChannel channel = FileChannel.open(unnamed, StandardOpenOption.WRITE);
        try {
            channel.lock();
        } catch (IOException e) {
            channel.close();
            Files.delete(unnamed);
            return Optional.empty();
        }
        Path file = directory.resolve(NAME);
        Files.move(unnamed, file, StandardCopyOption.ATOMIC_MOVE);
        return Optional.of(new WriterLock(file, channel));
    }

    /** Asks without waiting. */
    static State of(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            // A writer that has just finished takes the file away before it lets go of it.
            return lock == null ? State.AT_WORK : Files.exists(file) ? State.GONE : State.UNKNOWN;
        } catch (OverlappingFileLockException e) {
            // By this very process.
            return State.AT_WORK;
        } catch (NoSuchFileException | AccessDeniedException e) {
            return State.UNKNOWN;
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
        channel.close();
    }
}
