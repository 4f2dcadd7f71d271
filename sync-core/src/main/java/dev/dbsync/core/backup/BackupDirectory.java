package dev.dbsync.core.backup;

import dev.dbsync.core.run.Directories;
import dev.dbsync.core.run.StateDirectory;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The directory of one backup while it is written: {@code NAME.part} until it is complete, so that nothing half-done
 * ever bears a backup's name. Closed without {@link #complete()}, it is gone.
 */
final class BackupDirectory implements AutoCloseable {

    static final String UNFINISHED = ".part";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private static final Pattern NAME =
            Pattern.compile("(?<environment>[A-Za-z0-9._]+)-(?<time>[0-9]{8}T[0-9]{6}Z)-.*");

    private final Path part;
    private final Path finished;
    private final Optional<WriterLock> lock;
    private boolean complete;

    private BackupDirectory(Path part, Path finished, Optional<WriterLock> lock) {
        this.part = part;
        this.finished = finished;
        this.lock = lock;
    }

    /** Creates {@code <environment>-<UTC time>-<plan id>.part} with mode 0700. */
    static BackupDirectory begin(Path parent, String environment, Instant time, String planId) throws IOException {
        StateDirectory.create(parent);
        String name = plain(environment) + "-" + TIME.format(time) + "-" + plain(planId);
        for (int copy = 1; ; copy++) {
            Path finished = parent.resolve(copy == 1 ? name : name + "-" + copy);
            Path part = parent.resolve(finished.getFileName() + UNFINISHED);
            if (Files.exists(finished) || Files.exists(part)) {
                continue;
            }
            StateDirectory.createPrivate(part);
            try {
                return new BackupDirectory(part, finished, WriterLock.take(part));
            } catch (IOException e) {
                Directories.delete(part);
                throw e;
            }
        }
    }

    /** What runs of this environment that were killed, or still go on, have left. */
    static List<Path> unfinished(Path parent, String environment) throws IOException {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(parent)) {
            return children.filter(child -> child.getFileName().toString().startsWith(plain(environment) + "-")
                            && child.getFileName().toString().endsWith(UNFINISHED))
                    .sorted()
                    .toList();
        }
    }

    /** Deletes what a run has left that is known to be gone. Moved away first, it can be nobody else's any more. */
    static void deleteAbandoned(Path part) throws IOException {
        String name = part.getFileName().toString();
        Path doomed =
                part.resolveSibling(name.substring(0, name.length() - UNFINISHED.length()) + ".deleted" + UNFINISHED);
        Files.move(part, doomed, StandardCopyOption.ATOMIC_MOVE);
        Directories.delete(doomed);
    }

    /** Where to write. */
    Path path() {
        return part;
    }

    /** Closes it to other users and gives it its final name, which is returned. */
    Path complete() throws IOException {
        release();
        PrivateFiles.close(part);
        PrivateFiles.syncDirectory(part);
        if (Files.exists(finished)) {
            throw new FileAlreadyExistsException(finished.toString());
        }
        Files.move(part, finished, StandardCopyOption.ATOMIC_MOVE);
        complete = true;
        PrivateFiles.syncDirectory(finished.getParent());
        return finished;
    }

    private void release() throws IOException {
        if (lock.isPresent()) {
            lock.get().close();
        }
    }

    @Override
    public void close() throws IOException {
        if (!complete) {
            release();
            Directories.delete(part);
        }
    }

    /**
     * What the name of a directory says; empty for one that is no backup's.
     *
     * @param environment as names of files have it
     * @param snapshot to the second
     */
    record Name(String environment, Instant snapshot) {

        static Optional<Name> of(Path directory) {
            Matcher name = NAME.matcher(directory.getFileName().toString());
            if (!name.matches()) {
                return Optional.empty();
            }
            try {
                return Optional.of(new Name(name.group("environment"), TIME.parse(name.group("time"), Instant::from)));
            } catch (DateTimeParseException e) {
                // Digits that are no time: some other directory.
                return Optional.empty();
            }
        }
    }

    /** The name without anything that a file system or a shell could take for something else. */
    static String plain(String name) {
        return name.replaceAll("[^A-Za-z0-9._]", "_");
    }
}
