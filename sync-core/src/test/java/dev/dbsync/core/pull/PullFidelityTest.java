package dev.dbsync.core.pull;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.comparison.TableVerdict;
import dev.dbsync.core.config.DatabaseUrl;
import dev.dbsync.core.config.PullConfig.Verify;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.run.Outcome;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is not masked arrives exactly as it was, whatever its type and whatever the sessions of either side speak. */
class PullFidelityTest extends PullFixture {

    private static final String TABLE = """
            CREATE TABLE "Odd ""Näme" ("a b" bigint, "C" text, n numeric, f8 float8, f4 float4, m money, b bytea, u uuid,
                d date, ts timestamp, tz timestamptz, ti time, ttz timetz, i interval, j json, jb jsonb, x xml,
                bo boolean, ip inet, ci cidr, ma macaddr, bi bit(3), vb varbit, p point, po polygon, tv tsvector,
                ir int4range, nr numrange, mr datemultirange, ta text[], ia int[], ma2 int[][], ch char(7), na name,
                lsn pg_lsn, mask text)
            """;

    private static final List<String> ROWS = List.of(
            "(NULL)",
            """
            (-9223372036854775808, '', 'NaN', 'NaN', '-Infinity', -92233720368547758.08, '', gen_random_uuid(),
             'infinity', '-infinity', 'infinity', '24:00', '23:59:59.999999+15:59',
             '-170000000 years 1 mon -1 days -0.000001 s', 'null', '""', '', false, '::1/64', '::/0',
             '08:00:2b:01:02:03', B'101', B'', '(NaN,1e308)', '((0,0),(1,1),(2,0))', '', 'empty', '(,)', '{}', '{}',
             '{}', '{}', '', '', '0/0', 'x')""",
            """
            (9223372036854775807, E'\\\\.', 1e-300, 4.9e-324, 1.17549435e-38, 0.01, '\\x00ff5c4e0a09',
             gen_random_uuid(), '4713-11-24 BC', '294276-12-31 23:59:59.999999', '4714-11-24 00:00:00+00 BC', '00:00',
             '00:00-15:59', '1 year -2 mons +3 days -04:05:06.789', '{"a" : 1,  "a":2}',
             '{"b": [1e400, "\\u00e9\\n"]}', '<a/>tail', true, '10.1.2.3/8', '10.0.0.0/8', 'ff:ff:ff:ff:ff:ff',
             B'000', B'1', '(-0,0)', '((1.5,2.5))', '''a b'':1A', '[1,2)', '[-1.50,)',
             '{[2020-01-01,2020-02-01),[2021-01-01,)}', ARRAY['NULL', NULL, '', '\\N', 'a"b\\c', '{,}', E'\\t\\n'],
             '{1,NULL,3}', '[0:1][2:3]={{1,2},{3,NULL}}', ' x ', 'na me', 'FFFFFFFF/FFFFFFFF', 'x')""",
            "(0, E'\\\\N', 1.10, 0.1, 0.1, 1, decode(repeat('5c2e0a', 1000), 'hex'))",
            "(1, E'\\x01\\x02\\b\\f\\v\\r\\n\\t\\\\')",
            "(2, 'C:\\New\\table\\x41\\101')",
            "(3, '😀 é e\u0301 \u200d ﷺ \uffff')",
            "(4, repeat(E'\\\\ü\\t', 350000))");

    @Test
    void everyBuiltInTypeAndExtremeValueArrives() {
        filled();

        pulled();

        assertThat(rows(local)).hasSize(ROWS.size()).isEqualTo(rows(prod));
    }

    @Test
    void settingsOfDatabasesChangeNothing() {
        filled();
        set(
                prod,
                "DateStyle = 'German, DMY'",
                "IntervalStyle = 'sql_standard'",
                "TimeZone = 'Asia/Kathmandu'",
                "extra_float_digits = -5",
                "bytea_output = 'escape'",
                "quote_all_identifiers = on",
                "xmloption = document");
        set(
                local,
                "DateStyle = 'SQL, MDY'",
                "IntervalStyle = 'iso_8601'",
                "TimeZone = 'America/St_Johns'",
                "array_nulls = off",
                "xmloption = document",
                "statement_timeout = '200ms'",
                "lock_timeout = '1ms'",
                "backslash_quote = off",
                "default_transaction_isolation = 'serializable'",
                "session_replication_role = 'replica'");

        pulled();

        for (Database side : List.of(prod, local)) {
            server.execute(server.maintenance(), "ALTER DATABASE " + side.url().database() + " RESET ALL");
        }
        assertThat(rows(local)).isEqualTo(rows(prod));
    }

