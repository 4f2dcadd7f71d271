package dev.dbsync.core.pull;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.Sync;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.run.Confirmation;
import dev.dbsync.core.run.Outcome;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Pulls that are killed (kill −9) at random moments: whoever resumes, begins anew or puts back finds a target whose
 * schema is what it was, and in it no row that is lost, doubled or unmasked.
 */
class PullKillsTest extends PullFixture {

    private static final String EMAILS =
            "SELECT count(*) FROM parent WHERE email !~ '^user_[0-9a-f]{16}@example.com$' AND email <> 'old'";

    private List<String> schema;

    @BeforeEach
    void tables() {
        project.script("V1__tables.sql", """
                CREATE TABLE parent (id int PRIMARY KEY, email text NOT NULL UNIQUE, pad text);
                CREATE TABLE child (id int PRIMARY KEY, parent int NOT NULL REFERENCES parent, pad text);
                CREATE INDEX child_parent ON child (parent);
                CREATE INDEX child_pad ON child (left(pad, 5));
                CREATE TABLE alone (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, note text CHECK (note <> ''));
                CREATE TABLE part (id int, k int, PRIMARY KEY (id, k)) PARTITION BY RANGE (k);
                CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (0) TO (10);
                CREATE TABLE part_2 PARTITION OF part FOR VALUES FROM (10) TO (20);
                CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
                CREATE TRIGGER noted AFTER INSERT ON child FOR EACH ROW EXECUTE FUNCTION note();
                """);
        project.migrate(prod);
        project.migrate(local);
        server.execute(
                prod,
                "INSERT INTO parent SELECT i, 'p' || i || '@corp.example', repeat('x', 1500)"
                        + " FROM generate_series(1, 6000) i",
                "INSERT INTO child SELECT i, 1 + i % 6000, repeat('y', 400) FROM generate_series(1, 15000) i",
                "INSERT INTO alone (note) SELECT 'n' FROM generate_series(1, 500) i",
                "INSERT INTO part SELECT i, i % 20 FROM generate_series(1, 3000) i",
                "ANALYZE");
        server.execute(local, "INSERT INTO parent VALUES (1, 'old', '')", "INSERT INTO child VALUES (1, 1, 'old')");
        project.rules("""
                parent: { email: email, pad: keep }
                child: { pad: keep }
                alone: { note: keep }
                """);
        schema = TargetState.schema(server, local);
    }

    @Test
    void afterEachOfSomeKillsInPlaceTheNextOneGoesOn() throws Exception {
        kills("in-place", 4);
    }

    @Test
    void afterEachOfSomeKillsBesideTheTargetTheNextOneGoesOn() throws Exception {
        kills("swap", 3);
    }

    @Test
    @Tag("exhaustive")
    void afterEachOfManyKillsInPlaceTheNextOneGoesOn() throws Exception {
        kills("in-place", 24);
    }

    @Test
    @Tag("exhaustive")
    void afterEachOfManyKillsBesideTheTargetTheNextOneGoesOn() throws Exception {
        kills("swap", 24);
    }

    private void kills(String mode, int times) throws IOException, InterruptedException {
        long seed = Long.getLong("sync.test.seed", new Random().nextLong());
        Random random = new Random(seed);
        project.mode(mode).pull("workers: 2, verify: full").plan();
        PullInAProcess.Ended whole = PullInAProcess.run(directory, false, (event, number) -> false);
        assertThat(whole.outcome()).contains("PULLED");
        for (int kill = 1; kill <= times; kill++) {
            int at = 1 + random.nextInt(whole.events());
            String where = "seed " + seed + ", kill " + kill + " at event " + at + " of " + whole.events();
            boolean resume = isResumable(mode) && random.nextBoolean();
            PullInAProcess.Ended ended = PullInAProcess.run(directory, resume, (event, number) -> number == at);
            awaitGone();
            assertThat(server.value(local, EMAILS)).as(where).isEqualTo("0");
            if (!ended.killed()) {
                assertThat(ended.outcome()).as(where).contains("PULLED");
            } else if (mode.equals("in-place") && random.nextInt(3) == 0) {
                restored(where);
            }
        }
        lastOneIsResumed(mode, "seed " + seed);
        assertThat(TargetState.schema(server, local)).as("seed " + seed).isEqualTo(schema);
        allIsThere();
    }

    /** Killed when one of its five tables is there: what goes on with it does not copy that again. */
    private void lastOneIsResumed(String mode, String where) throws IOException, InterruptedException {
        boolean left = false;
        for (int attempt = 0; attempt < 10 && !left; attempt++) {
            PullInAProcess.run(directory, false, (event, number) -> event.equals(PullInAProcess.TABLE_FILLED));
            awaitGone();
            // A process may come to its end before it is killed.
            left = isResumable(mode);
        }
        assertThat(left).as(where).isTrue();
        PullReport resumed = project.resume(true).pull();
        assertThat(resumed.problems()).as(where).isEmpty();
        assertThat(resumed.outcome()).as(where).isEqualTo(Outcome.PULLED);
        assertThat(resumed.tables()).as(where).hasSizeLessThan(5);
    }

    /** Whether there is a load that was begun: before, there is nothing to go on with. */
    private boolean isResumable(String mode) {
        if (mode.equals("in-place")) {
            return isBegun(local);
        }
        String fresh = local.url().database() + "_sync_new";
        List<String> comment = server.query(
                local,
                "SELECT coalesce(shobj_description(oid, 'pg_database'), '') FROM pg_database WHERE datname = '" + fresh
                        + "'");
        return comment.stream().anyMatch(text -> text.contains("is filled") || isBegun(local.inDatabase(fresh)));
    }

    private boolean isBegun(Database database) {
        return !server.query(database, "SELECT 1 FROM pg_class WHERE relname = 'sync_load'")
                .isEmpty();
    }

    /** The sessions of the process, in whatever database: each holds locks until the server sees that it is dead. */
    private void awaitGone() {
        String any = """
                SELECT pid
                FROM pg_stat_activity
                WHERE application_name LIKE 'sync %'
                  AND application_name <> 'sync test'
                  AND (datname LIKE current_database() || '%' OR application_name LIKE 'sync swap%')
                """;
        for (int i = 0; i < 3000 && !server.query(local, any).isEmpty(); i++) {
            server.execute(local, "SELECT pg_sleep(0.01)");
        }
        assertThat(server.query(local, any)).isEmpty();
    }

    private void restored(String where) {
        try (Sync sync = Sync.builder(directory.resolve("sync.yaml"), directory).open()) {
            RestoreIndexesReport report = sync.restoreIndexes(
                    new RestoreIndexesRequest(Optional.empty(), false), Confirmation.answered("yes"));
            assertThat(report.problems()).as(where).isEmpty();
        }
        assertThat(TargetState.schema(server, local)).as(where).isEqualTo(schema);
    }

    private void allIsThere() {
        for (String table : List.of("parent", "child", "alone", "part")) {
            String rows = "SELECT count(*), count(DISTINCT id), sum(id) FROM " + table;
            assertThat(server.value(local, rows)).as(table).isEqualTo(server.value(prod, rows));
        }
        assertThat(server.value(local, "SELECT md5(string_agg(id || pad, '' ORDER BY id)) FROM child"))
                .isEqualTo(server.value(prod, "SELECT md5(string_agg(id || pad, '' ORDER BY id)) FROM child"));
        assertThat(server.value(local, EMAILS)).isEqualTo("0");
    }
}
