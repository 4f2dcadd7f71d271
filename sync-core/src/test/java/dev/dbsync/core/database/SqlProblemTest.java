package dev.dbsync.core.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbsync.core.testing.PostgresServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No value of a row gets into a message, and the names that somebody wrote do. */
class SqlProblemTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    private static Connection connection;

    @BeforeAll
    static void oneCustomer() {
        Database database = server.createDatabase("test");
        server.execute(
                database,
                "CREATE TABLE customer (id int PRIMARY KEY, email text, plus text, odd text)",
                "INSERT INTO customer VALUES (1, 'jane@example.org', '+@+', 'id\" jane \"email')",
                "CREATE FUNCTION named(n text) RETURNS bool LANGUAGE plpgsql AS "
                        + "$$ BEGIN EXECUTE format('SELECT 1 FROM %I', n); RETURN true; END $$",
                "CREATE FUNCTION named_in_sql(n text) RETURNS bool LANGUAGE sql AS 'SELECT n::regclass IS NULL'");
        connection = database.connect("test");
    }

    @AfterAll
    static void close() throws SQLException {
        connection.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DO $$ DECLARE e text; BEGIN SELECT email INTO e FROM customer; EXECUTE format('SELECT 1 FROM %I', e); END $$",
                "DO $$ DECLARE e text; BEGIN SELECT email INTO e FROM customer; EXECUTE 'SELECT ' || e; END $$",
                "DO $$ DECLARE e text; BEGIN SELECT email INTO e FROM customer; EXECUTE format('DROP TABLE %I', e); END $$",
                "DO $$ DECLARE e text; BEGIN SELECT email INTO e FROM customer; EXECUTE format('CREATE ROLE customer ROLE %I', e); END $$",
                "DO $$ DECLARE e text; BEGIN SELECT email INTO e FROM customer; PERFORM e::regclass; END $$",
                "DO $$ DECLARE e text; BEGIN SELECT email INTO e FROM customer; RAISE '%', e USING ERRCODE = '42P01'; END $$",
                "DO $$ DECLARE e text; BEGIN SELECT email INTO e FROM customer; RAISE 'x' USING TABLE = e, SCHEMA = e, COLUMN = e, CONSTRAINT = e, DATATYPE = e; END $$",
                "DO $$ DECLARE e text; BEGIN SELECT email INTO e FROM customer; RAISE 'conflict with recovery %', e USING ERRCODE = '40001', DETAIL = e; END $$",
                "SELECT email::regclass FROM customer",
                "SELECT email::regtype FROM customer",
                "SELECT email::regrole FROM customer",
                "SELECT email::regproc FROM customer",
                "SELECT plus::regoper FROM customer",
                "SELECT email::regconfig FROM customer",
                "SELECT (email || ' ' || email)::tsquery FROM customer",
                "SELECT email::jsonpath FROM customer",
                "SELECT odd::regclass FROM customer",
                "SELECT has_table_privilege(email, 'customer', 'SELECT') FROM customer",
                "SELECT has_table_privilege(email, 'SELECT') FROM customer",
                "SELECT has_table_privilege(odd, 'customer', 'SELECT') FROM customer",
                "SELECT has_database_privilege(email, 'CONNECT') FROM customer",
                "SELECT date_trunc(email, now()) FROM customer",
                "SELECT nextval(email) FROM customer",
                "SELECT query_to_xml('SELECT ' || email, true, true, '') FROM customer",
                "SELECT set_config('role', email, false) FROM customer",
                "SELECT email::int FROM customer",
                "SELECT pg_read_file(email) FROM customer",
                "ALTER TABLE customer ADD CHECK (named(email))",
                "ALTER TABLE customer ADD CHECK (named_in_sql(email))",
                "CREATE INDEX ON customer ((email::int))",
                "INSERT INTO customer SELECT id, email FROM customer"
            })
    void noValueOfARowIsPassedOn(String sql) {
        assertThat(said(sql)).doesNotContain("jane", "example", "+@+").contains("(SQLSTATE ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SELECT * FROM nope                             | relation "nope" does not exist (SQLSTATE 42P01)
            SELECT nope FROM customer                      | column "nope" does not exist (SQLSTATE 42703)
            DROP TABLE nope                                | table "nope" does not exist (SQLSTATE 42P01)
            DROP TABLE PUBLIC.Nope                         | table "nope" does not exist (SQLSTATE 42P01)
            ALTER TABLE nope ADD a int                     | relation "nope" does not exist (SQLSTATE 42P01)
            ALTER TABLE customer DROP nope                 | column "nope" of relation "customer" does not exist (SQLSTATE 42703)
            CREATE TABLE customer (id int)                 | relation "customer" already exists (SQLSTATE 42P07)
            CREATE TABLE gone.t (id int)                   | schema "gone" does not exist (SQLSTATE 3F000)
            GRANT SELECT ON customer TO nope               | role "nope" does not exist (SQLSTATE 42704)
            SELECT nope(1)                                 | function nope(integer) does not exist (SQLSTATE 42883)
            DROP FUNCTION nope(int)                        | function nope(integer) does not exist (SQLSTATE 42883)
            SELEC 1                                        | syntax error at or near "SELEC" (SQLSTATE 42601)
            DO $$ BEGIN PERFORM 1; UPDATE nope SET a = 1; END $$ | relation "nope" does not exist (SQLSTATE 42P01)
            CREATE FUNCTION f() RETURNS nope LANGUAGE sql AS '' | type "nope" does not exist (SQLSTATE 42704)
            CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT a FROM nope' | relation "nope" does not exist (SQLSTATE 42P01)
            CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS 'DECLARE a nope; BEGIN END' | type "nope" does not exist (SQLSTATE 42704)
            """)
    void whatAScriptNamesIsNamed(String sql, String said) {
        assertThat(said(sql)).isEqualTo(said);
    }

    @Test
    void whereTheTextIsKeptBackTheConditionAndTheObjectsAreSaid() {
        assertThat(said("SELECT email::regclass FROM customer"))
                .startsWith("the server refused (invalid_schema_name) (SQLSTATE 3F000)");
        assertThat(said("INSERT INTO customer SELECT id FROM customer"))
                .isEqualTo("two rows would have the same unique key: table public.customer, constraint customer_pkey"
                        + " (SQLSTATE 23505)");
    }

    @Test
    void whatTheDriverCannotConvertIsNotQuoted() {
        SQLException failure = catchThrowableOfType(SQLException.class, () -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT email FROM customer")) {
                row.next();
                row.getInt(1);
            }
        });
        assertThat(failure.getMessage()).contains("jane");
        assertThat(SqlProblem.reason(failure)).doesNotContain("jane").contains("SQLSTATE 22003");
        SQLException ofAMigrationInJava = new SQLException("no account for jane", "42P01");
        ofAMigrationInJava.setStackTrace(new StackTraceElement[] {
            new StackTraceElement("com.example.V2__Accounts", "migrate", "V2__Accounts.java", 12)
        });
        assertThat(SqlProblem.reason(ofAMigrationInJava)).isEqualTo("the driver refused (SQLSTATE 42P01)");
    }

    @Test
    void aBatchIsNotQuotedEither() {
        SQLException failure = catchThrowableOfType(SQLException.class, () -> {
            try (PreparedStatement statement =
                    connection.prepareStatement("INSERT INTO customer (id, email) VALUES (1, ?)")) {
                statement.setString(1, "jane");
                statement.addBatch();
                statement.executeBatch();
            }
        });
        assertThat(SqlProblem.reason(failure))
                .doesNotContain("jane")
                .contains("two rows would have the same unique key");
    }

    private static String said(String sql) {
        SQLException failure = catchThrowableOfType(SQLException.class, () -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        });
        assertThat((Object) failure).as(sql).isNotNull();
        return SqlProblem.reason(failure, sql);
    }
}
