package dev.dbsync.core.lookup;

import static dev.dbsync.core.lookup.LookupFixture.ignoring;
import static dev.dbsync.core.lookup.LookupFixture.keyed;
import static dev.dbsync.core.lookup.LookupFixture.lookup;
import static dev.dbsync.core.lookup.LookupFixture.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.config.LookupConfig;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.testing.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LookupDiffTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    private static LookupFixture.Pair pair;

    @BeforeAll
    static void createDatabases() {
        pair = LookupFixture.Pair.on(server);
    }

    private static List<Long> counts(LookupDiff diff) {
        return List.of(diff.insert(), diff.update(), diff.delete());
    }

    @Test
    void theDigestDependsOnTheRowsAndNotOnTheirOrder() throws SQLException {
        LookupFixture sides = new LookupFixture(pair, "CREATE TABLE t (id text PRIMARY KEY, v int)");
        sides.source("INSERT INTO t VALUES ('a', 1), ('B', 2), ('ä', 3), ('😀', 4), ('ﬀ', 5)");
        sides.target("INSERT INTO t VALUES ('ﬀ', 5), ('😀', 4), ('B', 2), ('ä', 3), ('a', 1)");

        LookupDiff same = sides.diff(lookup("t")).get(0);
        assertThat(counts(same)).containsExactly(0L, 0L, 0L);
        assertThat(same.differs()).isFalse();
        assertThat(same.sourceDigest()).isEqualTo(same.targetDigest()).hasSize(64);

        sides.target("UPDATE t SET v = 9 WHERE id = 'a'");
        LookupDiff other = sides.diff(lookup("t")).get(0);
        assertThat(counts(other)).containsExactly(0L, 1L, 0L);
        assertThat(other.sourceDigest()).isEqualTo(same.sourceDigest());
        assertThat(other.targetDigest()).isNotEqualTo(same.targetDigest());
    }

    @Test
    void aTableThatOneSideLacksCountsAsEmptyThere() throws SQLException {
        LookupFixture sides = new LookupFixture(pair);
        sides.source("CREATE TABLE t (id int PRIMARY KEY)", "INSERT INTO t VALUES (1), (2)");
        sides.target("CREATE TABLE u (id int PRIMARY KEY)", "INSERT INTO u VALUES (1), (2), (3)");

        List<LookupDiff> diffs = sides.diff(lookup("t"), lookup("u"));

        assertThat(diffs).extracting(LookupDiffTest::counts).containsExactly(List.of(2L, 0L, 0L), List.of(0L, 0L, 3L));
        assertThat(diffs).allMatch(LookupDiff::estimate);
        sides.target("CREATE TABLE v (u int REFERENCES u)", "INSERT INTO v VALUES (1)");
        assertThat(sides.references(lookup("u"))).isEmpty();
    }

    @Test
    void aColumnThatAPendingScriptWillAddMakesAnEstimate() throws SQLException {
        LookupFixture sides = new LookupFixture(pair, "CREATE TABLE t (id int PRIMARY KEY, v int)");
        sides.both("INSERT INTO t VALUES (1, 1)");
        sides.source("ALTER TABLE t ADD w int DEFAULT 5");

        LookupDiff diff = sides.diff(lookup("t")).get(0);

        assertThat(counts(diff)).containsExactly(0L, 0L, 0L);
        assertThat(diff.estimate()).isTrue();
    }

    @Test
    void aNumericColumnOfAnotherScaleIsEqualWhereItsValuesAre() throws SQLException {
        LookupFixture sides = new LookupFixture(pair);
        sides.source(
                "CREATE TABLE t (id int PRIMARY KEY, v numeric(9, 4))", "INSERT INTO t VALUES (1, 1.5), (2, 2.25)");
        sides.target("CREATE TABLE t (id int PRIMARY KEY, v numeric(9, 2))", "INSERT INTO t VALUES (1, 1.5), (2, 2.5)");

        assertThat(counts(sides.diff(lookup("t")).get(0))).containsExactly(0L, 1L, 0L);
        assertThat(sides.promote(lookup("t")).get(0).updated()).isEqualTo(1);
    }

    @Test
    void changedRowsAreNamedByTheirRealKeysAndColumns() throws SQLException {
        LookupFixture sides = new LookupFixture(
                pair,
                "CREATE TABLE t (a numeric, b text, v json, UNIQUE (a, b))",
                "CREATE TABLE same (id int PRIMARY KEY)");
        sides.source("INSERT INTO t VALUES (1.0, NULL, '{}'), (2, '', '1'), (3, 'x', '[]')");
        sides.target("INSERT INTO t VALUES (1.00, NULL, '{}'), (2, '', NULL), (4, NULL, '[]')");

        LookupRows rows =
                sides.changes(true, keyed("t", "a", "b"), lookup("same")).get(new TableName("public", "t"));

        assertThat(rows.key()).containsExactly("a", "b");
        assertThat(rows.rows())
                .containsExactly(
                        new RowChange(RowChange.Kind.UPDATE, key("1.0", null), List.of("a")),
                        new RowChange(RowChange.Kind.UPDATE, key("2", ""), List.of("v")),
                        new RowChange(RowChange.Kind.INSERT, key("3", "x"), List.of()),
                        new RowChange(RowChange.Kind.DELETE, key("4", null), List.of()));
        assertThat(sides.changes(false, keyed("t", "a", "b"), lookup("same")))
                .hasSize(1)
                .allSatisfy((table, unnamed) ->
                        assertThat(unnamed.rows()).extracting(RowChange::key).containsOnly(Map.of()));
    }

    private static Map<String, String> key(String a, String b) {
        Map<String, String> key = new HashMap<>();
        key.put("a", a);
        key.put("b", b);
        return key;
    }

    @Test
    void onlyTablesThatAreEqualForSureNeedNoComparison() throws SQLException {
        LookupFixture sides = new LookupFixture(
                pair,
                "CREATE TABLE plain (id int PRIMARY KEY, v text, note text)",
                "CREATE TABLE empty (id int PRIMARY KEY, v text)",
                "CREATE TABLE loose (id int UNIQUE, v text)");
        LookupConfig[] lookups = {
            ignoring("plain", "note"), lookup("empty"), keyed("loose", "id"), where("empty", "true")
        };
        LookupConfig[] plain = {lookups[0], lookups[1], lookups[2]};
        sides.source("INSERT INTO plain VALUES (1, 'a', 'x'), (2, 'b', 'y'), (3, NULL, 'z')");
        sides.target("INSERT INTO plain VALUES (3, NULL, ''), (2, 'b', ''), (1, 'a', '')");

        assertThat(sides.notSurelyEqual(plain)).containsExactly("loose");
        assertThat(sides.notSurelyEqual(lookups[3])).containsExactly("empty");
        for (String change : List.of(
                "UPDATE plain SET v = 'c' WHERE id = 1",
                "UPDATE plain SET v = CASE id WHEN 1 THEN 'b' ELSE 'a' END WHERE id < 3",
                "UPDATE plain SET v = '' WHERE id = 3",
                "UPDATE plain SET id = 4 WHERE id = 3",
                "DELETE FROM plain WHERE id = 3",
                "INSERT INTO plain VALUES (4, NULL, NULL)")) {
            sides.target("CREATE TABLE before AS TABLE plain", change);
            assertThat(sides.notSurelyEqual(plain)).as(change).containsExactly("plain", "loose");
            sides.target("TRUNCATE plain", "INSERT INTO plain TABLE before", "DROP TABLE before");
        }
    }

    @Test
    void aRefusalLeavesTheSessionReadyForTheNextComparison() throws SQLException {
        LookupFixture sides = new LookupFixture(pair, "CREATE TABLE t (a int UNIQUE)");
        sides.source("INSERT INTO t VALUES (NULL), (NULL)");
        try (Connection there = sides.source.connectReadOnly("test");
                Connection here = sides.target.connectReadOnly("test");
                Statement statement = there.createStatement()) {
            List<LookupTable> tables =
                    LookupFixture.resolve(there, here, keyed("t", "a")).tables();

            assertThatThrownBy(() -> LookupDiff.between(there, here, tables)).isInstanceOf(SyncException.class);

            try (ResultSet row = statement.executeQuery("SELECT current_setting('search_path')")) {
                row.next();
                assertThat(row.getString(1)).contains("public");
            }
        }
    }
}
