package dev.dbsync.core.promote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.run.Outcome;
import dev.dbsync.core.testing.PostgresServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A project of which dev has a type, some rows, and a table to write to. */
abstract class SegmentsFixture {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    private static PromoteProject start;

    @TempDir
    Path directory;

    PromoteProject project;

    @BeforeAll
    static void aProject(@TempDir Path shared) {
        start = new PromoteProject(shared, server).script("V1__base.sql", """
                        CREATE TYPE mood AS ENUM ('glad', 'sad');
                        CREATE TABLE person (id int PRIMARY KEY, name text NOT NULL);
                        INSERT INTO person VALUES (1, 'a'), (2, 'b');
                        CREATE TABLE log (what text);
                        """);
        start.promote("dev");
    }

    @BeforeEach
    void aCopyOfTheStart() {
        project = start.copyIn(directory);
    }

    /** A promotion that has begun the only statement of V2, and was killed before the server saw it. */
    void interruptedBefore(String what, String statement) {
        project.script("V2__interrupted.sql", statement);
        PromoteReport failed = project.execute(project.plan("dev"), event -> {
            if (event instanceof SyncEvent.StepStarted step && step.step().contains("V2__interrupted")) {
                throw new IllegalStateException("killed before " + what);
            }
        });
        assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
        server.execute(project.dev, "UPDATE sync_promotion SET begun = 1");
    }

    static boolean isCommitOfFirst(SyncEvent event) {
        return event instanceof SyncEvent.StepFinished step && step.step().startsWith("Commit segment 1 of");
    }

    List<String> indexes() {
        return server.query(project.dev, "SELECT schemaname || '.' || indexname FROM pg_indexes");
    }

    List<String> applied() {
        return server.query(
                project.dev, "SELECT version FROM flyway_schema_history WHERE success ORDER BY installed_rank");
    }
}
