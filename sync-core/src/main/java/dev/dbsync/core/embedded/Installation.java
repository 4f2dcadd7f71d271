package dev.dbsync.core.embedded;

import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The programs of one unpacked PostgreSQL, run as whoever runs this.
 *
 * <p>PostgreSQL refuses to run as root. On Linux it is then started in a user namespace in which root has neither name
 * nor rights ({@code unshare -U}), while its files still belong to root.
 *
 * @param home the directory that holds {@code bin}
 * @param platform what the binaries run on
 * @param asRoot whether this process is root
 */
record Installation(Path home, Platform platform, boolean asRoot) {

    private static final Duration LONG = Duration.ofMinutes(3);

    /**
     * What a program had to say.
     *
     * @param text standard output and error, in English
     */
    record Output(int exitCode, String text) {

        boolean succeeded() {
            return exitCode == 0;
        }

        /** The last few lines, where programs put the reason. */
        String ending() {
            List<String> lines = text.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
            return lines.subList(Math.max(0, lines.size() - 3), lines.size()).stream()
                    .collect(Collectors.joining("\n"));
        }
    }

    /**
     * Runs a program to its end.
     *
     * @param directory where its output is kept while it runs
     * @param pgdata the data directory, given by the environment because pg_ctl passes its arguments through a shell
     */
    Output run(Path directory, Path pgdata, String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (asRoot) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(home.resolve("bin")
                .resolve(platform.isWindows() ? program + ".exe" : program)
                .toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.directory(directory.toFile());
        clean(builder.environment());
        builder.environment().put("PGDATA", pgdata.toString());
        try {
            return run(builder, directory);
        } catch (IOException e) {
            throw new SyncException(
                    new Problem(
                            "Cannot run " + program + " of the embedded PostgreSQL",
                            command.get(0),
                            asRoot
                                    ? "Run as an ordinary user, or install unshare (package util-linux)"
                                    : "Check that programs may be run from there, or write a URL into sync.yaml"
                                            + " instead of 'embedded'"),
                    e);
        }
    }

    private static Output run(ProcessBuilder builder, Path directory) throws IOException {
        // A file and no pipe: on Windows the server inherits a pipe from pg_ctl, and it would never end.
        Path output = Files.createTempFile(directory, "command", ".log");
        try {
            Process process = builder.redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            process.getOutputStream().close();
            if (!finished(process)) {
                process.destroyForcibly();
                return new Output(
                        -1, Files.readString(output) + "\nit did not end within " + LONG.toMinutes() + " minutes");
            }
            return new Output(process.exitValue(), Files.readString(output));
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static boolean finished(Process process) {
        boolean interrupted = false;
        try {
            long deadline = System.nanoTime() + LONG.toNanos();
            while (true) {
                try {
                    return process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    // A server that is half started or half stopped helps nobody: interrupted, but not here.
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void clean(Map<String, String> environment) {
        // PGPORT, PGUSER and their like are meant for the user's other servers.
        environment.keySet().removeIf(name -> name.startsWith("PG"));
        environment.remove("LANGUAGE");
        environment.put("LC_ALL", "C");
    }
}
