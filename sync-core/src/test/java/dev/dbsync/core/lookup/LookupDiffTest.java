package dev.dbsync.core.lookup;

import static dev.dbsync.core.lookup.LookupFixture.keyed;
import static dev.dbsync.core.lookup.LookupFixture.lookup;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.testing.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
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
