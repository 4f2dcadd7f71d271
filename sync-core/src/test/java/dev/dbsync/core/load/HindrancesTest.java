package dev.dbsync.core.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.testing.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a role that is no superuser cannot set aside: the rest is done, or nothing, and it is said which and why. */
class HindrancesTest {

    private static final TableName MINE = new TableName("public", "mine");
    private static final TableName PART = new TableName("public", "part");

    @RegisterExtension
    static final PostgresServer server = PostgresServer.own();

    private Database database;
    private Database weak;

    @BeforeEach
    void roles() {
        database = server.createDatabase("weak");
        server.execute(
                database,
                "CREATE ROLE weak LOGIN PASSWORD 'weak'",
                "CREATE SCHEMA record AUTHORIZATION weak",
                "GRANT USAGE, CREATE ON SCHEMA public TO weak",
                """
                CREATE TABLE mine (id int PRIMARY KEY, note text);
                CREATE INDEX mine_note ON mine (note);
                CREATE TABLE part (id int, mine int REFERENCES mine);
                CREATE TABLE theirs (id int PRIMARY KEY);
                ALTER TABLE mine OWNER TO weak;
                ALTER TABLE part OWNER TO weak;
                """);
        weak = server.as(database, "weak", "weak");
    }

    @AfterEach
    void noRoles() {
        server.dropDatabase(database);
        server.execute(server.maintenance(), "DROP ROLE weak");
    }

    @Test
    void anOwnerNeedsNothingElse() throws SQLException {
        List<String> before = SchemaLines.of(server, database);
        try (Connection connection = weak.connect("load test")) {
            assertThat(hindrances(connection)).isEmpty();
            LoadSession session = begin(connection);
            assertThat(session.aside(connection)).contains("index mine_note", "foreign key part_mine_fkey of part");
            LoadFixture.putBack(connection, session);
        }
        assertThat(SchemaLines.difference(before, SchemaLines.of(server, database)))
                .isEmpty();
    }

    @Test
    void aTableOfSomebodyElseIsNotTouched() throws SQLException {
        server.execute(database, "ALTER TABLE part OWNER TO postgres");
        assertStops("The role does not own part", "Connect as the owner");
    }

    @Test
    void aForeignKeyOfSomebodyElsesTableIsNotTouched() throws SQLException {
        server.execute(database, "ALTER TABLE theirs ADD mine int CONSTRAINT to_mine REFERENCES mine");
        assertStops("The role does not own theirs", "to_mine");
    }

    @Test
    void aForeignKeyThatCouldNotBeMadeAgainIsNotTaken() throws SQLException {
        server.execute(database, "REVOKE REFERENCES ON mine FROM weak");
        assertStops("The role may not reference mine", "part_mine_fkey", "GRANT REFERENCES");
    }

    @Test
    void aForeignKeyToATableThatStaysCanStayItself() throws SQLException {
        server.execute(database, "ALTER TABLE part ADD theirs int CONSTRAINT to_theirs REFERENCES theirs");
        List<String> before = SchemaLines.of(server, database);
        try (Connection connection = weak.connect("load test")) {
            assertThat(hindrances(connection))
                    .singleElement()
                    .satisfies(hindrance -> assertThat(hindrance.stops()).isFalse())
                    .asString()
                    .contains("to_theirs", "stays in place");
            LoadSession session = begin(connection);
            assertThat(server.query(database, "SELECT conname FROM pg_constraint WHERE contype = 'f'"))
                    .containsExactly("to_theirs");
            LoadFixture.putBack(connection, session);
        }
        assertThat(SchemaLines.difference(before, SchemaLines.of(server, database)))
                .isEmpty();
    }

    @Test
    void anIndexThatCouldNotBeMadeAgainStaysInPlace() throws SQLException {
        server.execute(database, "REVOKE CREATE ON SCHEMA public FROM weak, PUBLIC");
        List<String> before = SchemaLines.of(server, database);
        try (Connection connection = weak.connect("load test")) {
            assertThat(hindrances(connection))
                    .hasSize(2)
                    .allSatisfy(hindrance -> assertThat(hindrance.stops()).isFalse())
                    .allSatisfy(hindrance -> assertThat(hindrance.problem().what())
                            .contains("stays in place", "may not create anything in the schema public"));
            LoadSession session = begin(connection);
            assertThat(session.aside(connection)).containsExactly("foreign key part_mine_fkey of part");
            LoadFixture.putBack(connection, session);
        }
        assertThat(SchemaLines.difference(before, SchemaLines.of(server, database)))
                .isEmpty();
    }

