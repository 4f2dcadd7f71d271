package dev.dbsync.core.lookup;

import static dev.dbsync.core.lookup.LookupFixture.ignoring;
import static dev.dbsync.core.lookup.LookupFixture.keeping;
import static dev.dbsync.core.lookup.LookupFixture.lookup;
import static dev.dbsync.core.lookup.LookupFixture.lookups;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.problem.SyncException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows that reference each other, or exchange values that must be unique. */
class LookupMergeReferencesTest extends LookupMergeFixture {

    @Test
    void aParentMayGoWhileItsChildrenMoveToANewOneInWhicheverOrderTheTablesAreConfigured() throws SQLException {
        for (String action : List.of("", "ON DELETE CASCADE", "ON DELETE RESTRICT", "ON DELETE SET NULL")) {
            LookupFixture sides = new LookupFixture(
                    pair,
                    FEE_GROUP,
                    "CREATE TABLE fee_item (id int PRIMARY KEY, fee_group int REFERENCES fee_group " + action + ")");
            sides.source("INSERT INTO fee_group VALUES (2, 'x', 'new')", "INSERT INTO fee_item VALUES (1, 2), (3, 2)");
            sides.target(
                    "INSERT INTO fee_group VALUES (1, 'x', 'old'), (9, 'y', 'gone')",
                    "INSERT INTO fee_item VALUES (1, 1), (2, 9)");

            assertThat(sides.promote(lookups("fee_item", "fee_group")))
                    .as(action)
                    .containsExactly(counts("fee_item", 1, 1, 1), counts("fee_group", 1, 0, 2));
            assertEqualSides(sides, "SELECT * FROM fee_item ORDER BY id");
        }
    }

    @Test
    void treesAndCyclesOfReferencesNeedNoDeferrableConstraints() throws SQLException {
        LookupFixture sides = new LookupFixture(
                pair,
                "CREATE TABLE region (id int PRIMARY KEY, parent int REFERENCES region, capital int)",
                "CREATE TABLE city (id int PRIMARY KEY, region int NOT NULL REFERENCES region)",
                "ALTER TABLE region ADD FOREIGN KEY (capital) REFERENCES city");
        sides.source(
                "INSERT INTO region VALUES (1, 2, NULL), (2, NULL, NULL), (3, 1, NULL)",
                "INSERT INTO city VALUES (10, 1), (20, 2), (30, 3)",
                "UPDATE region SET capital = id * 10");
        sides.target(
                "INSERT INTO region VALUES (4, NULL, NULL), (1, 4, NULL)",
                "INSERT INTO city VALUES (40, 4), (10, 4)",
                "UPDATE region SET capital = 40");

        assertThat(sides.promote(lookups("region", "city")))
                .containsExactly(counts("region", 2, 1, 1), counts("city", 2, 1, 1));
        assertEqualSides(sides, "SELECT * FROM region r JOIN city c ON c.id = r.capital ORDER BY r.id");
    }

    @Test
    void rowsThatOthersReferenceAreNotDeletedWhateverTheForeignKeySays() throws SQLException {
        for (String action : List.of("", "ON DELETE CASCADE", "ON DELETE SET NULL")) {
            LookupFixture sides = new LookupFixture(
                    pair, FEE_GROUP, "CREATE TABLE orders (id int, fee int REFERENCES fee_group " + action + ")");
            sides.target(
                    "INSERT INTO fee_group VALUES (1, 'a', 'A'), (2, 'b', 'B'), (3, 'c', 'C')",
                    "INSERT INTO orders VALUES (1, 1), (2, 1), (3, 2), (4, NULL)");
            sides.source("INSERT INTO fee_group VALUES (2, 'b', 'B')");

            assertThat(sides.references(lookup("fee_group"))).singleElement().satisfies(problem -> {
                assertThat(problem.what()).contains("2 rows of orders").contains("fee_group");
                assertThat(problem.where()).contains("orders_fee_fkey");
                assertThat(problem.remedy()).contains("delete: keep");
            });
            assertThatThrownBy(() -> sides.promote(lookup("fee_group")))
                    .isInstanceOf(SyncException.class)
                    .hasMessageContaining("2 rows of orders");
            assertThat(sides.inTarget("SELECT count(*) FROM orders JOIN fee_group f ON f.id = fee"))
                    .containsExactly("3");
            assertThat(sides.references(keeping("fee_group"))).isEmpty();
        }
    }

