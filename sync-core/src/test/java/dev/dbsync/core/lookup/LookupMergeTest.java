package dev.dbsync.core.lookup;

import static dev.dbsync.core.lookup.LookupFixture.ignoring;
import static dev.dbsync.core.lookup.LookupFixture.keeping;
import static dev.dbsync.core.lookup.LookupFixture.keyed;
import static dev.dbsync.core.lookup.LookupFixture.lookup;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.dbsync.core.config.LookupConfig;
import dev.dbsync.core.problem.SyncException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rows, keys, columns and values of the tables themselves. */
class LookupMergeTest extends LookupMergeFixture {

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
    void aGeneratedColumnMayBelongToTheKey() throws SQLException {
        LookupFixture sides = new LookupFixture(pair, """
                CREATE TABLE fee (id int GENERATED ALWAYS AS IDENTITY UNIQUE,
                                  title text NOT NULL,
                                  price numeric NOT NULL,
                                  amount int,
                                  code text GENERATED ALWAYS AS (lower(title)) STORED,
                                  gross numeric GENERATED ALWAYS AS (price * 1.00) STORED,
                                  PRIMARY KEY (code, gross))
                """);
        sides.source(
                "INSERT INTO fee (title, price, amount) VALUES ('A', 1, 1), ('b', 2, 2), ('c', 3.0, 3), ('e', 5, 5)");
        sides.target(
                "INSERT INTO fee (title, price, amount) VALUES ('a', 1.0, 9), ('b', 2, 2), ('d', 4, 4), ('f', 6, 6)",
                "INSERT INTO fee (title, price, amount) VALUES ('e', 5, 4)");

        LookupDiff diff = sides.diff(lookup("fee")).get(0);
        assertThat(sides.promote(lookup("fee"))).containsExactly(counts("fee", 1, 2, 2));

        assertThat(List.of(diff.insert(), diff.update(), diff.delete())).containsExactly(1L, 2L, 2L);
        assertEqualSides(sides, "SELECT * FROM fee ORDER BY code");
        assertThat(sides.promote(lookup("fee"))).containsExactly(counts("fee", 0, 0, 0));
        assertThat(sides.notSurelyEqual(lookup("fee"))).isEmpty();
    }

    @Test
    void rowsThatExchangeWhatAGeneratedUniqueColumnIsMadeOfAreExchanged() throws SQLException {
        LookupFixture sides = new LookupFixture(
                pair,
                "CREATE TABLE t (id int PRIMARY KEY, mail text, same text GENERATED ALWAYS AS (lower(mail)) STORED UNIQUE)");
        sides.source("INSERT INTO t VALUES (1, 'A'), (2, 'B')");
        sides.target("INSERT INTO t VALUES (1, 'b'), (2, 'a')");

        sides.promote(lookup("t"));
        assertThat(sides.inTarget("SELECT mail, same FROM t ORDER BY id")).containsExactly("A|a", "B|b");
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
    void rowsAreFoundByKeysOfManyTypes() throws SQLException {
        Map<String, List<String>> values = new LinkedHashMap<>();
        values.put("bigint", List.of("-9223372036854775808", "-10", "-9", "9", "10", "9223372036854775807"));
        values.put("numeric", List.of("-1.50", "-1", "0", "1.5", "1.50001", "10"));
        values.put("text", List.of("", "\\", "\\N", "\\t", "\t", "\n", "a\tb", "a", "B", "ä", "ﬀ", "😀"));
        values.put("char(3)", List.of("", "a", "ab", "B"));
        values.put("uuid", List.of("00000000-0000-0000-0000-000000000001", "ffffffff-0000-0000-0000-000000000000"));
        values.put("date", List.of("0044-03-15 BC", "2026-01-01", "12026-01-01", "infinity", "-infinity"));
        values.put("timestamptz", List.of("2026-03-29 02:30+02", "2026-03-29 00:30:00.000001Z"));
        values.put("boolean", List.of("true", "false"));
        values.put("bytea", List.of("", "\\x00", "\\x5c", "\\xff"));
        values.put("text[]", List.of("{}", "{a}", "{\"a,b\",NULL}", "{\"\\\\\"}"));
        values.put("mood", List.of("sad", "ok"));
        values.put("percent", List.of("0", "0.50", "100"));
        for (Map.Entry<String, List<String>> type : values.entrySet()) {
            LookupFixture sides = new LookupFixture(
                    pair,
                    "CREATE TYPE mood AS ENUM ('sad', 'ok')",
                    "CREATE DOMAIN percent AS numeric(5, 2)",
                    "CREATE TABLE t (k %s NOT NULL, n int NOT NULL, v text, PRIMARY KEY (k, n))"
                            .formatted(type.getKey()));
            for (String value : type.getValue()) {
                String row = "INSERT INTO t VALUES ('" + value + "', %d, '%s')";
                sides.source(row.formatted(1, "new"), row.formatted(2, "same"), row.formatted(-10, "source"));
                sides.target(row.formatted(1, "old"), row.formatted(2, "same"), row.formatted(-9, "target"));
            }
            long number = type.getValue().size();

            assertThat(sides.promote(lookup("t")))
                    .as(type.getKey())
                    .containsExactly(counts("t", number, number, number));
            assertEqualSides(sides, "SELECT * FROM t ORDER BY t::text");
        }
    }

    @Test
    void valuesThatCopyEscapesArriveAsTheyAre() throws SQLException {
        LookupFixture sides =
                new LookupFixture(pair, "CREATE TABLE t (id int PRIMARY KEY, a text, b varchar(20), c json, d text[])");
        String row = "INSERT INTO t VALUES (%d, '%2$s', '%2$s', '\"x\"', ARRAY['%2$s', NULL])";
        List<String> texts = List.of("\\N", "\\.", "\t", "\n", "\r\n", "\b\f\u000b", "C:\\New", "\\\\", "a\tb\\");
        for (int i = 0; i < texts.size(); i++) {
            sides.source(row.formatted(i, texts.get(i)), row.formatted(100 + i, texts.get(i)));
            sides.target(row.formatted(100 + i, "old"));
        }
        sides.both(
                "INSERT INTO t VALUES (200, NULL, NULL, NULL, NULL)", "INSERT INTO t VALUES (201, '', '', '{}', '{}')");
        sides.target("UPDATE t SET a = '' WHERE id = 200", "UPDATE t SET a = NULL WHERE id = 201");

        assertThat(sides.promote(lookup("t"))).containsExactly(counts("t", 9, 11, 0));
        assertEqualSides(sides, "SELECT * FROM t ORDER BY id");
    }
}
