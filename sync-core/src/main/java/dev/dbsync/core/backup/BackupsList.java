package dev.dbsync.core.backup;

import dev.dbsync.core.backup.ListedBackup.Condition;
import dev.dbsync.core.config.SyncConfig;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.problem.NearestName;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.run.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lists backups without asking any database; one that is damaged never hides the others. */
public final class BackupsList {

    private final SyncConfig config;
    private final EventSink events;

    public BackupsList(SyncConfig config, EventSink events) {
        this.config = config;
        this.events = events;
    }

    /** @throws SyncException when the directory cannot be listed, or nobody knows an environment of that name */
    public BackupsReport list(BackupsRequest request) {
        Path directory = config.backup().directory();
        List<ListedBackup> all = named(directory).stream()
                .flatMap(path -> listed(path).stream())
                .sorted(Comparator.comparing(ListedBackup::environment)
                        .thenComparing(ListedBackup::snapshot, Comparator.reverseOrder())
                        .thenComparing(ListedBackup::name, Comparator.reverseOrder()))
                .toList();
        requireKnown(request.environments(), all);
        List<ListedBackup> asked =
                all.stream().filter(backup -> isAsked(backup, request)).toList();
        return new BackupsReport(
                directory,
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                request.verify(),
                request.verify() ? asked.stream().map(this::verified).toList() : asked);
    }

    private static List<Path> named(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(directory)) {
            return children.filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .toList();
        } catch (IOException e) {
            throw new SyncException(
                    new Problem(
                            "The backups cannot be listed: " + IoReason.of(e),
                            directory.toString(),
                            "Run it as the user that takes the backups: nobody else may read them"),
                    e);
        }
    }

    /** Empty for a directory that is no backup's. */
    private static Optional<ListedBackup> listed(Path path) {
        Optional<BackupDirectory.Name> name = BackupDirectory.Name.of(path);
        boolean isUnfinished = path.getFileName().toString().endsWith(BackupDirectory.UNFINISHED);
        if (isUnfinished) {
            return name.map(known -> broken(path, known, Condition.UNFINISHED, unfinished(path)));
        }
        if (!ManifestFile.isIn(path)) {
            return name.map(known -> broken(
                    path,
                    known,
                    Condition.DAMAGED,
                    ManifestFile.damaged(path, ManifestFile.NAME + " is missing")
                            .problem()));
        }
        try {
            return Optional.of(complete(new StoredBackup(path, ManifestFile.read(path))));
        } catch (SyncException e) {
            return Optional.of(broken(
                    path, name.orElse(new BackupDirectory.Name("?", Instant.EPOCH)), Condition.DAMAGED, e.problem()));
        }
    }

    private static Problem unfinished(Path path) {
        return switch (writer(path)) {
            case AT_WORK ->
                new Problem("The backup is being written", path.toString(), "It is listed as complete when it is");
            case GONE ->
                new Problem(
                        "The backup was never finished: the run that wrote it was killed",
                        path.toString(),
                        "It holds raw data: delete it, or let the next backup of the same environment do so");
            case UNKNOWN ->
                new Problem(
                        "The backup was never finished, or is being written",
                        path.toString(),
                        "It holds raw data: delete it if no run is writing it");
        };
    }

    private static WriterLock.State writer(Path path) {
        try {
            return WriterLock.of(path);
        } catch (IOException e) {
            // Of a file system without locks, or a directory that is gone by now.
            return WriterLock.State.UNKNOWN;
        }
    }

    private static ListedBackup complete(StoredBackup backup) {
        Manifest manifest = backup.manifest();
        return new ListedBackup(
                backup.path(),
                manifest.environment(),
                Condition.COMPLETE,
                manifest.snapshot(),
                manifest.totalBytes(),
                Optional.of(BackupSummary.of(backup)),
                manifest.readBack(),
                false,
                Optional.empty());
    }

    private static ListedBackup broken(Path path, BackupDirectory.Name name, Condition condition, Problem problem) {
        return new ListedBackup(
                path,
                name.environment(),
                condition,
                name.snapshot(),
                bytes(path),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.of(problem));
    }

    /** What can be seen of it: whoever writes it may rename or delete files meanwhile. */
    private static long bytes(Path path) {
        try (Stream<Path> files = Files.walk(path)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }

    private ListedBackup verified(ListedBackup listed) {
        if (listed.condition() != Condition.COMPLETE) {
            return listed;
        }
        try {
            new Step("Read " + listed.name())
                    .run(events, () -> read(listed), bytes -> ByteCount.shown(bytes) + ", whole");
            return new ListedBackup(
                    listed.path(),
                    listed.environment(),
                    Condition.COMPLETE,
                    listed.snapshot(),
                    listed.bytes(),
                    listed.summary(),
                    listed.readBack(),
                    true,
                    Optional.empty());
        } catch (SyncException e) {
            return new ListedBackup(
                    listed.path(),
                    listed.environment(),
                    Condition.DAMAGED,
                    listed.snapshot(),
                    listed.bytes(),
                    listed.summary(),
                    listed.readBack(),
                    false,
                    Optional.of(e.problem()));
        }
    }

    /** Equal bytes were read back whole by the engine's own means when the backup was taken. */
    private static long read(ListedBackup listed) {
        Manifest manifest = ManifestFile.read(listed.path());
        ManifestFile.verifyFiles(listed.path(), manifest);
        return manifest.totalBytes();
    }

    private static boolean isAsked(ListedBackup backup, BackupsRequest request) {
        return request.environments().isEmpty()
                || request.environments().stream().anyMatch(asked -> isOf(backup, asked));
    }

    private static boolean isOf(ListedBackup backup, String environment) {
        return backup.summary().isPresent()
                ? backup.environment().equals(environment)
                : BackupDirectory.plain(environment).equals(backup.environment());
    }

    /** An environment that left the configuration may have left backups, too. */
    private void requireKnown(Set<String> asked, List<ListedBackup> all) {
        Set<String> known = all.stream().map(ListedBackup::environment).collect(Collectors.toCollection(TreeSet::new));
        known.addAll(config.environments().keySet());
        for (String name : asked) {
            if (!known.contains(name) && all.stream().noneMatch(backup -> isOf(backup, name))) {
                throw new SyncException(new Problem(
                        "There is neither an environment nor a backup of '" + name + "'",
                        "-Dsync.env",
                        NearestName.hint(name, known)));
            }
        }
    }
}