    @Test
    void rowsThatAreKeptKeepTheRowsTheyReference() throws SQLException {
        LookupFixture sides = new LookupFixture(
                pair,
                FEE_GROUP,
                "CREATE TABLE fee_item (id int PRIMARY KEY, fee int REFERENCES fee_group ON DELETE CASCADE)");
        sides.target("INSERT INTO fee_group VALUES (1, 'a', 'A')", "INSERT INTO fee_item VALUES (1, 1)");

        assertThatThrownBy(() -> sides.promote(keeping("fee_item"), lookup("fee_group")))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("1 row of fee_item");
        assertThat(sides.inTarget("SELECT count(*) FROM fee_item")).containsExactly("1");
    }

    @Test
    void swappedUniqueValuesAreMergedWithoutTouchingRowsThatReferenceThem() throws SQLException {
        for (String action : List.of("", "ON DELETE CASCADE", "ON DELETE SET NULL", "ON DELETE RESTRICT")) {
            LookupFixture sides = new LookupFixture(
                    pair,
                    FEE_GROUP,
                    "CREATE UNIQUE INDEX ON fee_group (lower(name)) WHERE name <> 'free'",
                    "CREATE TABLE orders (id int, fee_group int REFERENCES fee_group " + action + ")");
            sides.source("INSERT INTO fee_group VALUES (1, 'b', 'two'), (2, 'a', 'one'), (3, 'd', 'n'), (4, 'e', 'm')");
            sides.target(
                    "INSERT INTO fee_group VALUES (1, 'a', 'one'), (2, 'b', 'two'), (3, 'c', 'm'), (4, 'd', 'n')",
                    "INSERT INTO orders VALUES (1, 1), (2, 2), (3, 4)");

            assertThat(sides.promote(lookup("fee_group"))).as(action).containsExactly(counts("fee_group", 0, 4, 0));
            assertEqualSides(sides, "SELECT * FROM fee_group ORDER BY id");
            assertThat(sides.inTarget("SELECT * FROM orders ORDER BY id")).containsExactly("1|1", "2|2", "3|4");
        }
    }

    @Test
    void aReplacedRowKeepsItsIgnoredValues() throws SQLException {
        LookupFixture sides = new LookupFixture(
                pair, "CREATE TABLE t (id int PRIMARY KEY, code text NOT NULL UNIQUE, seen text NOT NULL)");
        sides.target("ALTER TABLE t ADD own text DEFAULT 'x'");
        sides.source("INSERT INTO t VALUES (1, 'b', 's'), (2, 'a', 's')");
        sides.target("INSERT INTO t VALUES (1, 'a', 't1', 'o1'), (2, 'b', 't2', 'o2')");

        assertThat(sides.promote(ignoring("t", "seen"))).containsExactly(counts("t", 0, 2, 0));
        assertThat(sides.inTarget("SELECT * FROM t ORDER BY id")).containsExactly("1|b|t1|o1", "2|a|t2|o2");
    }

    @Test
    void anExchangeThatNoStatementCanMakeIsRefusedWholeAndTheRemedyHelps() throws SQLException {
        LookupFixture sides = new LookupFixture(
                pair,
                "CREATE TABLE t (id int PRIMARY KEY, first boolean NOT NULL CONSTRAINT one_each UNIQUE)",
                "CREATE TABLE other (t int REFERENCES t ON DELETE CASCADE)");
        sides.source("INSERT INTO t VALUES (1, true), (2, false)");
        sides.target("INSERT INTO t VALUES (1, false), (2, true)", "INSERT INTO other VALUES (1)");

        assertThatThrownBy(() -> sides.promote(lookup("t")))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("one_each")
                .hasMessageContaining("DEFERRABLE");
        assertThat(sides.inTarget("SELECT * FROM t ORDER BY id")).containsExactly("1|f", "2|t");

        sides.both("ALTER TABLE t DROP CONSTRAINT one_each, ADD CONSTRAINT one_each UNIQUE (first) DEFERRABLE");
        assertThat(sides.promote(lookup("t"))).containsExactly(counts("t", 0, 2, 0));
        assertThat(sides.inTarget("SELECT count(*) FROM other")).containsExactly("1");
    }
}
