package dev.dbsync.core.testing;

import dev.dbsync.core.database.Database;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The machine's own {@code pg_dump}, for tests that ask it rather than Sync what a database holds. */
public record PgDump(Path program, int major) {

    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

    /** One that reads servers of this version; empty where there is none, or only an older one. */
    public static Optional<PgDump> forServer(int major) {
        return installed().stream().filter(found -> found.major >= major).findFirst();
    }

    public List<String> of(Database database, String... options) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(database.url().libpqEnvironment());
        try {
            Process process =
                    builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError("pg_dump failed: " + process.exitValue());
            }
            // Newer versions write a random token.
            return text.lines()
                    .filter(line -> !line.matches("\\\\(un)?restrict .*"))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static List<PgDump> installed() {
        if (!Files.isDirectory(DEBIAN)) {
            return List.of();
        }
        try (DirectoryStream<Path> versions = Files.newDirectoryStream(DEBIAN)) {
            List<PgDump> found = new ArrayList<>();
            for (Path version : versions) {
                Path program = version.resolve("bin/pg_dump");
                if (Files.isExecutable(program)
                        && version.getFileName().toString().matches("\\d+")) {
                    found.add(new PgDump(
                            program, Integer.parseInt(version.getFileName().toString())));
                }
            }
            return found;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