    @Test
    void anotherOrderOfColumnsAndAdditionalOnesChangeNothing() {
        server.execute(prod, "CREATE TABLE t (a text, b text, c text)", "INSERT INTO t VALUES ('a', 'b', NULL)");
        server.execute(
                local,
                "CREATE TABLE t (gone int, c text, extra text NOT NULL DEFAULT 'made here', b text, a text)",
                "ALTER TABLE t DROP COLUMN gone");

        new PullProject(directory, prod, local)
                .rules("t: { a: keep, b: keep, c: keep }")
                .pull();

        assertThat(server.value(local, "SELECT a, b, c, extra FROM t")).isEqualTo("a|b|∅|made here");
    }

    @Test
    void aTargetOfAnotherEncodingGetsTheSameCharactersOrNothing() {
        Database latin = encoded("LATIN1");
        server.execute(prod, "CREATE TABLE t (v text)", "INSERT INTO t VALUES ('müßig')");
        server.execute(latin, "CREATE TABLE t (v text)", "INSERT INTO t VALUES ('old')");
        PullProject project = new PullProject(directory, prod, latin).rules("t: { v: keep }");

        assertThat(project.pull().outcome()).isEqualTo(Outcome.PULLED);
        assertThat(server.value(latin, "SELECT v, octet_length(v) FROM t")).isEqualTo("müßig|5");

        server.execute(prod, "INSERT INTO t VALUES ('€ SECRET')");
        PullReport report = project.pull();

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.problems().toString()).doesNotContain("SECRET");
        assertThat(server.value(latin, "SELECT v FROM t")).isEqualTo("müßig");
        drop(latin);
    }

    @Test
    void bytesOfASourceWithoutAnEncodingAreRefusedWhereTheyAreNoText() {
        Database raw = encoded("SQL_ASCII");
        server.execute(
                raw,
                "CREATE TABLE t (v text)",
                "INSERT INTO t VALUES (convert_from(decode('6dfc534543524554', 'hex'), 'SQL_ASCII'))");
        server.execute(local, "CREATE TABLE t (v text)", "INSERT INTO t VALUES ('old')");

        PullReport report =
                new PullProject(directory, raw, local).rules("t: { v: keep }").pull();

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.problems().toString()).doesNotContain("SECRET");
        assertThat(server.value(local, "SELECT v FROM t")).isEqualTo("old");
        drop(raw);
    }

    private void filled() {
        server.execute(prod, TABLE);
        server.execute(local, TABLE);
        for (String row : ROWS) {
            server.execute(prod, "INSERT INTO \"Odd \"\"Näme\" VALUES " + row);
        }
    }

    private void pulled() {
        String kept = Stream.of(
                        "C", "b", "d", "j", "jb", "x", "ip", "ci", "ma", "bi", "vb", "p", "po", "tv", "ir", "nr", "mr",
                        "ta", "ia", "ma2", "ch", "na", "lsn")
                .map(column -> column + ": keep")
                .collect(Collectors.joining(", "));
        PullProject project =
                new PullProject(directory, prod, local).rules("'Odd \"Näme': { " + kept + ", mask: name }");
        PullPlan plan = project.plan();
        PullReport report = project.execute(plan);
        assertThat(report.problems()).isEmpty();
        assertThat(report.outcome()).isEqualTo(Outcome.PULLED);
        TableVerdict verdict = new Verification(prod, local, plan).verdict(Verify.FULL);
        assertThat(verdict.problems()).isEmpty();
        assertThat(verdict.rows()).isEqualTo(ROWS.size());
    }

    /** By a digest, since one is a megabyte; the masked column must differ and is left out. */
    private List<String> rows(Database database) {
        String columns = server.value(database, """
                SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum)
                FROM pg_attribute
                WHERE attrelid = '"Odd ""Näme"'::regclass AND attnum > 0 AND attname <> 'mask'
                """);
        return server.query(
                database,
                "SELECT \"a b\", md5(t::text), left(t::text, 900) FROM (SELECT " + columns
                        + " FROM \"Odd \"\"Näme\") t ORDER BY 1");
    }

    private void set(Database database, String... settings) {
        for (String setting : settings) {
            server.execute(
                    server.maintenance(), "ALTER DATABASE " + database.url().database() + " SET " + setting);
        }
    }

    private static Database encoded(String encoding) {
        DatabaseUrl url = server.maintenance().url();
        String name = "encoded_" + Long.toString(System.nanoTime(), 36);
        server.execute(
                server.maintenance(),
                "CREATE DATABASE " + name + " ENCODING '" + encoding + "' LOCALE 'C' TEMPLATE template0");
        return new Database(
                "encoded", new DatabaseUrl(url.hosts(), name, url.user(), url.password(), url.parameters()), false);
    }

    private static void drop(Database database) {
        server.execute(server.maintenance(), "DROP DATABASE " + database.url().database() + " WITH (FORCE)");
    }
}
