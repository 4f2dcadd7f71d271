package dev.dbsync.core.pull;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.config.PullConfig.Verify;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.run.Outcome;
import dev.dbsync.core.testing.PostgresServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** A table of random columns with extreme values, on a source and, in another order, on a target. */
final class RandomTable {

    /** Those whose bytes mean something on their own server only. */
    private static final Set<String> TEXT_ONLY = Set.of("pair", "pair[]", "xml");

    private static final int ROWS = 40;

    /** A type, and expressions for values of it. */
    private record Type(String name, List<String> values) {}

    private static final List<Type> TYPES = List.of(
            new Type("bigint", List.of("-9223372036854775808", "9223372036854775807", "0")),
            new Type(
                    "numeric",
                    List.of("'NaN'", "'Infinity'", "'-Infinity'", "1e-300", "123456789012345678901234567890.123")),
            new Type("double precision", List.of("'NaN'", "'-0'", "1e308", "0.1")),
            new Type(
                    "text",
                    List.of(
                            "''",
                            "'\\N'",
                            "'\\.'",
                            "'C:\\New'",
                            "E'\\t\\n\\r\\\\\\b\\f\\v\\x01'",
                            "'😀'",
                            "repeat('\\', 70000)")),
            new Type("varchar(5)", List.of("'a\\b'", "'     '", "'日本語'")),
            new Type("char(4)", List.of("'x'", "'\\'")),
            new Type("bytea", List.of("'\\x'", "'\\x00ff5c090a0d'")),
            new Type("boolean", List.of("true", "false")),
            new Type("date", List.of("'infinity'", "'-infinity'", "'4713-01-01 BC'", "'2024-02-29'")),
            new Type(
                    "timestamptz",
                    List.of("'infinity'", "'1999-12-31 23:59:59.999999+14'", "'0044-03-15 12:00+00 BC'")),
            new Type("interval", List.of("'-1 year 2 mons -3 days 04:05:06.7'", "'-1 day -02:03:04'", "'0'")),
            new Type(
                    "text[]", List.of("ARRAY['a\\b', E'\\t', '\"', NULL, 'NULL', '{}', ',']", "'{}'", "'[2:3]={a,b}'")),
            new Type("int[][]", List.of("'{{1,2},{3,NULL}}'")),
            new Type("jsonb", List.of("'{\"a\": \"\\n\\\\\", \"b\": [1.0, null]}'", "'\"\\\\N\"'")),
            new Type("json", List.of("'{\"a\":1, \"a\" : 2}'")),
            new Type("xml", List.of("'<a b=\"\\\">&lt;</a>'")),
            new Type("bit varying", List.of("B'0101'", "B''")),
            new Type("inet", List.of("'::1/128'", "'10.0.0.1/8'")),
            new Type("int4range", List.of("'empty'", "'[1,)'")),
            new Type("tsvector", List.of("$$'it''s\\\\':1 b:2A$$")),
            new Type("point", List.of("'(1e300,-0)'")),
            new Type("uuid", List.of("'00000000-0000-0000-0000-000000000000'")),
            new Type("money", List.of("-1.50")),
            new Type("mood", List.of("'so so'", "'\\sad'")),
            new Type("pair", List.of("ROW(1, E'a\\t\\\\\"')", "ROW(NULL, '')")),
            new Type("pair[]", List.of("ARRAY[ROW(1, 'a,\\')::pair, NULL]")),
            new Type("positive", List.of("1")));

    private final Random random;
    private final List<Type> types;

    /** @param binary whether all of its types may travel in binary */
    RandomTable(long seed, boolean binary) {
        this.random = new Random(seed);
        this.types = TYPES.stream()
                .filter(type -> !binary || !TEXT_ONLY.contains(type.name()))
                .toList();
    }

    /** Pulls it, and asserts that every value is there as it was. */
    PullReport pull(PostgresServer from, PostgresServer to, Path directory, String mode) {
        Database prod = from.createDatabase("prod", true);
        Database local = to.createDatabase("local");
        created(from, prod);
        created(to, local);
        from.execute(
                prod,
                "ALTER DATABASE \"" + prod.url().database() + "\" SET intervalstyle = 'sql_standard'",
                "ALTER DATABASE \"" + prod.url().database() + "\" SET xmloption = document");
        for (int row = 0; row < ROWS; row++) {
            from.execute(prod, "INSERT INTO t (" + names() + ") VALUES (" + values() + ")");
        }
        PullProject project = new PullProject(directory, prod, local)
                .mode(mode)
                .rules(types.stream()
                        .map(type -> "\"" + column(type) + "\": keep")
                        .collect(Collectors.joining(", ", "t: { ", " }")));
        PullPlan plan = project.plan();
        PullReport report = project.execute(plan);

        assertThat(report.problems()).isEmpty();
        assertThat(report.outcome()).isEqualTo(Outcome.PULLED);
        TableVerdict verdict = new Verification(prod, local, plan).verdict(Verify.FULL);
        assertThat(verdict.problems()).isEmpty();
        assertThat(verdict.rows()).isEqualTo(ROWS);
        from.execute(prod, "ALTER DATABASE \"" + prod.url().database() + "\" RESET ALL");
        String rows = "SELECT ROW(" + names() + ")::text FROM t ORDER BY 1";
        assertThat(to.query(local, rows)).isEqualTo(from.query(prod, rows)).hasSize(ROWS);
        return report;
    }

    private void created(PostgresServer server, Database database) {
        server.execute(
                database,
                "CREATE TYPE mood AS ENUM ('so so', '\\sad')",
                "CREATE TYPE pair AS (i int, t text)",
                "CREATE DOMAIN positive AS int CHECK (VALUE > 0)",
                table());
    }

    private String table() {
        List<Type> order = new ArrayList<>(types);
        Collections.shuffle(order, random);
        return order.stream()
                .map(type -> "\"" + column(type) + "\" " + type.name())
                .collect(Collectors.joining(", ", "CREATE TABLE t (", ")"));
    }

    private String names() {
        return types.stream().map(type -> "\"" + column(type) + "\"").collect(Collectors.joining(", "));
    }

    private String values() {
        return types.stream()
                .map(type -> {
                    int at = random.nextInt(type.values().size() + 1);
                    return at == type.values().size() ? "NULL" : type.values().get(at);
                })
                .collect(Collectors.joining(", "));
    }

    /** A name that has to be quoted. */
    private static String column(Type type) {
        return "The " + type.name();
    }
}
