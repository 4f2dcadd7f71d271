package dev.dbsync.core.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dbsync.core.copy.SessionSettings;
import dev.dbsync.core.database.CatalogView;
import dev.dbsync.core.database.Column;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.testing.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same value has the same hash in any database, and any other value another, though PostgreSQL call them equal. */
class RowHashTest {

    /** With OIDs and an order of labels that depend on what was there before. */
    private static final String[] TYPES = {
        "CREATE EXTENSION citext",
        "CREATE EXTENSION hstore",
        "CREATE TYPE mood AS ENUM ('sad', 'so so')",
        "CREATE TYPE pair AS (i int, t text)",
        "CREATE DOMAIN blanks AS bpchar",
        "CREATE DOMAIN big AS bigint",
        "CREATE DOMAIN amount AS numeric",
        "CREATE DOMAIN document AS xml"
    };

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    private static Database one;
    private static Database other;

    @BeforeAll
    static void twoDatabases() {
        one = server.createDatabase("one");
        other = server.createDatabase("other");
        server.execute(other, "CREATE TYPE earlier AS ENUM ('x')", "CREATE TABLE earlier_table (a earlier)");
        server.execute(one, TYPES);
        server.execute(other, TYPES);
    }

    /** A type, and two values of it that are different although they may be equal. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "boolean; true; false",
                "\"char\"; 'a'; '\\377'",
                "smallint; 1; -1",
                "int; 1; 2",
                "bigint; 1; 4294967296",
                "bigint; -1; -4294967297",
                "big; 1; 4294967296",
                "oid; 1; 2",
                "numeric; 1.0; 1.00",
                "numeric; 'NaN'; 'Infinity'",
                "amount; 1.0; 1.00",
                "real; 0; '-0'",
                "real; 'NaN'; 'Infinity'",
                "double precision; 0; '-0'",
                "double precision; 0.1; 0.10000000000000002",
                "money; 1; -1",
                "text; 'a'; 'A'",
                "text; ''; ' '",
                "text COLLATE \"en-x-icu\"; 'e'; 'E'",
                "varchar(9); 'a'; 'a '",
                "char(3); 'a'; 'b'",
                "blanks; 'a'; 'a '",
                "name; 'a'; 'b'",
                "citext; 'a'; 'A'",
                "bytea; ''; '\\x00'",
                "date; 'infinity'; '-infinity'",
                "time; '24:00'; '00:00'",
                "timetz; '12:00+00'; '13:00+01'",
                "timestamp; 'infinity'; '2000-01-01'",
                "timestamptz; '2000-01-01 00:00:00Z'; '2000-01-01 00:00:00.000001Z'",
                "interval; '1 mon'; '30 days'",
                "uuid; '00000000-0000-0000-0000-000000000000'; '00000000-0000-0000-0000-000000000001'",
                "json; '{\"a\":1}'; '{\"a\": 1}'",
                "jsonb; '1.0'; '1.00'",
                "xml; '<a/>'; '<b/>'",
                "document; '<a/>'; '<a></a>'",
                "bit(3); '101'; '100'",
                "bit varying; ''; '0'",
                "inet; '10.0.0.1/8'; '10.0.0.1/9'",
                "cidr; '10.0.0.0/8'; '10.0.0.0/9'",
                "macaddr; '08:00:2b:01:02:03'; '08:00:2b:01:02:04'",
                "macaddr8; '08:00:2b:01:02:03:04:05'; '08:00:2b:01:02:03:04:06'",
                "pg_lsn; '0/0'; '0/1'",
                "point; '(0,0)'; '(-0,0)'",
                "box; '((0,0),(1,1))'; '((0,0),(1,2))'",
                "tsvector; 'a:1'; 'a:2'",
                "tsquery; 'a & b'; 'a | b'",
                "int4range; 'empty'; '[1,2)'",
                "numrange; '[1.0,2)'; '[1.00,2)'",
                "int4multirange; '{}'; '{[1,2)}'",
                "int[]; '{1,2}'; '[2:3]={1,2}'",
                "int[]; '{1,2,3,4}'; '{{1,2},{3,4}}'",
                "int[]; '{}'; '{NULL}'",
                "text[]; '{NULL}'; '{\"NULL\"}'",
                "mood; 'sad'; 'so so'",
                "mood[]; '{sad}'; '{so so}'",
                "pair; '(,)'; '(,\"\")'",
                "pair[]; '{\"(1,a)\"}'; '{\"(1,A)\"}'",
                "hstore; 'a=>1'; 'a=>NULL'",
            })
    void differentValuesDifferAndEqualOnesDoNot(String type, String value, String another) throws SQLException {
        for (Database database : List.of(one, other)) {
            server.execute(
                    database,
                    "DROP TABLE IF EXISTS t",
                    "CREATE TABLE t (nr int, v " + type + ")",
                    "INSERT INTO t VALUES (1, " + value + "), (2, " + another + "), (3, NULL)");
        }
        for (RowHash hash : List.of(new RowHash(true, true), new RowHash(true, false), new RowHash(false, true))) {
            List<Long> hashes = hashes(one, hash);
            assertThat(hashes).doesNotHaveDuplicates().hasSize(3).isEqualTo(hashes(other, hash));
        }
    }

    @Test
    void theSameValuesHaveTheSameHashOnAnOlderServer() throws SQLException {
        Path binaries = Path.of("/usr/lib/postgresql/15/bin");
        assumeTrue(Files.exists(binaries.resolve("initdb")), "no PostgreSQL 15 is installed");
        PostgresServer older = PostgresServer.installed(binaries);
        try {
            Database there = older.createDatabase("older");
            try (Connection source = there.connect("test");
                    Connection target = one.connect("test")) {
                assertThat(RowHash.agreed(source, target)).isEqualTo(new RowHash(true, true));
            }
        } finally {
            older.afterAll(null);
        }
    }

    @Test
    void databasesOfDifferentEncodingsAgreeOnTexts() throws SQLException {
        String name = "latin_" + Long.toString(System.nanoTime(), 36);
        server.execute(
                server.maintenance(), "CREATE DATABASE " + name + " ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");
        Database latin = one.inDatabase(name);
        try {
            for (Database database : List.of(one, latin)) {
                server.execute(
                        database,
                        "DROP TABLE IF EXISTS t",
                        "CREATE TABLE t (nr int, v text)",
                        "INSERT INTO t VALUES (1, 'müßig'), (2, 'MÜSSIG'), (3, NULL)");
            }
            try (Connection source = one.connect("test");
                    Connection target = latin.connect("test")) {
                RowHash hash = RowHash.agreed(source, target);
                assertThat(hash.sameEncoding()).isFalse();
                assertThat(hashes(latin, hash)).isEqualTo(hashes(one, hash));
            }
        } finally {
            server.execute(server.maintenance(), "DROP DATABASE " + name);
        }
    }

    private static List<Long> hashes(Database database, RowHash hash) throws SQLException {
        try (Connection connection = database.connect("test")) {
            SessionSettings.apply(connection);
            Column column = CatalogView.read(connection)
                    .catalog()
                    .table(new TableName("public", "t"))
                    .orElseThrow()
                    .column("v")
                    .orElseThrow();
            List<Long> hashes = new ArrayList<>();
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT " + hash.row(List.of(column), "t") + ", "
                            + hash.folded(column, "t") + " FROM t ORDER BY nr")) {
                while (row.next()) {
                    hashes.add(row.getLong(1));
                    assertThat(row.getObject(2) == null).isEqualTo(hashes.size() == 3);
                }
            }
            return hashes;
        }
    }
}
