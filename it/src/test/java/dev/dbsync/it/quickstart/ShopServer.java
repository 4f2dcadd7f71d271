package dev.dbsync.it.quickstart;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.testing.PostgresServer;
import dev.dbsync.it.maven.MavenSetup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Shops on the test server: each test gets a project and databases of its own, copied from ones seeded once a class.
 */
public final class ShopServer implements AfterAllCallback {

    private static final int CUSTOMERS = 60;
    private static final int CUSTOMERS_IN_PRODUCTION = 3_000;

    private final PostgresServer server = PostgresServer.shared();
    private final Quickstart original = new Quickstart(Path.of("quickstart").toAbsolutePath());
    private Database dev;
    private Database test;
    private Database prod;

    /** For SQL, and for databases of other kinds. */
    public PostgresServer server() {
        return server;
    }

    /** A shop in the middle of a release: dev at version 12, test at 10, prod at 8, local empty. */
    public Shop shop() {
        seed();
        return open(server.copyOf(dev, "dev"), server.copyOf(test, "test"), server.copyOf(prod, "prod"));
    }

    /** A shop whose three databases are equal, at version 12. */
    public Shop shopInSync() {
        seed();
        return open(server.copyOf(dev, "dev"), server.copyOf(dev, "test"), server.copyOf(dev, "prod"));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        server.afterAll(context);
    }

    private Shop open(Database devCopy, Database testCopy, Database prodCopy) {
        try {
            Path root = Files.createDirectories(Path.of("target/shops"));
            Quickstart project =
                    original.copyTo(Files.createTempDirectory(root, "shop").toAbsolutePath());
            Shop shop = new Shop(
                    project, MavenSetup.ofBuild(), server, devCopy, testCopy, prodCopy, server.createDatabase("local"));
            shop.writeEnvironments();
            return shop;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void seed() {
        if (prod == null) {
            ShopSeed seed = new ShopSeed(original);
            dev = server.createDatabase("dev");
            test = server.createDatabase("test");
            prod = server.createDatabase("prod");
            seed.dev(dev, CUSTOMERS);
            seed.test(test, CUSTOMERS);
            seed.prod(prod, CUSTOMERS_IN_PRODUCTION);
        }
    }
}
