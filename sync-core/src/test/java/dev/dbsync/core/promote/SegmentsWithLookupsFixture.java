package dev.dbsync.core.promote;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.testing.PostgresServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A project with a lookup table, promoted to dev and test. */
abstract class SegmentsWithLookupsFixture {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    private static final String BASE = """
            CREATE TYPE mood AS ENUM ('glad', 'sad');
            CREATE TABLE person (id int PRIMARY KEY, name text NOT NULL, mood mood);
            INSERT INTO person VALUES (1, 'a', 'glad'), (2, 'b', 'sad');
            CREATE TABLE fee (code text PRIMARY KEY, amount int);
            INSERT INTO fee VALUES ('x', 1);
            """;

    private static PromoteProject start;

    @TempDir
    Path directory;

    PromoteProject project;

    @BeforeAll
    static void aProject(@TempDir Path shared) {
        start = new PromoteProject(shared, server).with("lookups: [fee]\n").script("V1__base.sql", BASE);
        start.promote("dev");
        start.promote("test");
    }

    @BeforeEach
    void aCopyOfTheStart() {
        project = start.copyIn(directory);
    }

    static List<String> applied(Database database) {
        return server.query(
                database, "SELECT version FROM flyway_schema_history WHERE success ORDER BY installed_rank");
    }

    static List<String> names(Database database) {
        return server.query(database, "SELECT name FROM person ORDER BY id");
    }

    static List<String> tables(Database database) {
        return server.query(database, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'");
    }
}