    /** On an empty table nobody calls it, so the rehearsal would not find it. */
    @Test
    void anIndexOnAFunctionThatMayNotBeCalledStaysInPlace() throws SQLException {
        server.execute(database, """
                CREATE FUNCTION secret(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT upper($1)';
                CREATE INDEX hindered ON mine (secret(note));
                REVOKE EXECUTE ON FUNCTION secret FROM PUBLIC;
                """);
        assertStaysAlone("may not call a function");
    }

    @Test
    void whatOnlyTheRehearsalFindsStaysInPlace() throws SQLException {
        server.execute(database, """
                CREATE SCHEMA hidden;
                CREATE FUNCTION hidden.secret(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT upper($1)';
                CREATE INDEX hindered ON mine (hidden.secret(note));
                """);
        assertStaysAlone("permission denied for schema hidden");
    }

    private void assertStaysAlone(String reason) throws SQLException {
        List<String> before = SchemaLines.of(server, database);
        try (Connection connection = weak.connect("load test")) {
            LoadSession session = begin(connection);
            assertThat(session.aside(connection)).contains("index mine_note").doesNotContain("index hindered");
            assertThat(session.stayed()).singleElement().asString().contains("index hindered stays in place", reason);
            LoadFixture.putBack(connection, session);
        }
        assertThat(SchemaLines.difference(before, SchemaLines.of(server, database)))
                .isEmpty();
    }

    @Test
    void theRecordNeedsAPlace() throws SQLException {
        server.execute(database, "ALTER SCHEMA record OWNER TO postgres");
        assertStops("may not create tables in the schema record", "GRANT CREATE");
    }

    /** Its internal triggers are off: made again, it would be enforced, which it was not. */
    @Test
    void aForeignKeyThatWouldComeBackOtherwiseStopsTheLoad() throws SQLException {
        server.execute(database, "ALTER TABLE mine DISABLE TRIGGER ALL");
        List<String> before = SchemaLines.of(server, database);
        try (Connection connection = database.connect("load test")) {
            assertThatThrownBy(() -> begin(connection))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("part_mine_fkey")
                    .hasMessageContaining("could not be put back");
        }
        assertThat(SchemaLines.difference(before, SchemaLines.of(server, database)))
                .isEmpty();
    }

    @Test
    void aTableInUseIsRefusedWithNothingChanged() throws SQLException {
        List<String> before = SchemaLines.of(server, database);
        try (Connection other = database.connect("test");
                Connection connection = weak.connect("load test")) {
            other.setAutoCommit(false);
            other.createStatement().execute("SELECT FROM mine");
            assertThatThrownBy(() -> begin(connection))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("in use");
            other.rollback();
            assertThat(LoadSession.isAlive(other, target())).isFalse();
        }
        assertThat(SchemaLines.difference(before, SchemaLines.of(server, database)))
                .isEmpty();
    }

    private void assertStops(String... texts) throws SQLException {
        List<String> before = SchemaLines.of(server, database);
        try (Connection connection = weak.connect("load test")) {
            assertThat(hindrances(connection))
                    .filteredOn(Hindrance::stops)
                    .singleElement()
                    .asString()
                    .contains(texts);
            assertThatThrownBy(() -> begin(connection))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining(texts[0]);
        }
        assertThat(SchemaLines.difference(before, SchemaLines.of(server, database)))
                .isEmpty();
    }

    private LoadTarget target() {
        return new LoadTarget(weak.shown(), "record", Duration.ofMillis(300));
    }

    private List<Hindrance> hindrances(Connection connection) {
        return LoadSession.hindrances(connection, target(), Set.of(MINE, PART), Set.of(MINE, PART));
    }

    private LoadSession begin(Connection connection) {
        return LoadSession.begin(connection, target(), LoadFixture.IDENTITY, Set.of(MINE, PART), Set.of(MINE, PART));
    }
}
