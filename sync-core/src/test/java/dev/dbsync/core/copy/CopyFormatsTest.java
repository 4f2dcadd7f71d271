package dev.dbsync.core.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.Table;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.testing.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CopyFormatsTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    private static Database database;

    @BeforeAll
    static void typesOfUsersAndExtensions() {
        database = server.createDatabase("prod");
        server.execute(
                database,
                "CREATE SCHEMA \"My Types\"",
                "CREATE EXTENSION citext SCHEMA \"My Types\"",
                "CREATE EXTENSION hstore",
                "CREATE EXTENSION ltree",
                "CREATE EXTENSION isn",
                "CREATE TYPE mood AS ENUM ('sad', 'ok')",
                "CREATE TYPE pair AS (a int, b text)",
                "CREATE TYPE span AS RANGE (SUBTYPE = float8, MULTIRANGE_TYPE_NAME = spans)",
                "CREATE TYPE moods AS RANGE (SUBTYPE = mood)",
                "CREATE DOMAIN email AS text CHECK (VALUE <> '')",
                "CREATE DOMAIN work_email AS email",
                "CREATE DOMAIN point2 AS pair");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "int",
                "numeric(10, 2)",
                "text",
                "varchar(20)",
                "char(4)",
                "\"char\"",
                "name",
                "timestamptz",
                "bytea",
                "jsonb",
                "json",
                "uuid[]",
                "text[][]",
                "varchar(3)[]",
                "int4range",
                "daterange[]",
                "nummultirange",
                "mood",
                "email",
                "work_email",
                "span",
                "spans",
                "\"My Types\".citext",
                "hstore",
                "ltree",
                "bit(3)",
                "varbit",
                "inet",
                "tsvector",
                "money",
                "point",
                "interval",
                "xid8"
            })
    void bytesThatMeanTheSameEverywhereTravelInBinary(String type) throws SQLException {
        assertThat(choice(type, type, Set.of())).isEqualTo(FormatChoice.binary(Set.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pair",
                "point2",
                "mood[]",
                "email[]",
                "pair[]",
                "moods",
                "regclass",
                "regtype[]",
                "regrole",
                "xml",
                "\"My Types\".citext[]",
                "isbn",
                "aclitem",
                "oid",
                "tsquery"
            })
    void bytesThatDoNotTravelAsText(String type) throws SQLException {
        FormatChoice choice = choice(type, type, Set.of());

        assertThat(choice.format()).isEqualTo(CopyFormat.TEXT);
        assertThat(choice.reason())
                .hasValueSatisfying(reason -> assertThat(reason).startsWith("column c: "));
    }

    @ParameterizedTest
    @CsvSource({"int, bigint", "text, varchar(20)", "mood, text", "int[], text[]", "span, numrange"})
    void columnsOfDifferentTypesTravelAsText(String here, String there) throws SQLException {
        assertThat(choice(here, there, Set.of()).format()).isEqualTo(CopyFormat.TEXT);
    }

    @Test
    void aModifierOfAServerDoesNotChangeTheBytes() throws SQLException {
        assertThat(choice("varchar(10)", "varchar(20)", Set.of()).format()).isEqualTo(CopyFormat.BINARY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "varchar(20)", "char(4)", "name", "json", "mood", "email", "\"My Types\".citext"})
    void whatAMaskReadsAsTextIsMaskedInBinary(String type) throws SQLException {
        assertThat(choice(type, type, Set.of("c"))).isEqualTo(FormatChoice.binary(Set.of()));
    }

    @Test
    void aMaskedJsonbIsNamedForItsVersion() throws SQLException {
        assertThat(choice("jsonb", "jsonb", Set.of("c"))).isEqualTo(FormatChoice.binary(Set.of("c")));
        assertThat(choice("jsonb", "jsonb", Set.of())).isEqualTo(FormatChoice.binary(Set.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"int", "date", "bytea", "text[]", "hstore", "\"char\"", "inet"})
    void whatAMaskCannotReadInBinaryPutsItsTableIntoText(String type) throws SQLException {
        assertThat(choice(type, type, Set.of("c")).reason())
                .hasValueSatisfying(reason -> assertThat(reason).contains("masks read no"));
    }

    @Test
    void infiniteIntervalsDoNotTravelToServersThatDoNotKnowThem() {
        assertThat(between(types(17), types(16))
                        .of(intervals(), intervals(), Set.of())
                        .format())
                .isEqualTo(CopyFormat.TEXT);
        assertThat(between(types(16), types(17))
                        .of(intervals(), intervals(), Set.of())
                        .format())
                .isEqualTo(CopyFormat.BINARY);
    }

    @Test
    void anExtensionOfAnotherVersionSpeaksTextUnlessItsBytesAreText() throws SQLException {
        ServerTypes here = types();
        assertThat(between(here, older(here))
                        .of(table("hstore"), table("hstore"), Set.of())
                        .reason())
                .hasValueSatisfying(reason -> assertThat(reason).contains("hstore", "version"));
        assertThat(between(here, older(here))
                        .of(table("\"My Types\".citext"), table("\"My Types\".citext"), Set.of())
                        .format())
                .isEqualTo(CopyFormat.BINARY);
    }

    @Test
    void databasesOfDifferentEncodingsExchangeText() throws SQLException {
        ServerTypes here = types();
        ServerTypes there = new ServerTypes(here.majorVersion(), "LATIN1", here.rangeOf(), here.ofExtension());

        assertThat(between(here, there).of(table("int"), table("int"), Set.of()).reason())
                .hasValueSatisfying(reason -> assertThat(reason).contains("UTF8", "LATIN1"));
    }

    private static Table intervals() {
        try {
            return table("interval");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static ServerTypes older(ServerTypes types) {
        Map<String, ServerTypes.Extension> older = new HashMap<>();
        types.ofExtension()
                .forEach((name, extension) ->
                        older.put(name, new ServerTypes.Extension(extension.name(), "0.9", extension.type())));
        return new ServerTypes(types.majorVersion(), types.encoding(), types.rangeOf(), older);
    }

    private static ServerTypes types(int majorVersion) {
        return new ServerTypes(majorVersion, "UTF8", Map.of(), Map.of());
    }

    private static ServerTypes types() throws SQLException {
        try (Connection connection = database.connectReadOnly("test")) {
            return ServerTypes.read(connection);
        }
    }

    private static CopyFormats between(ServerTypes source, ServerTypes target) {
        return new CopyFormats(source, target);
    }

    private static FormatChoice choice(String here, String there, Set<String> masked) throws SQLException {
        return between(types(), types()).of(table(here), table(there), masked);
    }

    /** A table of one column of that type; rolled back again. */
    private static Table table(String type) throws SQLException {
        try (Connection connection = database.connect("test");
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("CREATE TABLE t (c " + type + ")");
            statement.execute("SET search_path = pg_catalog");
            Table table =
                    Catalog.read(connection).table(new TableName("public", "t")).orElseThrow();
            connection.rollback();
            return table;
        }
    }
}
