package dev.dbsync.core.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A server of each major version at once, for tests between two of them: each started when it is first asked for, all
 * stopped after the class. A test with this one is not run again on each version.
 *
 * <p>The binaries are those that {@code -Pexhaustive} puts into {@code -Dsync.test.postgres.binaries}; without them the
 * class is skipped.
 */
public final class MajorVersions implements BeforeAllCallback, AfterAllCallback {

    private static final String BINARIES = "sync.test.postgres.binaries";

    private static final Map<String, String> SMALL = Map.of("shared_buffers", "16MB", "max_connections", "30");

    private final Map<Integer, PostgresServer> servers = new TreeMap<>();

    /** @param major such as 14 */
    public synchronized PostgresServer server(int major) {
        return servers.computeIfAbsent(
                major, version -> PostgresServer.from(() -> EmbeddedTestServer.start(version, jar(version), SMALL)));
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        assumeTrue(System.getProperty(BINARIES) != null, "only -Pexhaustive brings the binaries of all versions");
    }

    @Override
    public synchronized void afterAll(ExtensionContext context) {
        servers.values().forEach(server -> server.afterAll(context));
        servers.clear();
    }

    private static Path jar(int major) {
        Path directory = Path.of(System.getProperty(BINARIES));
        try (Stream<Path> jars = Files.list(directory)) {
            return jars.filter(jar -> jar.getFileName().toString().matches(".*-" + major + "\\.[0-9.]+\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no binaries of PostgreSQL " + major + " in " + directory));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
