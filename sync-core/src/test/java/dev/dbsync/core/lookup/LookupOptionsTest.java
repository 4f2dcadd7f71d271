package dev.dbsync.core.lookup;

import static dev.dbsync.core.lookup.LookupFixture.insertOnly;
import static dev.dbsync.core.lookup.LookupFixture.keeping;
import static dev.dbsync.core.lookup.LookupFixture.lookup;
import static dev.dbsync.core.lookup.LookupFixture.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.config.LookupConfig;
import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.testing.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code where}, {@code insertOnly}, and what they and {@code delete: keep} leave alone. */
class LookupOptionsTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    private static final String SETTING = "CREATE TABLE setting (id int PRIMARY KEY, origin text, value text)";

    private static LookupFixture.Pair pair;

    @BeforeAll
    static void createDatabases() {
        pair = LookupFixture.Pair.on(server);
    }

    private static LookupCounts counts(String table, long inserted, long updated, long deleted) {
        return new LookupCounts(new TableName("public", table), inserted, updated, deleted);
    }

    private static List<Long> planned(LookupDiff diff) {
        return List.of(diff.insert(), diff.update(), diff.delete(), diff.kept());
    }

    /** The merge alone, with what happened between the plan and it: rolled back. */
    private static void merge(LookupFixture sides, LookupConfig... lookups) throws SQLException {
        try (Connection there = sides.source.connectReadOnly("test");
                Connection here = sides.target.connect("test")) {
            here.setAutoCommit(false);
            LookupMerge.merge(
                    there, here, LookupFixture.resolve(there, here, lookups).tables(), Catalog.read(here));
        }
    }

    @Test
    void rowsOutsideOfTheConditionAreNeitherComparedNorChanged() throws SQLException {
        LookupFixture sides = new LookupFixture(pair, SETTING);
        LookupConfig system = where("setting", "origin = 'system' OR origin = 'core' -- ours");
        sides.source("INSERT INTO setting VALUES (1, 'system', 'a'), (2, 'core', 'b'), (3, 'system', 'c'),"
                + " (5, 'tester', 'x'), (6, NULL, 'x'), (7, 'tester', 'source')");
        sides.target("INSERT INTO setting VALUES (2, 'core', 'old'), (3, 'system', 'c'), (4, 'core', 'gone'),"
                + " (7, 'user', 'target'), (8, NULL, 'y'), (9, 'user', 'y')");

        LookupDiff diff = sides.diff(system).get(0);

        assertThat(planned(diff)).containsExactly(1L, 1L, 1L, 0L);
        assertThat(sides.promote(system)).containsExactly(counts("setting", 1, 1, 1));
        assertThat(sides.inTarget("SELECT * FROM setting ORDER BY id"))
                .containsExactly("1|system|a", "2|core|b", "3|system|c", "7|user|target", "8|∅|y", "9|user|y");
        LookupDiff after = sides.diff(system).get(0);
        assertThat(after.differs()).isFalse();
        assertThat(after.targetDigest()).isEqualTo(after.sourceDigest()).isEqualTo(diff.sourceDigest());
    }

    @Test
    void aRowThatLeftTheConditionInTheSourceIsDeletedFromTheTargetUnlessItMayStay() throws SQLException {
        LookupFixture sides = new LookupFixture(pair, SETTING);
        sides.source("INSERT INTO setting VALUES (1, 'user', 'a')");
        sides.target("INSERT INTO setting VALUES (1, 'system', 'a')");
        LookupConfig staying = new LookupConfig(
                "setting", List.of(), List.of(), true, Optional.of("origin = 'system'"), false, "sync.yaml:1:1");

        assertThat(planned(sides.diff(staying).get(0))).containsExactly(0L, 0L, 0L, 1L);
        assertThat(sides.promote(staying)).containsExactly(counts("setting", 0, 0, 0));
        assertThat(sides.promote(where("setting", "origin = 'system'"))).containsExactly(counts("setting", 0, 0, 1));
        assertThat(sides.inTarget("SELECT * FROM setting")).isEmpty();
    }

    @Test
    void aKeyThatTheTargetUsesOutsideOfTheConditionIsRefusedByThePlanAndByTheMerge() throws SQLException {
        LookupFixture sides = new LookupFixture(pair, SETTING);
        LookupConfig system = where("setting", "origin = 'system'");
        sides.source("INSERT INTO setting VALUES (1, 'system', 'a'), (2, 'system', 'b'), (3, 'system', 'c')");
        sides.target("INSERT INTO setting VALUES (1, 'user', 'secret'), (2, NULL, 'secret')");

        String reason = "the target uses the keys of 2 rows of the source for rows outside of the condition";
        assertThatThrownBy(() -> sides.diff(system))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining(reason)
                .hasMessageContaining("sync.yaml:1:1")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> merge(sides, system))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining(reason);
        assertThat(sides.inTarget("SELECT id, origin FROM setting ORDER BY id")).containsExactly("1|user", "2|∅");
    }

    @Test
    void aConditionMeansTheSameInThePlanAndInTheMergeWhateverTheSearchPath() throws SQLException {
        LookupFixture sides = new LookupFixture(
                pair,
                "CREATE EXTENSION IF NOT EXISTS citext SCHEMA public",
                "CREATE TYPE mood AS ENUM ('sad', 'happy')",
                "CREATE TABLE t (id int PRIMARY KEY, code citext, mood mood, at timestamptz, data jsonb)");
        sides.source("INSERT INTO t SELECT i, CASE WHEN i % 2 = 0 THEN 'A' ELSE 'a' END, 'happy',"
                + " '2026-01-01 00:30+00', '{\"a\": 1}' FROM generate_series(1, 4) i");
        sides.target("ALTER DATABASE " + sides.target.url().database() + " SET timezone = 'Asia/Tokyo'");
        LookupConfig chosen =
                where("t", "code = 'a' AND mood = 'happy' AND at::date = '2026-01-01' AND jsonb_exists(data, 'a')");

        long insert = sides.diff(chosen).get(0).insert();

        assertThat(insert).isEqualTo(2);
        assertThat(sides.promote(chosen)).containsExactly(counts("t", insert, 0, 0));
        assertThat(sides.inTarget("SELECT id FROM t ORDER BY id")).containsExactly("1", "3");
    }

    @Test
    void aConditionOnAColumnThatAPendingScriptAddsMakesAnEstimate() throws SQLException {
        LookupFixture sides = new LookupFixture(pair, SETTING);
        sides.both("INSERT INTO setting VALUES (1, 'system', 'a')");
        sides.source("ALTER TABLE setting ADD shared boolean NOT NULL DEFAULT true");
        LookupConfig shared = where("setting", "Shared");

        LookupDiff diff = sides.diff(shared).get(0);
        sides.target("ALTER TABLE setting ADD shared boolean NOT NULL DEFAULT true");

        assertThat(diff.estimate()).isTrue();
        assertThat(planned(diff)).containsExactly(1L, 0L, 0L, 0L);
        assertThat(sides.promote(shared)).containsExactly(counts("setting", 0, 0, 0));
    }

    @Test
    void aConditionThatCannotBeEvaluatedIsToldWithItsPlace() throws SQLException {
        LookupFixture sides = new LookupFixture(pair, SETTING);
        for (String wrong : List.of("orign = 'system'", "origin", "origin =", "origin = 'a')", "count(*) > 1")) {
            assertThatThrownBy(() -> sides.diff(where("setting", wrong)))
                    .as(wrong)
                    .isInstanceOf(SyncException.class)
                    .hasMessageContaining("Cannot select the rows of lookup table setting in the source")
                    .hasMessageContaining("sync.yaml:1:1")
                    .hasMessageContaining("(where)");
        }
    }

    @Test
    void withInsertOnlyMissingRowsComeAndExistingOnesStayAsTheyAre() throws SQLException {
        LookupFixture sides = new LookupFixture(pair, SETTING);
        sides.source("INSERT INTO setting VALUES (1, 'system', 'a'), (2, 'system', 'b'), (3, 'system', 'c')");
        sides.target("INSERT INTO setting VALUES (2, 'user', 'mine'), (9, 'user', 'mine')");

        LookupDiff diff = sides.diff(insertOnly("setting")).get(0);
        sides.target("UPDATE setting SET value = 'still mine'", "INSERT INTO setting VALUES (8, 'user', 'new')");
        LookupDiff later = sides.diff(insertOnly("setting")).get(0);

        assertThat(planned(diff)).containsExactly(2L, 0L, 0L, 1L);
        assertThat(List.of(later.sourceDigest(), later.targetDigest()))
                .as("what people do to rows that stay does not make a plan stale")
                .containsExactly(diff.sourceDigest(), diff.targetDigest());
        assertThat(sides.promote(insertOnly("setting"))).containsExactly(counts("setting", 2, 0, 0));
        assertThat(sides.inTarget("SELECT * FROM setting ORDER BY id"))
                .containsExactly("1|system|a", "2|user|still mine", "3|system|c", "8|user|new", "9|user|still mine");
        assertThat(sides.diff(insertOnly("setting")).get(0).differs()).isFalse();
        sides.target("DELETE FROM setting WHERE id = 2");
        assertThat(sides.diff(insertOnly("setting")).get(0).sourceDigest()).isNotEqualTo(diff.sourceDigest());
    }

    @Test
    void insertOnlyTakesAKeyAsInUseAlsoWhereItsRowIsOutsideOfTheCondition() throws SQLException {
        LookupFixture sides = new LookupFixture(pair, SETTING);
        LookupConfig defaults = new LookupConfig(
                "setting", List.of(), List.of(), false, Optional.of("origin = 'system'"), true, "sync.yaml:1:1");
        sides.source("INSERT INTO setting VALUES (1, 'system', 'a'), (2, 'system', 'b'), (3, 'tester', 'c')");
        sides.target("INSERT INTO setting VALUES (1, 'user', 'mine')");

        assertThat(planned(sides.diff(defaults).get(0))).containsExactly(1L, 0L, 0L, 0L);
        assertThat(sides.promote(defaults)).containsExactly(counts("setting", 1, 0, 0));
        assertThat(sides.inTarget("SELECT * FROM setting ORDER BY id")).containsExactly("1|user|mine", "2|system|b");
    }

    @Test
    void rowsThatAMergeLeavesAloneAreNotCascadedAway() throws SQLException {
        LookupConfig outside = where("child", "origin = 'system'");
        for (LookupConfig child : List.of(outside, insertOnly("child"), keeping("child"))) {
            for (String action : List.of("", "ON DELETE CASCADE", "ON DELETE SET NULL")) {
                LookupFixture sides = new LookupFixture(
                        pair,
                        "CREATE TABLE parent (id int PRIMARY KEY)",
                        "CREATE TABLE child (id int PRIMARY KEY, origin text, parent int REFERENCES parent " + action
                                + ")");
                sides.source("INSERT INTO parent VALUES (1)", "INSERT INTO child VALUES (10, 'system', 1)");
                sides.target(
                        "INSERT INTO parent VALUES (1), (2)",
                        "INSERT INTO child VALUES (10, 'system', 1), (11, 'user', 2), (12, 'user', 2), (13, 'user', 1)");
                String as = child + " " + action;

                assertThat(sides.references(lookup("parent"), child))
                        .as(as)
                        .singleElement()
                        .satisfies(problem -> assertThat(problem.what())
                                .isEqualTo("2 rows of child still reference rows of lookup table parent"
                                        + " that the source no longer has"));
                assertThat(sides.references(child, lookup("parent"))).as(as).hasSize(1);
                assertThatThrownBy(() -> merge(sides, lookup("parent"), child))
                        .as(as)
                        .isInstanceOf(SyncException.class)
                        .hasMessageContaining("2 rows of child still reference");
            }
        }
    }

    @Test
    void aKeptRowThatTheSourceHasUnderAnotherParentDoesNotStopThePlan() throws SQLException {
        LookupFixture sides = new LookupFixture(
                pair,
                "CREATE TABLE parent (id int PRIMARY KEY)",
                "CREATE TABLE child (id int PRIMARY KEY, origin text, parent int REFERENCES parent)");
        sides.source("INSERT INTO parent VALUES (1)", "INSERT INTO child VALUES (10, 'system', 1)");
        sides.target("INSERT INTO parent VALUES (2)", "INSERT INTO child VALUES (10, 'system', 2)");

        for (LookupConfig child : List.of(keeping("child"), where("child", "origin = 'system'"))) {
            assertThat(sides.references(lookup("parent"), child)).isEmpty();
        }
        assertThat(sides.promote(lookup("parent"), keeping("child")))
                .containsExactly(counts("parent", 1, 0, 1), counts("child", 0, 1, 0));
    }
}
