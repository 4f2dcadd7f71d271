package dev.dbsync.core.lookup;

import static dev.dbsync.core.lookup.LookupFixture.lookup;
import static dev.dbsync.core.lookup.LookupFixture.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.testing.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is known of an earlier comparison is used where it still holds, and nowhere else. */
class KnownDifferencesTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    private static LookupFixture.Pair pair;

    private LookupFixture sides;

    @BeforeAll
    static void createDatabases() {
        pair = LookupFixture.Pair.on(server);
    }

    @BeforeEach
    void createTable() {
        sides = new LookupFixture(pair, "CREATE TABLE t (id int PRIMARY KEY, v text)");
        sides.source("INSERT INTO t VALUES (1, 'a'), (2, 'b'), (10, 'c')");
        sides.target("INSERT INTO t VALUES (1, 'a'), (2, 'x'), (9, 'gone')");
    }

    private static List<Long> counts(List<LookupDiff> diffs) {
        LookupDiff diff = diffs.get(0);
        return List.of(diff.insert(), diff.update(), diff.delete());
    }

    private static List<LookupTable> tables(Connection there, Connection here) throws SQLException {
        return LookupFixture.resolve(there, here, lookup("t")).tables();
    }

    private static Connection writing(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        return connection;
    }

    @Test
    void whatOthersChangeInTheTargetInBetweenIsSeen() throws SQLException {
        KnownDifferences known = new KnownDifferences();
        try (Connection there = sides.source.connectReadOnly("test");
                Connection here = writing(sides.target.connect("test"))) {
            List<LookupTable> tables = tables(there, here);
            List<LookupDiff> first = LookupDiff.between(there, here, tables, known);
            assertThat(LookupDiff.between(there, here, tables, known)).isEqualTo(first);

            sides.target("UPDATE t SET v = 'changed' WHERE id = 1");

            assertThat(counts(first)).containsExactly(1L, 1L, 1L);
            assertThat(counts(LookupDiff.between(there, here, tables, known))).containsExactly(1L, 2L, 1L);
            sides.target("DELETE FROM t", "INSERT INTO t VALUES (1, 'a'), (2, 'b'), (10, 'c')");
            List<LookupDiff> last = LookupDiff.between(there, here, tables, known);
            assertThat(counts(last)).containsExactly(0L, 0L, 0L);
            assertThat(last.get(0).targetDigest()).isEqualTo(first.get(0).sourceDigest());
        }
    }

    @Test
    void anotherSnapshotOfTheSourceIsReadAnew() throws SQLException {
        KnownDifferences known = new KnownDifferences();
        try (Connection there = sides.source.connectReadOnly("test");
                Connection loose = writing(sides.source.connect("test"));
                Connection here = sides.target.connectReadOnly("test")) {
            List<LookupTable> tables = tables(there, here);
            LookupDiff.between(there, here, tables, known);
            KnownDifferences ofNoSnapshot = new KnownDifferences();
            LookupDiff.between(loose, here, tables, ofNoSnapshot);
            sides.source("INSERT INTO t VALUES (11, 'new')");

            assertThat(counts(LookupDiff.between(there, here, tables, known))).containsExactly(1L, 1L, 1L);
            assertThat(counts(LookupDiff.between(loose, here, tables, ofNoSnapshot)))
                    .containsExactly(2L, 1L, 1L);
            there.rollback();
            assertThat(counts(LookupDiff.between(there, here, tables, known))).containsExactly(2L, 1L, 1L);
        }
    }

    @Test
    void anotherDefinitionOfTheTableIsReadAnew() throws SQLException {
        KnownDifferences known = new KnownDifferences();
        try (Connection there = sides.source.connectReadOnly("test");
                Connection here = sides.target.connectReadOnly("test")) {
            LookupDiff.between(there, here, tables(there, here), known);
            List<LookupTable> odd =
                    LookupFixture.resolve(there, here, where("t", "id % 2 = 1")).tables();

            assertThat(counts(LookupDiff.between(there, here, odd, known))).containsExactly(0L, 0L, 1L);
        }
    }

    @Test
    void aMergeTakesATableAsUntouchedOnlyWhereItWasComparedUnderTheLock() throws SQLException {
        for (boolean locked : List.of(true, false)) {
            KnownDifferences known = new KnownDifferences();
            try (Connection there = sides.source.connectReadOnly("test");
                    Connection here = writing(sides.target.connect("test"))) {
                List<LookupTable> tables = tables(there, here);
                if (locked) {
                    LookupMerge.lock(here, tables);
                }
                LookupDiff.between(there, here, tables, known);
                String change = "INSERT INTO t VALUES (20, 'by another session')";
                if (locked) {
                    assertThatThrownBy(() -> sides.target("SET lock_timeout = 1; " + change))
                            .hasMessageContaining("lock timeout");
                } else {
                    sides.target(change);
                }

                LookupCounts done = LookupMerge.merge(there, here, tables, Catalog.read(here), known, true)
                        .get(0);

                assertThat(done.deleted()).as("locked: " + locked).isEqualTo(locked ? 1 : 2);
                LookupVerification.verify(there, here, tables, known);
                here.rollback();
            }
        }
    }

    @Test
    void whatALockOfAnEarlierTransactionKeptIsReadAnew() throws SQLException {
        KnownDifferences known = new KnownDifferences();
        try (Connection there = sides.source.connectReadOnly("test");
                Connection here = writing(sides.target.connect("test"))) {
            List<LookupTable> tables = tables(there, here);
            LookupMerge.lock(here, tables);
            LookupDiff.between(there, here, tables, known);
            here.rollback();
            sides.target("INSERT INTO t VALUES (20, 'by another session')");

            assertThat(LookupMerge.merge(there, here, tables, Catalog.read(here), known, true)
                            .get(0)
                            .deleted())
                    .isEqualTo(2);
        }
    }

    @Test
    void aVerificationReadsTheTargetThoughTheMergeDidNot() throws SQLException {
        KnownDifferences known = new KnownDifferences();
        try (Connection there = sides.source.connectReadOnly("test");
                Connection here = writing(sides.target.connect("test"));
                Statement statement = here.createStatement()) {
            List<LookupTable> tables = tables(there, here);
            LookupMerge.merge(there, here, tables, Catalog.read(here), known, true);
            statement.execute("UPDATE t SET v = 'X' WHERE id = 10");

            assertThatThrownBy(() -> LookupVerification.verify(there, here, tables, known))
                    .isInstanceOf(SyncException.class)
                    .hasMessageContaining("0 rows missing, 1 different, 0 too many");
        }
    }

    @Test
    void manyRowsThatDifferAreAllToldOfThoughTheyCannotBeHeld() throws SQLException {
        sides.target(
                "INSERT INTO t SELECT i, 'gone' FROM generate_series(100, 149) i",
                "CREATE TABLE orders (t int REFERENCES t)",
                "INSERT INTO orders SELECT generate_series(101, 149, 2)");

        for (KnownDifferences known : List.of(new KnownDifferences(), new KnownDifferences(500, 1))) {
            assertThat(sides.references(known, lookup("t")))
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.what()).startsWith("25 rows of orders"));
        }
    }
}
