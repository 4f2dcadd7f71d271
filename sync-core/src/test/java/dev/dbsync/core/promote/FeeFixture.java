package dev.dbsync.core.promote;

import dev.dbsync.core.testing.PostgresServer;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A project with an empty lookup table, promoted to dev and test. */
abstract class FeeFixture {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    private static PromoteProject start;

    @TempDir
    Path directory;

    PromoteProject project;

    @BeforeAll
    static void promotedOnce(@TempDir Path shared) {
        start = new PromoteProject(shared, server)
                .script("V1__fee.sql", "CREATE TABLE fee (code text PRIMARY KEY, title text, rate int, note text);")
                .with("lookups: [{ table: fee, ignore: [note] }]\n");
        start.promote("dev");
        start.promote("test");
    }

    @BeforeEach
    void aCopyOfTheStart() {
        project = start.copyIn(directory);
    }
}
