package dev.dbsync.core.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.Table;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.testing.PostgresServer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every value arrives as it was, in either format. */
@Timeout(120)
class CopyRoundTripTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    private static final TableName T = new TableName("public", "t");

    /** So that the objects of both databases have different numbers. */
    private static final String[] TYPES = {
        "CREATE TYPE mood AS ENUM ('sad', 'ok', 'tab\there')",
        "CREATE TYPE span AS RANGE (SUBTYPE = float8, MULTIRANGE_TYPE_NAME = spans)",
        "CREATE DOMAIN email AS varchar(80) CHECK (VALUE <> '')",
        "CREATE TYPE pair AS (a int, b mood)"
    };

    private static final String EVERY_SAFE_TYPE = """
            CREATE TABLE t (
                id int, b boolean, c "char", n name, v varchar(40), f char(5), s smallint, l bigint, d numeric,
                d2 numeric(9, 3), r real, p double precision, m money, raw bytea, bits bit(5), vb bit varying, u uuid,
                da date, ti time(3), tz time with time zone, ts timestamp, tt timestamptz(2), iv interval, j json,
                jb jsonb, jp jsonpath, pt point, li line, se lseg, bo box, pa path, po polygon, ci circle, ip inet,
                ne cidr, ma macaddr, m8 macaddr8, tv tsvector, ls pg_lsn, ir int4range, nr numrange,
                tr tstzrange, nm nummultirange, ia int[], ta text[][], ra daterange[], mo mood, em email, sp span,
                sm spans)
            """;

    private static final String EXTREMES = """
            INSERT INTO t
            VALUES (1, true, 'x', 'a name', E'tab\\t nl\\n bs\\\\ 😀', 'ab', -32768, -9223372036854775808, 'NaN',
                    -123456.789, 'NaN', '-Infinity', -92233720368547758.08, '\\x00ff5c0a', B'10101', B'', gen_random_uuid(),
                    'infinity', '24:00', '23:59:59.999999+15:59', '-infinity', '294276-12-31 23:59:59.99+00',
                    '-178000 years -3 mons 5 days 00:00:00.000001', '{"a" :  [1, "x"]}', '{"b": [1, {"c": "\\u00e9"}]}',
                    'strict $.a[*] ? (@ > 1)', '(1e300,-1e-300)', '{1,2,3}', '((0,0),(1,1))', '((2,2),(1,1))',
                    '[(0,0),(1,1)]', '((0,0),(1,1),(2,0))', '<(0,0),3>', '2001:db8::1/64', '10.0.0.0/8',
                    '08:00:2b:01:02:03', '08:00:2b:01:02:03:04:05', $$'it''s' 'a':1A,2 fat:3B$$,
                    'FFFFFFFF/FFFFFFFF', 'empty', '(,1.5]', '["-infinity","2024-01-01 00:00+00")', '{[1,2),(3,)}',
                    '[-1:1]={1,NULL,3}', '{{"a","b\\"c"},{NULL,"NULL"}}', '{"[2024-01-01,)",empty}', 'tab\there',
                    'a@example.org', '(-Infinity,NaN)', '{[1,2],(3,4)}'),
                   (2, false, '', '', '', '', 0, 0, 0, 0, '-0', '5e-324', 0, '', B'00000', NULL,
                    '00000000-0000-0000-0000-000000000000', '4713-01-01 BC', '00:00', '00:00-15:59', 'infinity',
                    '4714-11-24 00:00:00+00 BC', '0', 'null', 'null', '$', '(NaN,Infinity)', NULL, NULL, NULL, '((0,0))', NULL,
                    '<(0,0),0>', '0.0.0.0', '::/0', NULL, NULL, '', '0/0', '(,)', 'empty', '(,)', '{}', '{}', '{}', '{}',
                    'sad', NULL, 'empty', '{}')
            """;

    private Database prod;
    private Database local;

    @BeforeEach
    void twoDatabases() {
        prod = server.createDatabase("prod", true);
        local = server.createDatabase("local");
        server.execute(local, "CREATE TYPE another AS ENUM ('first')");
    }

    @ParameterizedTest
    @EnumSource
    void rowsOfNoColumnAreAsManyAsTheyWere(CopyFormat format) throws SQLException {
        bothHave("CREATE TABLE t ()");
        server.execute(prod, "INSERT INTO t SELECT FROM generate_series(1, 1000)");

        copy(format, 1 << 20);

        assertThat(server.value(local, "SELECT count(*) FROM t")).isEqualTo("1000");
    }

    @ParameterizedTest
    @EnumSource
    void everyTypeThatTravelsInBinaryArrivesAsItWas(CopyFormat format) throws SQLException {
        bothHave(EVERY_SAFE_TYPE);
        server.execute(prod, EXTREMES);
        server.execute(prod, "INSERT INTO t (id) VALUES (3)");

        copy(format, 1 << 20);

        String content = "SELECT t::text FROM t ORDER BY id";
        assertThat(server.query(local, content))
                .isEqualTo(server.query(prod, content))
                .hasSize(3);
    }

    @Test
    void typesThatDoNotTravelInBinaryArriveAsText() throws SQLException {
        bothHave("CREATE TABLE t (id int, p pair, m mood[], c regclass, x xml, q tsquery)");
        server.execute(
                prod,
                "INSERT INTO t VALUES (1, '(1,ok)', '{sad,ok}', 'pg_class', '<a>é</a>', 'a & !b'),"
                        + " (2, '(,)', '{}', NULL, '', '')");

        assertThat(copy(null, 1 << 20).format()).isEqualTo(CopyFormat.TEXT);

        String content = "SELECT t::text FROM t ORDER BY id";
        assertThat(server.query(local, content))
                .isEqualTo(server.query(prod, content))
                .hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void everyTypeThatAMaskReadsIsMaskedAlikeInBothFormats(CopyFormat format) throws SQLException {
        server.execute(prod, "CREATE EXTENSION citext");
        server.execute(local, "CREATE EXTENSION citext");
        bothHave("CREATE TABLE t (id int, te text, v varchar(20), f char(6), n name, ci citext, mo mood, em email,"
                + " j json, jb jsonb)");
        server.execute(
                prod,
                "INSERT INTO t VALUES (1, E'x\\t\\\\', 'x', 'x', 'x', 'x', 'sad', 'x', '\"x\"', '\"x\"')",
                "INSERT INTO t (id) VALUES (2)");
        UnaryOperator<String> mask = value -> value.equals("sad") ? "ok" : value.replace("x", "y\uD83D\uDE00");

        copy(format, 1 << 20, mask, "te", "v", "f", "n", "ci", "mo", "em", "j", "jb");

        assertThat(server.query(local, "SELECT * FROM t ORDER BY id"))
                .containsExactly("1|y😀\t\\|y😀|y😀    |y😀|y😀|ok|y😀|\"y😀\"|\"y😀\"", "2|∅|∅|∅|∅|∅|∅|∅|∅|∅");
    }

    /** With memory for a megabyte of rows: those of 30 MB pass one by one, and those of 300 KB all the same. */
    @ParameterizedTest
    @EnumSource
    void rowsThatAreLargerThanTheMemoryForRowsPass(CopyFormat format) throws SQLException {
        bothHave("CREATE TABLE t (id int, masked text, raw bytea, note text)");
        server.execute(
                prod,
                "INSERT INTO t SELECT i, 'x', decode(repeat(lpad(i::text, 6, '0'), 5000000), 'escape'), repeat('n', 99999)"
                        + " FROM generate_series(1, 3) i",
                "INSERT INTO t SELECT i, 'x', decode(repeat(lpad(i::text, 6, '0'), 50000), 'escape'), ''"
                        + " FROM generate_series(4, 40) i");
        CopyFlow flow = new CopyFlow(1 << 20, OptionalLong.empty());

        copy(format, flow, value -> value + "y", "masked");

        assertThat(server.query(local, "SELECT id, masked, md5(raw), length(note) FROM t ORDER BY id"))
                .isEqualTo(server.query(prod, "SELECT id, masked || 'y', md5(raw), length(note) FROM t ORDER BY id"));
        assertThat(flow.mostBytesInFlight()).isBetween(1L, 1L << 20);
        assertThat(flow.bytesInFlight()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void aTableWithoutARowAndOneWithARowOfNothingArrive(CopyFormat format) throws SQLException {
        bothHave("CREATE TABLE t (v text)");
        copy(format, 1 << 20);
        assertThat(server.value(local, "SELECT count(*) FROM t")).isEqualTo("0");

        server.execute(prod, "INSERT INTO t VALUES (NULL), ('')");
        copy(format, 1 << 20);
        assertThat(server.query(local, "SELECT v FROM t ORDER BY v")).containsExactly("", "∅");
    }

    private void bothHave(String table) {
        server.execute(prod, TYPES);
        server.execute(local, TYPES);
        server.execute(prod, table);
        server.execute(local, table);
    }

    private FormatChoice copy(CopyFormat format, int bytesInFlight, String... masked) throws SQLException {
        return copy(format, bytesInFlight, value -> value, masked);
    }

    private FormatChoice copy(CopyFormat format, int bytesInFlight, UnaryOperator<String> mask, String... masked)
            throws SQLException {
        return copy(format, new CopyFlow(bytesInFlight, OptionalLong.empty()), mask, masked);
    }

    /** @param format null for what is chosen; for BINARY, it has to be what is chosen */
    private FormatChoice copy(CopyFormat format, CopyFlow flow, UnaryOperator<String> mask, String... masked)
            throws SQLException {
        try (Connection source = prod.connectReadOnly("test");
                Connection target = local.connect("test")) {
            Table from = table(source);
            Table into = table(target);
            FormatChoice chosen = CopyFormats.between(source, target).of(from, into, Set.of(masked));
            if (format == CopyFormat.BINARY) {
                assertThat(chosen.reason()).isEmpty();
            }
            FormatChoice choice = format == CopyFormat.TEXT ? FormatChoice.text("asked for") : chosen;
            new TableCopy(
                            T,
                            T,
                            from.columnNames().stream()
                                    .map(name -> new TableCopy.Column(
                                            name,
                                            Set.of(masked).contains(name) ? Optional.of(utf8(mask)) : Optional.empty()))
                                    .toList())
                    .as(choice)
                    .run(
                            new TableCopy.Side("prod", source),
                            new TableCopy.Side("local", target),
                            flow,
                            (rows, bytes) -> {});
            return choice;
        }
    }

    private static UnaryOperator<byte[]> utf8(UnaryOperator<String> mask) {
        return value -> mask.apply(new String(value, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
    }

    private static Table table(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET search_path = pg_catalog");
            Table table = Catalog.read(connection).table(T).orElseThrow();
            statement.execute("SET search_path = public");
            return table;
        }
    }
}
