package dev.dbsync.core.testing;

import dev.dbsync.core.config.DatabaseUrl;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** PostgreSQL in a container; a class of its own, so that the others load without Testcontainers. */
final class ContainerTestServer {

    private ContainerTestServer() {}

    // Closed by the RunningServer that is returned.
    @SuppressWarnings("resource")
    static RunningServer start(String version) {
        PostgreSQLContainer container = new PostgreSQLContainer("postgres:" + version)
                .withDatabaseName("postgres")
                .withUsername("postgres")
                .withCommand("postgres", "-c", "fsync=off", "-c", "synchronous_commit=off");
        container.start();
        DatabaseUrl url = DatabaseUrl.parse(container.getJdbcUrl(), "the container's URL")
                .withCredentials(container.getUsername(), container.getPassword());
        return new RunningServer(url, container::stop);
    }
}
