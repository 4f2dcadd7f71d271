package dev.dbsync.core.testing;

import dev.dbsync.core.config.DatabaseUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A throw-away server from the binaries that a package of this machine has installed. */
final class InstalledTestServer {

    private final Path binaries;
    private final Path directory;

    private InstalledTestServer(Path binaries, Path directory) {
        this.binaries = binaries;
        this.directory = directory;
    }

    /** @param binaries where initdb and pg_ctl are */
    static RunningServer start(Path binaries) {
        try {
            Path directory = Files.createTempDirectory("sync-installed-postgres");
            InstalledTestServer server = new InstalledTestServer(binaries, directory);
            int port = server.started();
            Thread atExit = new Thread(server::stop);
            Runtime.getRuntime().addShutdownHook(atExit);
            DatabaseUrl url = new DatabaseUrl(
                    List.of(new DatabaseUrl.HostPort("localhost", port)),
                    "postgres",
                    Optional.of("postgres"),
                    Optional.empty(),
                    Map.of());
            return new RunningServer(url, () -> {
                Runtime.getRuntime().removeShutdownHook(atExit);
                server.stop();
            });
        } catch (IOException e) {
            throw new UncheckedIOException("the installed test server did not start", e);
        }
    }

    private int started() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        run("initdb", "-D", data(), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
        run(
                "pg_ctl",
                "-D",
                data(),
                "-l",
                directory.resolve("log").toString(),
                "-o",
                "-p " + port + " -c listen_addresses=localhost -c unix_socket_directories= -c fsync=off"
                        + " -c shared_buffers=32MB",
                "-w",
                "start");
        return port;
    }

    private void stop() {
        try {
            run("pg_ctl", "-D", data(), "-m", "immediate", "-w", "stop");
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String data() {
        return directory.resolve("data").toString();
    }

    private void run(String tool, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            // PostgreSQL refuses to run as root; in a user namespace without a mapping nobody is.
            command.addAll(List.of("unshare", "--user"));
        }
        command.add(binaries.resolve(tool).toString());
        command.addAll(List.of(arguments));
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.to(output.toFile()))
                .start();
        try {
            if (process.waitFor() != 0) {
                throw new IOException(tool + ": " + Files.readString(output));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
