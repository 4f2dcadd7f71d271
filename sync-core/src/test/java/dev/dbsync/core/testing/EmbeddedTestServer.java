package dev.dbsync.core.testing;

import dev.dbsync.core.config.DatabaseUrl;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A throw-away server from zonky's binaries: fast, and no more durable than a test needs. */
final class EmbeddedTestServer {

    private EmbeddedTestServer() {}

    static RunningServer start(String version, Map<String, String> settings) {
        try {
            EmbeddedPostgres.Builder builder = builder(Integer.parseInt(version));
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

    private static void stop(EmbeddedPostgres server) {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
