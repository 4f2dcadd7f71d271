package dev.dbsync.core.lookup;

import static dev.dbsync.core.lookup.LookupFixture.ignoring;
import static dev.dbsync.core.lookup.LookupFixture.keeping;
import static dev.dbsync.core.lookup.LookupFixture.keyed;
import static dev.dbsync.core.lookup.LookupFixture.lookup;
import static dev.dbsync.core.lookup.LookupFixture.lookups;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.dbsync.core.config.LookupConfig;
import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.testing.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LookupMergeTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    private static final String FEE_GROUP =
            "CREATE TABLE fee_group (id int PRIMARY KEY, code text NOT NULL UNIQUE, name text)";

    private static LookupFixture.Pair pair;

    @BeforeAll
    static void createDatabases() {
        pair = LookupFixture.Pair.on(server);
    }

    private static LookupCounts counts(String table, long inserted, long updated, long deleted) {
        return new LookupCounts(new TableName("public", table), inserted, updated, deleted);
    }

    private static void assertEqualSides(LookupFixture sides, String query) {
        List<List<String>> answers = sides.answers(query);
        assertThat(answers.get(1)).isEqualTo(answers.get(0));
    }

    @Test
    void rowsAreInsertedUpdatedAndDeletedAndCountedAsThePlanSaid() throws SQLException {
        LookupFixture sides = new LookupFixture(pair, FEE_GROUP);
        sides.source("INSERT INTO fee_group VALUES (1, 'a', 'A'), (2, 'b', 'B'), (3, 'c', NULL), (5, 'e', '')");
        sides.target("INSERT INTO fee_group VALUES (2, 'b', 'old'), (3, 'c', NULL), (4, 'd', 'D'), (5, 'e', NULL)");

        LookupDiff diff = sides.diff(lookup("fee_group")).get(0);
        List<LookupCounts> counts = sides.promote(lookup("fee_group"));

        assertThat(counts).containsExactly(counts("fee_group", 1, 2, 1));
        assertThat(List.of(diff.insert(), diff.update(), diff.delete())).containsExactly(1L, 2L, 1L);
        assertThat(diff.estimate()).isFalse();
        assertEqualSides(sides, "SELECT * FROM fee_group ORDER BY id");
        assertThat(sides.promote(lookup("fee_group"))).containsExactly(counts("fee_group", 0, 0, 0));
    }

    @Test
    void aCompositeNaturalKeyIdentifiesRowsWhateverItsOrder() throws SQLException {
        LookupFixture sides = new LookupFixture(
                pair,
                "CREATE TABLE rate (id serial PRIMARY KEY, country char(2), kind text, rate numeric,"
                        + " UNIQUE (country, kind))");
        sides.source("INSERT INTO rate (country, kind, rate) VALUES ('CH', 'vat', 8.1), ('DE', 'vat', 19)");
        sides.target("INSERT INTO rate (country, kind, rate) VALUES ('DE', 'vat', 16), ('CH', 'vat', 7.7)");
        LookupConfig rate =
                new LookupConfig("rate", List.of("kind", "country"), List.of("id"), false, Optional.empty(), false, "");

        assertThat(sides.promote(rate)).containsExactly(counts("rate", 0, 2, 0));
        assertEqualSides(sides, "SELECT country, rate FROM rate ORDER BY country");
        assertThat(sides.inTarget("SELECT id, country FROM rate ORDER BY id")).containsExactly("1|DE", "2|CH");
    }

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
    void generatedColumnsAreLeftOutAndIdentityValuesKept() throws SQLException {
        LookupFixture sides = new LookupFixture(pair, """
                CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY UNIQUE,
                                code text PRIMARY KEY,
                                upper text GENERATED ALWAYS AS (upper(code)) STORED)
                """);
        sides.source("INSERT INTO t (id, code) OVERRIDING SYSTEM VALUE VALUES (7, 'a'), (8, 'b'), (12, 'c')");
        sides.target("INSERT INTO t (id, code) OVERRIDING SYSTEM VALUE VALUES (8, 'a'), (7, 'b')");

        assertThat(sides.promote(lookup("t"))).containsExactly(counts("t", 1, 2, 0));
        assertEqualSides(sides, "SELECT * FROM t ORDER BY id");
        sides.target("INSERT INTO t (code) VALUES ('next')");
        assertThat(sides.inTarget("SELECT id FROM t WHERE code = 'next'")).containsExactly("13");
    }

    @Test
    void valuesOfManyTypesAreEqualAfterwardsToTheLetter() throws SQLException {
        LookupFixture sides = new LookupFixture(
                pair,
                "CREATE TYPE mood AS ENUM ('sad', 'ok')",
                "CREATE DOMAIN percent AS numeric(5, 2) CHECK (VALUE >= 0)",
                """
                CREATE TABLE t (id int PRIMARY KEY, doc json, docb jsonb, mood mood, moods mood[], tags text[],
                                free numeric, share percent, at timestamptz, d date, span interval, f float8,
                                raw bytea, price money, ip inet, r int4range, x xml, b boolean, who uuid, c regclass)
                """);
        String row = """
                INSERT INTO t VALUES (%d, '{"a":  1}', '{"b": 2}', 'ok', '{sad,ok}', '{"a,b",NULL,"\\""}', 1.00, 12.5,
                                      '2026-03-29 02:30+02', 'infinity', '1 mon -2 days 03:00', 0.1, '\\xdead', 12.34,
                                      '10.0.0.1/8', '[1,4)', '<a/>', true,
                                      'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 't')
                """;
        sides.both(row.formatted(1), row.formatted(2), row.formatted(3), row.formatted(4));
        sides.source(row.formatted(5), "INSERT INTO t (id) VALUES (6)");
        sides.target(
                "UPDATE t SET doc = '{\"a\": 1}' WHERE id = 2",
                "UPDATE t SET free = 1.0 WHERE id = 3",
                "UPDATE t SET moods = '{ok}', tags[2] = '', c = 'pg_class' WHERE id = 4");
        sides.target("ALTER DATABASE " + sides.target.url().database() + " SET timezone = 'Asia/Tokyo'");
        sides.target("ALTER DATABASE " + sides.target.url().database() + " SET intervalstyle = 'iso_8601'");
        sides.target("ALTER DATABASE " + sides.target.url().database() + " SET bytea_output = 'escape'");

        LookupDiff diff = sides.diff(lookup("t")).get(0);
        assertThat(List.of(diff.insert(), diff.update(), diff.delete())).containsExactly(2L, 3L, 0L);
        assertThat(sides.promote(lookup("t"))).containsExactly(counts("t", 2, 3, 0));
        sides.target("ALTER DATABASE " + sides.target.url().database() + " RESET ALL");
        assertEqualSides(sides, "SELECT t::text FROM t ORDER BY id");
    }

    @Test
    void aCaseInsensitiveKeyIsUpdatedInPlace() throws SQLException {
        assumeThat(server.query(server.maintenance(), "SELECT FROM pg_available_extensions WHERE name = 'citext'"))
                .as("the server has citext")
                .isNotEmpty();
        LookupFixture sides = new LookupFixture(
                pair,
                "CREATE EXTENSION citext",
                "CREATE TABLE t (code citext PRIMARY KEY)",
                "CREATE TABLE other (code citext REFERENCES t ON DELETE CASCADE)");
        sides.source("INSERT INTO t VALUES ('Abc'), ('x')");
        sides.target("INSERT INTO t VALUES ('aBC'), ('x')", "INSERT INTO other VALUES ('abc')");

        assertThat(sides.references(lookup("t"))).isEmpty();
        assertThat(sides.promote(lookup("t"))).containsExactly(counts("t", 0, 1, 0));
        assertThat(sides.inTarget("SELECT code FROM t ORDER BY 1")).containsExactly("Abc", "x");
        assertThat(sides.inTarget("SELECT count(*) FROM other")).containsExactly("1");
    }

    @Test
    void columnOrderDoesNotMatterAndColumnsOfOneSideAreNamed() throws SQLException {
        LookupFixture sides = new LookupFixture(pair);
        sides.source(
                "CREATE TABLE t (id int PRIMARY KEY, a text, b text, s int)", "INSERT INTO t VALUES (1, 'a', 'b', 1)");
        sides.target(
                "CREATE TABLE t (b text, x int, a text, id int PRIMARY KEY)", "INSERT INTO t VALUES ('o', 3, 'o', 1)");

        assertThat(sides.promote(lookup("t"))).containsExactly(counts("t", 0, 1, 0));
        assertThat(sides.inTarget("SELECT id, a, b, x FROM t")).containsExactly("1|a|b|3");
        try (Connection there = sides.source.connectReadOnly("test");
                Connection here = sides.target.connectReadOnly("test")) {
            LookupTable table =
                    LookupFixture.resolve(there, here, lookup("t")).tables().get(0);
            assertThat(table.sourceOnly()).containsExactly("s");
            assertThat(table.targetOnly()).containsExactly("x");
            assertThat(table.estimate()).isTrue();
        }
    }

    @Test
    void ignoredColumnsAreNeitherComparedNorUpdatedButFilledInNewRows() throws SQLException {
        LookupFixture sides =
                new LookupFixture(pair, "CREATE TABLE t (id int PRIMARY KEY, name text, updated_at date NOT NULL)");
        sides.source("INSERT INTO t VALUES (1, 'a', '2026-01-01'), (2, 'b', '2026-01-01'), (3, 'c', '2026-01-01')");
        sides.target("INSERT INTO t VALUES (1, 'a', '2020-01-01'), (2, 'x', '2020-01-01')");

        assertThat(sides.promote(ignoring("t", "updated_at"))).containsExactly(counts("t", 1, 1, 0));
        assertThat(sides.inTarget("SELECT * FROM t ORDER BY id"))
                .containsExactly("1|a|2020-01-01", "2|b|2020-01-01", "3|c|2026-01-01");
    }

    @Test
    void deletedRowsStayWhereTheConfigurationKeepsThem() throws SQLException {
        LookupFixture sides = new LookupFixture(pair, FEE_GROUP);
        sides.source("INSERT INTO fee_group VALUES (1, 'a', 'A')");
        sides.target("INSERT INTO fee_group VALUES (1, 'a', 'old'), (2, 'b', 'B')");

        LookupDiff diff = sides.diff(keeping("fee_group")).get(0);
        assertThat(List.of(diff.update(), diff.delete(), diff.kept())).containsExactly(1L, 0L, 1L);
        assertThat(sides.promote(keeping("fee_group"))).containsExactly(counts("fee_group", 0, 1, 0));
        assertThat(sides.inTarget("SELECT * FROM fee_group ORDER BY id")).containsExactly("1|a|A", "2|b|B");
        assertThat(sides.diff(keeping("fee_group")).get(0).differs()).isFalse();
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
    void sequencesArePastTheHighestValueNeverBackwardsAndRolledBack() throws SQLException {
        LookupFixture sides = new LookupFixture(
                pair,
                "CREATE TABLE low (id serial PRIMARY KEY)",
                "CREATE TABLE high (id int GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY)");
        sides.source("INSERT INTO low VALUES (41)", "INSERT INTO high VALUES (41)");
        sides.target("SELECT setval('high_id_seq', 1000)");
        String positions =
                "SELECT l.last_value, l.is_called, h.last_value, h.is_called FROM low_id_seq l, high_id_seq h";

        try (Connection there = sides.source.connectReadOnly("test");
                Connection here = sides.target.connect("test")) {
            here.setAutoCommit(false);
            LookupMerge.merge(
                    there,
                    here,
                    LookupFixture.resolve(there, here, lookups("low", "high")).tables(),
                    Catalog.read(here));
            here.rollback();
        }
        assertThat(sides.inTarget(positions)).containsExactly("1|f|1000|t");
        assertThat(sides.inTarget("SELECT count(*) FROM low")).containsExactly("0");

        sides.promote(lookups("low", "high"));
        assertThat(sides.inTarget(positions)).containsExactly("42|f|1000|t");
        assertThat(sides.inTarget("SELECT nextval('low_id_seq')")).containsExactly("42");
    }

    @Test
    void theSessionsSettingsAndTemporaryTablesAreAsTheyWere() throws SQLException {
        LookupFixture sides = new LookupFixture(pair, FEE_GROUP);
        sides.source("INSERT INTO fee_group VALUES (1, 'a', 'A')");
        try (Connection there = sides.source.connectReadOnly("test");
                Connection here = sides.target.connect("test");
                Statement statement = here.createStatement()) {
            here.setAutoCommit(false);
            statement.execute("SET TIME ZONE 'Asia/Tokyo'; SET search_path = public, pg_temp; SET row_security = on");
            List<LookupTable> tables =
                    LookupFixture.resolve(there, here, lookup("fee_group")).tables();
            LookupMerge.merge(there, here, tables, Catalog.read(here));
            LookupMerge.merge(there, here, tables, Catalog.read(here));
            LookupVerification.verify(there, here, tables);
            try (var row = statement.executeQuery(
                    "SELECT current_setting('TimeZone'), current_setting('search_path'), current_setting('row_security'),"
                            + " (SELECT count(*) FROM pg_class WHERE relpersistence = 't')")) {
                row.next();
                assertThat(List.of(row.getString(1), row.getString(2), row.getString(3), row.getString(4)))
                        .containsExactly("Asia/Tokyo", "public, pg_temp", "on", "0");
            }
            here.rollback();
        }
    }

    @Test
    void aTriggerThatChangesWhatIsWrittenIsFoundOut() throws SQLException {
        LookupFixture sides = new LookupFixture(
                pair,
                "CREATE TABLE t (id int PRIMARY KEY, name text, touched int NOT NULL DEFAULT 0)",
                """
                CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS
                'BEGIN NEW.touched := OLD.touched + 1; RETURN NEW; END'
                """,
                "CREATE TRIGGER touch BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION touch()");
        sides.source("INSERT INTO t VALUES (1, 'new')");
        sides.target("INSERT INTO t VALUES (1, 'old')");

        assertThatThrownBy(() -> sides.promote(lookup("t")))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("t differs after its merge: 0 rows missing, 1 different, 0 too many")
                .hasMessageContaining("ignore");
        assertThat(sides.inTarget("SELECT * FROM t")).containsExactly("1|old|0");
        assertThat(sides.promote(ignoring("t", "touched"))).containsExactly(counts("t", 0, 1, 0));
        assertThat(sides.inTarget("SELECT * FROM t")).containsExactly("1|new|1");
    }

    @Test
    void aConstraintOfTheTargetThatSaysNoIsNamedWithoutItsValues() throws SQLException {
        LookupFixture sides = new LookupFixture(pair, FEE_GROUP);
        sides.target("ALTER TABLE fee_group ADD CONSTRAINT short CHECK (length(name) < 4)");
        sides.source("INSERT INTO fee_group VALUES (1, 'a', 'confidential')");

        assertThatThrownBy(() -> sides.promote(lookup("fee_group")))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("Cannot merge lookup table fee_group")
                .hasMessageContaining("short")
                .hasMessageNotContaining("confidential");
    }

    @Test
    void nullsInAUniqueKeyMatchEachOther() throws SQLException {
        LookupFixture sides = new LookupFixture(pair, "CREATE TABLE t (a text, b text, v int, UNIQUE (a, b))");
        sides.source("INSERT INTO t VALUES ('x', NULL, 1), ('x', '', 2), (NULL, NULL, 3), (NULL, 'x', 4)");
        sides.target("INSERT INTO t VALUES ('x', NULL, 9), (NULL, NULL, 3), (NULL, '', 5)");

        assertThat(sides.promote(keyed("t", "a", "b"))).containsExactly(counts("t", 2, 1, 1));
        assertEqualSides(sides, "SELECT * FROM t ORDER BY v");
        sides.source("INSERT INTO t VALUES (NULL, NULL, 6)");
        assertThatThrownBy(() -> sides.diff(keyed("t", "a", "b")))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("two rows with the same key (a, b) in the source");
    }

    @Test
    void aPartitionedTableIsMergedAsOne() throws SQLException {
        LookupFixture sides = new LookupFixture(
                pair,
                "CREATE TABLE t (id int, part int, v text, PRIMARY KEY (id, part)) PARTITION BY LIST (part)",
                "CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1)",
                "CREATE TABLE t2 PARTITION OF t FOR VALUES IN (2)");
        sides.source("INSERT INTO t VALUES (1, 1, 'a'), (2, 2, 'b')");
        sides.target("INSERT INTO t VALUES (1, 1, 'x'), (3, 2, 'c')");

        assertThat(sides.promote(lookup("t"))).containsExactly(counts("t", 1, 1, 1));
        assertEqualSides(sides, "SELECT * FROM t ORDER BY id");
    }

    @Test
    void otherWritersWaitUntilTheMergeIsCommittedAndReadersDoNot() throws SQLException {
        LookupFixture sides = new LookupFixture(pair, FEE_GROUP);
        try (Connection there = sides.source.connectReadOnly("test");
                Connection here = sides.target.connect("test")) {
            here.setAutoCommit(false);
            LookupMerge.merge(
                    there,
                    here,
                    LookupFixture.resolve(there, here, lookup("fee_group")).tables(),
                    Catalog.read(here));

            assertThat(sides.inTarget("SELECT count(*) FROM fee_group")).containsExactly("0");
            assertThatThrownBy(() -> sides.target("SET lock_timeout = 1; INSERT INTO fee_group VALUES (1, 'a', 'A')"))
                    .hasMessageContaining("lock timeout");
            here.rollback();
        }
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

    @Test
    void aDeferredConstraintIsCheckedByTheMergeAndNotOnlyAtCommit() throws SQLException {
        LookupFixture sides = new LookupFixture(
                pair,
                "CREATE TABLE account (id int PRIMARY KEY)",
                "CREATE TABLE t (id int PRIMARY KEY, account int REFERENCES account DEFERRABLE INITIALLY DEFERRED)");
        sides.source("INSERT INTO account VALUES (1)", "INSERT INTO t VALUES (1, 1)");

        try (Connection there = sides.source.connectReadOnly("test");
                Connection here = sides.target.connect("test")) {
            here.setAutoCommit(false);
            List<LookupTable> tables =
                    LookupFixture.resolve(there, here, lookup("t")).tables();
            assertThatThrownBy(() -> LookupMerge.merge(there, here, tables, Catalog.read(here)))
                    .isInstanceOf(SyncException.class)
                    .hasMessageContaining("t_account_fkey")
                    .hasMessageContaining("make the table on the other end a lookup table too");
            here.rollback();
        }
    }

    @Test
    void aRowSecurityPolicyRaisesAnErrorInsteadOfHidingRows() throws SQLException {
        LookupFixture sides = new LookupFixture(
                pair,
                FEE_GROUP,
                "ALTER TABLE fee_group ENABLE ROW LEVEL SECURITY",
                "CREATE POLICY few ON fee_group USING (id > 1)",
                "GRANT USAGE ON SCHEMA public TO PUBLIC",
                "GRANT ALL ON fee_group TO PUBLIC");
        sides.both("INSERT INTO fee_group VALUES (1, 'a', 'A')");
        String role = "reader_" + Long.toString(System.nanoTime(), 36);
        server.execute(server.maintenance(), "CREATE ROLE " + role + " LOGIN PASSWORD 'secret'");
        try (Connection there = server.as(sides.source, role, "secret").connectReadOnly("test");
                Connection here = sides.target.connectReadOnly("test")) {
            List<LookupTable> tables =
                    LookupFixture.resolve(there, here, lookup("fee_group")).tables();

            assertThatThrownBy(() -> LookupDiff.between(there, here, tables))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("row-level security");
        } finally {
            server.execute(server.maintenance(), "DROP ROLE " + role);
        }
    }
}
