package dev.dbsync.it.quickstart;

import dev.dbsync.core.database.Database;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Fills empty databases with the quickstart's shop as it is in the middle of a release: dev at the newest version, test
 * behind it, prod further behind, each with the lookup rows of its time.
 */
public final class ShopSeed {

    /** What the checkout looked like when an environment was last migrated. */
    private enum Stage {
        DEV(Integer.MAX_VALUE, List.of("lookups-test.sql", "lookups-dev.sql")),
        TEST(10, List.of("lookups-test.sql")),
        PROD(8, List.of());

        private final int newestVersion;
        private final List<String> lookups;

        Stage(int newestVersion, List<String> lookups) {
            this.newestVersion = newestVersion;
            this.lookups = lookups;
        }
    }

    /** Held here, or its level would be lost with it. */
    private static final Logger FLYWAY = Logger.getLogger("org.flywaydb");

    private final Quickstart project;

    public ShopSeed(Quickstart project) {
        this.project = project;
    }

    public void dev(Database database, int customers) {
        fill(database, Stage.DEV, customers);
    }

    public void test(Database database, int customers) {
        fill(database, Stage.TEST, customers);
    }

    public void prod(Database database, int customers) {
        fill(database, Stage.PROD, customers);
    }

    /** Business data comes before the last migrations, as in life: some of them work on it. */
    private void fill(Database database, Stage stage, int customers) {
        migrate(database, Math.min(stage.newestVersion, Stage.PROD.newestVersion));
        run(
                database,
                resource("business-data.sql")
                        .replace("${customers}", Integer.toString(customers))
                        .replace("${orders}", Integer.toString(customers * 3 / 5)));
        if (stage.newestVersion > Stage.PROD.newestVersion) {
            migrate(database, stage.newestVersion);
        }
        stage.lookups.forEach(lookup -> run(database, resource(lookup)));
        run(database, "ANALYZE");
    }

    private void migrate(Database database, int newestVersion) {
        FLYWAY.setLevel(Level.WARNING);
        try {
            Path checkout = Files.createTempDirectory("checkout");
            try {
                copyCheckout(checkout, newestVersion);
                Flyway.configure()
                        .dataSource(dataSource(database))
                        .locations("filesystem:" + checkout)
                        .load()
                        .migrate();
            } finally {
                delete(checkout);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void copyCheckout(Path checkout, int newestVersion) throws IOException {
        List<Path> scripts;
        try (Stream<Path> files = Files.list(project.migrations())) {
            scripts = files.toList();
        }
        for (Path script : scripts) {
            String name = script.getFileName().toString();
            if (name.startsWith("V")) {
                if (Integer.parseInt(name.substring(1, name.indexOf("__"))) <= newestVersion) {
                    Files.copy(script, checkout.resolve(name));
                }
            } else if (newestVersion == Integer.MAX_VALUE) {
                Files.copy(script, checkout.resolve(name));
            } else {
                Files.writeString(checkout.resolve(name), resource("older/" + name));
            }
        }
    }

    private static PGSimpleDataSource dataSource(Database database) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(database.url().jdbcUrl());
        database.url().user().ifPresent(source::setUser);
        database.url().password().ifPresent(source::setPassword);
        return source;
    }

    private static void run(Database database, String script) {
        try (Connection connection = database.connect("seed");
                Statement statement = connection.createStatement()) {
            statement.execute(script);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot seed " + database.shown(), e);
        }
    }

    private static String resource(String name) {
        try (InputStream content = ShopSeed.class.getResourceAsStream("/quickstart/" + name)) {
            if (content == null) {
                throw new IllegalStateException("no resource " + name);
            }
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(directory)) {
            files = all.sorted((one, other) -> other.compareTo(one)).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }
}
