package dev.dbsync.core.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A disk that fills up soon: a file system in memory, mounted for a test where the machine lets it. */
public final class SmallDisk implements AutoCloseable {

    private final Path directory;

    private SmallDisk(Path directory) {
        this.directory = directory;
    }

    /** Mounts it on a new directory; skips the test, with a reason, where this user may not. */
    public static SmallDisk of(int kilobytes, Path parent) throws IOException, InterruptedException {
        Path directory = Files.createDirectory(parent.resolve("disk"));
        String failure = run(List.of(
                "mount", "-t", "tmpfs", "-o", "mode=0700,size=" + kilobytes + "k", "tmpfs", directory.toString()));
        assumeTrue(failure == null, () -> "this machine mounts no small disk for a test: " + failure);
        return new SmallDisk(directory);
    }

    public Path directory() {
        return directory;
    }

    /** Makes room. */
    public void grow(int kilobytes) throws IOException, InterruptedException {
        String failure = run(List.of("mount", "-o", "remount,size=" + kilobytes + "k", directory.toString()));
        if (failure != null) {
            throw new IOException(failure);
        }
    }

    /** Deletes what is on it, below the directories at its top: what a server whose disk was full has left behind. */
    public void clear() throws IOException {
        List<Path> left;
        try (Stream<Path> all = Files.walk(directory)) {
            left = all.filter(path -> directory.relativize(path).getNameCount() > 1)
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
        for (Path each : left) {
            Files.deleteIfExists(each);
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        // At once for all but those who still have a file of it open, as a server may for a moment.
        String failure = run(List.of("umount", "--lazy", directory.toString()));
        if (failure != null) {
            throw new IOException(failure);
        }
    }

    /** @return null when all went well, else why not */
    private static String run(List<String> command) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes()).strip();
            return process.waitFor() == 0 ? null : output;
        } catch (IOException e) {
            return e.getMessage();
        }
    }
}
