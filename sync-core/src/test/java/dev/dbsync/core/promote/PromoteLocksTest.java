package dev.dbsync.core.promote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.promote.PlannedLocks.LockedTable;
import dev.dbsync.core.report.PlanDocument;
import dev.dbsync.core.run.Outcome;
import dev.dbsync.core.script.LockMode;
import dev.dbsync.core.testing.PostgresServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class PromoteLocksTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    private static PromoteProject start;

    @TempDir
    Path directory;

    private PromoteProject project;

    @BeforeAll
    static void testHasTables(@TempDir Path shared) {
        start = new PromoteProject(shared, server)
                .with("lookups: [{ table: fee, key: [code] }]\n")
                .script("V1__a.sql", """
                        CREATE TABLE fee (code text PRIMARY KEY, title text);
                        CREATE TABLE customer (id bigserial PRIMARY KEY, name text UNIQUE, fee text REFERENCES fee);
                        CREATE TABLE visit (id bigserial PRIMARY KEY, customer bigint REFERENCES customer);
                        CREATE VIEW customers AS SELECT name FROM customer;
                        """);
        start.promote("dev");
        start.promote("test");
    }

    @BeforeEach
    void aCopyOfTheStart() {
        project = start.copyIn(directory);
    }

    @Test
    void thePlanNamesTheTablesThatStayLockedAndWhatItCannotTell() {
        server.execute(project.dev, "INSERT INTO fee VALUES ('a', 'A')");
        project.script("V2__b.sql", """
                CREATE TABLE fresh (id int REFERENCES visit);
                CREATE INDEX ON customer (name);

                ALTER TABLE customer
                    ALTER COLUMN name SET STATISTICS 10,
                    ADD COLUMN note text;
                ALTER TABLE fresh ADD COLUMN note text;
                UPDATE visit SET customer = NULL;
                DO $$ BEGIN PERFORM 1; END $$;
                """);
        promote("dev");

        PlannedLocks locks = project.plan("test").locks().orElseThrow();
        PlanDocument document = PlanDocument.of(project.plan("test"));

        assertThat(locks.tables())
                .containsExactly(
                        new LockedTable("customer", LockMode.ACCESS_EXCLUSIVE, "V2__b.sql", Optional.of(6)),
                        new LockedTable("fee", LockMode.SHARE_ROW_EXCLUSIVE, "lookup rows", Optional.empty()),
                        new LockedTable("visit", LockMode.SHARE_ROW_EXCLUSIVE, "V2__b.sql", Optional.of(1)));
        assertThat(locks.unknown()).containsExactly("V2__b.sql, line 9: DO");
        assertThat(locks.slots())
                .isEqualTo(Long.parseLong(server.query(
                                project.test,
                                "SELECT current_setting('max_locks_per_transaction')::int"
                                        + " * (current_setting('max_connections')::int"
                                        + " + current_setting('max_prepared_transactions')::int)")
                        .get(0)));
        assertThat(document.text())
                .contains(
                        "  Locks: about " + locks.expected() + " of the server's " + locks.slots() + " slots",
                        "      customer  rw  ACCESS EXCLUSIVE     V2__b.sql:6\n",
                        "      fee       w   SHARE ROW EXCLUSIVE  lookup rows\n",
                        "      V2__b.sql, line 9: DO\n");
        assertThat(document.json().orElseThrow())
                .containsIgnoringWhitespaces(
                        "\"locks\": { \"expected\": " + locks.expected() + ", \"slots\": " + locks.slots()
                                + ", \"warning\": null, \"tables\": [",
                        "{ \"table\": \"customer\", \"mode\": \"ACCESS EXCLUSIVE\", \"script\": \"V2__b.sql\", \"line\": 6 }",
                        "{ \"table\": \"fee\", \"mode\": \"SHARE ROW EXCLUSIVE\", \"script\": \"lookup rows\", \"line\": null }");
        assertThat(document.markdown().orElseThrow())
                .contains("| `customer` | readers, writers | ACCESS EXCLUSIVE | `V2__b.sql:6` |\n");
    }

    @Test
    void theirNumberIsThatOfTheRealPromotionWithinAFactorOfTwo() {
        for (int version = 2; version < 42; version++) {
            project.script("V" + version + "__more.sql", """
                    CREATE TABLE made_%1$s (id bigserial PRIMARY KEY, visit bigint REFERENCES visit, name text UNIQUE);
                    CREATE INDEX ON made_%1$s (visit);
                    COMMENT ON COLUMN made_%1$s.name IS 'x';
                    ALTER TABLE customer ADD COLUMN more_%1$s text;
                    INSERT INTO made_%1$s (name) SELECT name FROM customer;
                    """.formatted(version));
        }
        promote("dev");
        server.execute(project.dev, "INSERT INTO fee VALUES ('a', 'A')");
        PromotePlan plan = project.plan("test");
        AtomicLong real = new AtomicLong();

        PromoteReport report = project.execute(plan, event -> {
            if (event instanceof SyncEvent.StepStarted started && started.step().equals("Commit")) {
                real.set(heldByPromotion());
            }
        });

        assertThat(report.outcome()).isEqualTo(Outcome.PROMOTED);
        assertThat(real.get()).isGreaterThan(200);
        assertThat(plan.locks().orElseThrow().expected()).isBetween(real.get() / 2, real.get() * 2);
    }

    /** By whatever session of the database holds most. */
    private long heldByPromotion() {
        return Long.parseLong(server.query(project.test, """
                        SELECT count(DISTINCT (locktype, database, relation, virtualxid, transactionid::text, classid, objid, objsubid))
                        FROM pg_locks
                        WHERE pid IN (SELECT pid FROM pg_stat_activity WHERE datname = current_database())
                        GROUP BY pid
                        ORDER BY 1 DESC
                        LIMIT 1
                        """).get(0));
    }

    @Test
    void aPromotionThatMayFindNoRoomSaysWhatHelps() {
        assertThat(new PlannedLocks(4480, 6400, List.of(), List.of()).warning()).isEmpty();
        assertThat(new PlannedLocks(4544, 6400, List.of(), List.of()).warning())
                .hasValueSatisfying(warning ->
                        assertThat(warning).contains("max_locks_per_transaction", "promote: { transaction: each }"));
    }

    @Test
    void ofManyTablesTheTextShowsTwentyAndTheJsonAll() {
        project.script(
                "V2__many.sql",
                IntStream.range(10, 35)
                        .mapToObj("CREATE TABLE many_%s (id int);\n"::formatted)
                        .collect(Collectors.joining()));
        promote("dev", "test");
        project.script(
                "V3__all.sql",
                IntStream.range(10, 35)
                        .mapToObj("ALTER TABLE many_%s ADD COLUMN more int;\n"::formatted)
                        .collect(Collectors.joining()));
        promote("dev");

        PlanDocument document = PlanDocument.of(project.plan("test"));

        // The lookup table is locked as well, less strongly.
        assertThat(document.text()).contains("many_29 ", "and 6 more\n").doesNotContain("many_30 ");
        assertThat(document.markdown().orElseThrow())
                .contains("`many_29`", "And 6 more.\n")
                .doesNotContain("`many_30`");
        assertThat(document.json().orElseThrow()).contains("\"many_34\"", "\"fee\"");
    }

    private void promote(String... environments) {
        List.of(environments)
                .forEach(environment ->
                        assertThat(project.promote(environment).outcome()).isEqualTo(Outcome.PROMOTED));
    }
}
