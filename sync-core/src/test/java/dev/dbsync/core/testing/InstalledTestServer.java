package dev.dbsync.core.testing;

import dev.dbsync.core.config.DatabaseUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A throw-away server from the binaries that a package of this machine has installed. */
final class InstalledTestServer {

    private final ServerTools tools;
    private final Path directory;

    private InstalledTestServer(Path binaries, Path directory) {
        this.tools = new ServerTools(binaries, directory);
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
        int port = ServerTools.freePort();
        tools.run(
                "initdb",
                "-D",
                data().toString(),
                "-U",
                "postgres",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C",
                "--no-sync");
        tools.start(data(), port);
        return port;
    }

    private void stop() {
        try {
            tools.run("pg_ctl", "-D", data().toString(), "-m", "immediate", "-w", "stop");
            ServerTools.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path data() {
        return directory.resolve("data");
    }
}
