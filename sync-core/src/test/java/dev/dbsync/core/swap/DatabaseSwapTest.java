package dev.dbsync.core.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.DatabaseIdentity;
import dev.dbsync.core.database.Sql;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.testing.PostgresServer;
import java.sql.Connection;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseSwapTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.own();

    private final SwapFixture fixture = new SwapFixture(server);

    @Test
    void theNewDatabaseTakesThePlaceOfTheOldOneWhichIsGone() throws Exception {
        Database target = fixture.target("plain");

        Swapped swapped = fixture.swap(target);

        assertThat(fixture.content(target)).isEqualTo("new");
        assertThat(fixture.family(target)).containsExactly(target.url().database());
        assertThat(swapped.notices()).isEmpty();
        try (Connection connection = target.connect("test")) {
            assertThat(swapped.identity()).isEqualTo(DatabaseIdentity.of(connection));
            assertThat(DatabaseSwap.leftovers(connection).isEmpty()).isTrue();
        }
    }

    @Test
    void untilItIsRunTheTargetIsAsItWas() {
        Database target = fixture.target("untouched");
        List<String> before = fixture.seenFromOutside(target);

        try (DatabaseSwap swap = DatabaseSwap.create(target, EventSink.none())) {
            fixture.fill(swap.fresh(), "new");
            assertThat(fixture.content(target)).isEqualTo("old");
            assertThat(fixture.seenFromOutside(target)).isEqualTo(before);
            swap.abandon();
        }

        assertThat(fixture.family(target)).containsExactly(target.url().database());
        assertThat(fixture.content(target)).isEqualTo("old");
    }

    @Test
    void allThatTheClusterSaysOfADatabaseIsCarried() {
        Database target = fixture.target("carried");
        String name = Sql.identifier(target.url().database());
        server.execute(
                target,
                "CREATE ROLE carried_owner",
                "CREATE ROLE carried_reader LOGIN",
                "CREATE ROLE carried_other",
                "ALTER DATABASE " + name + " OWNER TO carried_owner",
                "ALTER DATABASE " + name + " CONNECTION LIMIT 17",
                "COMMENT ON DATABASE " + name + " IS 'O''Brien''s \\ place {of} ?'",
                "REVOKE ALL ON DATABASE " + name + " FROM PUBLIC",
                "GRANT CONNECT ON DATABASE " + name + " TO carried_reader WITH GRANT OPTION",
                "GRANT CREATE, TEMPORARY ON DATABASE " + name + " TO carried_other",
                "REVOKE CREATE ON DATABASE " + name + " FROM carried_owner",
                "SET ROLE carried_reader",
                "GRANT CONNECT ON DATABASE " + name + " TO carried_other",
                "RESET ROLE",
                "ALTER DATABASE " + name + " SET search_path TO \"$user\", public, \"Of, all \"\"kinds\"\"\"",
                "ALTER DATABASE " + name + " SET work_mem TO '7MB'",
                "ALTER DATABASE " + name + " SET datestyle TO 'German, DMY'",
                "ALTER DATABASE " + name + " SET app.tenant TO 'it''s = \\ {this}'",
                "ALTER DATABASE " + name + " SET log_min_messages TO 'error'",
                "ALTER ROLE carried_reader IN DATABASE " + name + " SET statement_timeout TO '1ms'",
                "ALTER ROLE carried_reader IN DATABASE " + name + " SET search_path TO ''",
                "ALTER ROLE carried_reader SET work_mem TO '9MB'");
        List<String> before = fixture.seenFromOutside(target);

        fixture.swap(target);

        assertThat(before).hasSizeGreaterThan(14);
        assertThat(fixture.seenFromOutside(target)).isEqualTo(before);
    }

    @Test
    void whatChangesWhileTheNewOneIsFilledIsCarriedToo() {
        Database target = fixture.target("late");
        String name = Sql.identifier(target.url().database());
        server.execute(target, "CREATE ROLE late_reader", "ALTER DATABASE " + name + " SET work_mem TO '7MB'");
        List<String> before;
        try (DatabaseSwap swap = DatabaseSwap.create(target, EventSink.none())) {
            fixture.fill(swap.fresh(), "new");
            server.execute(
                    target,
                    "ALTER DATABASE " + name + " RESET work_mem",
                    "ALTER DATABASE " + name + " SET enable_nestloop TO off",
                    "GRANT CREATE ON DATABASE " + name + " TO late_reader",
                    "COMMENT ON DATABASE " + name + " IS 'late'");
            before = fixture.seenFromOutside(target);
            swap.run();
        }

        assertThat(fixture.seenFromOutside(target)).isEqualTo(before);
    }

    @Test
    void localeEncodingAndTablespaceAreThoseOfTheTarget() {
        server.execute(
                server.maintenance(),
                "SET allow_in_place_tablespaces = on",
                "CREATE TABLESPACE \"A place\" LOCATION ''");
        for (String options : List.of(
                "ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'" + provider("libc"),
                "ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'POSIX'" + provider("libc"),
                "TABLESPACE \"A place\"")) {
            Database target = madeWith("options", options);
            List<String> before = fixture.seenFromOutside(target);

            fixture.swap(target);

            assertThat(fixture.seenFromOutside(target)).as(options).isEqualTo(before);
            server.execute(
                    server.maintenance(),
                    "DROP DATABASE " + Sql.identifier(target.url().database()));
        }
    }

    @Test
    void aLocaleOfIcuIsThatOfTheTarget() {
        assumeTrue(server.majorVersion() >= 15, "ICU for a whole database came with version 15");
        assumeTrue(
                !server.value(server.maintenance(), "SELECT count(*) FROM pg_collation WHERE collprovider = 'i'")
                        .equals("0"),
                "this server was built without ICU");
        String rules = server.majorVersion() >= 16 ? " ICU_RULES '&V << w'" : "";
        Database target = madeWith("icu", "LOCALE_PROVIDER icu ICU_LOCALE 'de-AT' ENCODING 'UTF8'" + rules);
        List<String> before = fixture.seenFromOutside(target);

        fixture.swap(target);

        assertThat(before.toString()).contains("de-AT");
        assertThat(fixture.seenFromOutside(target)).isEqualTo(before);
    }

    private String provider(String name) {
        return server.majorVersion() >= 15 ? " LOCALE_PROVIDER " + name : "";
    }

    private Database madeWith(String name, String options) {
        server.execute(server.maintenance(), "CREATE DATABASE " + name + " TEMPLATE template0 " + options);
        Database target = server.maintenance().inDatabase(name);
        fixture.fill(target, "old");
        return target;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Straße \"x\" {y} ?",
                "dev; DROP DATABASE x --",
                "percent%20+plus&and=more/slash",
                "null' \\",
                "数据库数据库数据库数据库数据库数据库数据库",
                "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijk",
                "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcde😀f"
            })
    void anyNameThatADatabaseMayHaveWillDo(String name) {
        server.execute(
                server.maintenance(),
                "CREATE DATABASE " + Sql.identifier(name) + " TEMPLATE template0 ENCODING 'UTF8'");
        Database target = server.maintenance().inDatabase(name);
        fixture.fill(target, "old");
        List<String> before = databases();

        fixture.swap(target);

        assertThat(fixture.content(target)).isEqualTo("new");
        assertThat(databases()).isEqualTo(before);
    }

    private List<String> databases() {
        return server.query(server.maintenance(), "SELECT datname FROM pg_database ORDER BY 1");
    }

    @Test
    void theMaintenanceDatabaseItselfCanBeReplaced() {
        Database target = server.maintenance();
        fixture.fill(target, "old");

        fixture.swap(target);

        assertThat(fixture.content(target)).isEqualTo("new");
        server.execute(target, "DROP TABLE content");
    }

    @Test
    void aRoleThatOwnsTheTargetAndMayCreateDatabasesCanDoItWithoutBeingSuperuser() throws Exception {
        Database target = fixture.target("owned");
        String name = Sql.identifier(target.url().database());
        server.execute(
                target,
                "CREATE ROLE owned_owner NOLOGIN",
                "CREATE ROLE owned_user LOGIN CREATEDB PASSWORD 'x' IN ROLE owned_owner",
                "ALTER DATABASE " + name + " OWNER TO owned_owner",
                "ALTER DATABASE " + name + " SET search_path TO app, public",
                "ALTER ROLE owned_user IN DATABASE " + name + " SET work_mem TO '8MB'",
                "REVOKE CONNECT ON DATABASE " + name + " FROM PUBLIC",
                "REVOKE CONNECT ON DATABASE postgres FROM PUBLIC");
        Database asUser = server.as(target, "owned_user", "x");
        List<String> before = fixture.seenFromOutside(target);
        try (Connection asking = asUser.connect("test")) {
            assertThat(DatabaseSwap.hindrances(asUser, asking, 0)).isEmpty();
        }

        try (DatabaseSwap swap = DatabaseSwap.create(asUser, EventSink.none())) {
            server.execute(swap.fresh(), "CREATE SCHEMA app", "CREATE TABLE content AS SELECT 'new' AS text");
            swap.run();
        } finally {
            server.execute(server.maintenance(), "GRANT CONNECT ON DATABASE postgres TO PUBLIC");
        }

        assertThat(server.value(target, "SELECT text FROM app.content")).isEqualTo("new");
        assertThat(fixture.seenFromOutside(target)).isEqualTo(before);
    }

    @Test
    void nobodyElseGetsIntoTheNewDatabaseWhileItIsFilled() {
        Database target = fixture.target("closed");
        server.execute(target, "CREATE ROLE closed_stranger LOGIN PASSWORD 'x'");
        try (DatabaseSwap swap = DatabaseSwap.create(target, EventSink.none())) {
            assertThatThrownBy(() ->
                            server.as(swap.fresh(), "closed_stranger", "x").connect("test"))
                    .isInstanceOf(SyncException.class)
                    .hasMessageContaining("42501");
            fixture.fill(swap.fresh(), "new");
            swap.run();
        }
        assertThat(server.value(server.as(target, "closed_stranger", "x"), "SELECT current_user"))
                .isEqualTo("closed_stranger");
    }

    @Test
    void scriptsFindTheSettingsOfTheTargetInTheNewDatabase() {
        Database target = fixture.target("settings");
        server.execute(
                target,
                "ALTER DATABASE " + Sql.identifier(target.url().database()) + " SET search_path TO elsewhere",
                "ALTER DATABASE " + Sql.identifier(target.url().database()) + " SET app.tenant TO 'x'");
        try (DatabaseSwap swap = DatabaseSwap.create(target, EventSink.none())) {
            assertThat(server.value(
                            swap.fresh(), "SELECT current_setting('search_path'), current_setting('app.tenant')"))
                    .isEqualTo("elsewhere|x");
        }
    }

    @Test
    void rightsAndSettingsThatScriptsGaveTheNewDatabaseStay() {
        Database target = fixture.target("scripted");
        String name = Sql.identifier(target.url().database());
        server.execute(
                target,
                "CREATE ROLE scripted_one",
                "CREATE ROLE scripted_two",
                "GRANT CREATE ON DATABASE " + name + " TO scripted_one",
                "ALTER DATABASE " + name + " SET work_mem TO '7MB'");
        try (DatabaseSwap swap = DatabaseSwap.create(target, EventSink.none())) {
            String fresh = Sql.identifier(swap.fresh().url().database());
            server.execute(
                    swap.fresh(),
                    "GRANT CREATE ON DATABASE " + fresh + " TO scripted_two",
                    "ALTER DATABASE " + fresh + " SET timezone TO 'UTC'");
        }
        try (DatabaseSwap swap = DatabaseSwap.left(target, EventSink.none()).orElseThrow()) {
            swap.run();
        }

        assertThat(fixture.seenFromOutside(target).toString()).contains("- work_mem=7MB", "- TimeZone=UTC");
        assertThat(server.value(
                        target,
                        "SELECT has_database_privilege('scripted_one', current_database(), 'CREATE'),"
                                + " has_database_privilege('scripted_two', current_database(), 'CREATE')"))
                .isEqualTo("t|t");
    }

    @Test
    void aSecondSwapOfTheSameTargetIsKeptOut() {
        Database target = fixture.target("twice");
        try (DatabaseSwap first = DatabaseSwap.create(target, EventSink.none())) {
            assertThatThrownBy(() -> DatabaseSwap.create(target, EventSink.none()))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("Another swap of this database is running");
            assertThatThrownBy(() -> DatabaseSwap.left(target, EventSink.none()))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("Another swap of this database is running");
            fixture.fill(first.fresh(), "new");
            first.run();
        }
        assertThat(fixture.content(target)).isEqualTo("new");
        assertThat(DatabaseSwap.left(target, EventSink.none())).isEmpty();
    }

    @Test
    void aSecondSwapThatComesInByAnotherMaintenanceDatabaseIsKeptOutToo() {
        Database target = fixture.target("doors");
        server.execute(
                target,
                "CREATE ROLE doors_user LOGIN CREATEDB PASSWORD 'x'",
                "ALTER DATABASE " + Sql.identifier(target.url().database()) + " OWNER TO doors_user",
                "REVOKE CONNECT ON DATABASE postgres FROM PUBLIC");
        Database byTemplate1 = server.as(target, "doors_user", "x");
        try (DatabaseSwap first = DatabaseSwap.create(target, EventSink.none())) {
            assertThatThrownBy(() -> DatabaseSwap.create(byTemplate1, EventSink.none()))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("Another swap of this database is running");
            assertThat(fixture.family(target)).hasSize(2);
        } finally {
            server.execute(server.maintenance(), "GRANT CONNECT ON DATABASE postgres TO PUBLIC");
        }
    }

    @Test
    void whatWasNotRunIsLeftToBeContinuedOrDroppedByTheNext() throws Exception {
        Database target = fixture.target("left");
        try (DatabaseSwap swap = DatabaseSwap.create(target, EventSink.none())) {
            server.execute(swap.fresh(), "CREATE TABLE first_half ()");
        }
        try (Connection asking = target.connect("test")) {
            assertThat(DatabaseSwap.leftovers(asking).unfinished())
                    .contains(target.url().database() + "_sync_new");
            assertThat(DatabaseSwap.hindrances(target, asking, 0)).isEmpty();
        }

        try (DatabaseSwap continued =
                DatabaseSwap.left(target, EventSink.none()).orElseThrow()) {
            assertThat(server.value(continued.fresh(), "SELECT count(*) FROM first_half"))
                    .isEqualTo("0");
        }
        try (DatabaseSwap anew = DatabaseSwap.create(target, EventSink.none())) {
            assertThat(server.value(anew.fresh(), "SELECT to_regclass('first_half')"))
                    .isEqualTo("∅");
            fixture.fill(anew.fresh(), "new");
            anew.run();
        }
        assertThat(fixture.content(target)).isEqualTo("new");
        assertThat(fixture.family(target)).containsExactly(target.url().database());
    }

    @ParameterizedTest
    @ValueSource(strings = {"_sync_new", "_sync_old"})
    void aDatabaseOfSomebodyElseIsNeverDroppedForItsName(String suffix) throws Exception {
        Database target = fixture.target("taken");
        Database other = target.inDatabase(target.url().database() + suffix);
        server.execute(
                server.maintenance(),
                "CREATE DATABASE " + Sql.identifier(other.url().database()));
        fixture.fill(other, "precious");

        try (Connection asking = target.connect("test")) {
            assertThat(DatabaseSwap.hindrances(target, asking, 0))
                    .singleElement()
                    .asString()
                    .contains(suffix);
            assertThat(DatabaseSwap.leftovers(asking).isEmpty()).isTrue();
        }
        assertThatThrownBy(() -> DatabaseSwap.create(target, EventSink.none()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(suffix);

        assertThat(fixture.content(other)).isEqualTo("precious");
        assertThat(fixture.content(target)).isEqualTo("old");
    }

    @Test
    void aTargetThatWasReplacedBySomebodyMeanwhileIsNotReplacedAgain() {
        Database target = fixture.target("changed");
        String name = Sql.identifier(target.url().database());
        try (DatabaseSwap swap = DatabaseSwap.create(target, EventSink.none())) {
            server.execute(server.maintenance(), "DROP DATABASE " + name, "CREATE DATABASE " + name);
            fixture.fill(target, "restored by hand");

            assertThatThrownBy(swap::run).isInstanceOf(RefusedException.class).hasMessageContaining("not the one");
        }
        assertThat(fixture.content(target)).isEqualTo("restored by hand");
    }

    @Test
    void extensionsThatNoScriptMakesAreBroughtAlong() {
        Database target = fixture.target("extended");
        server.execute(
                target,
                "CREATE SCHEMA \"Ext\"",
                "CREATE EXTENSION citext SCHEMA \"Ext\" VERSION '1.4'",
                "CREATE EXTENSION hstore",
                "CREATE EXTENSION pg_trgm");
        try (DatabaseSwap swap = DatabaseSwap.create(target, EventSink.none())) {
            assertThat(swap.bringExtensions(Set.of("pg_trgm"))).containsExactly("citext", "hstore");
            assertThat(swap.bringExtensions(Set.of("pg_trgm"))).isEmpty();
            assertThat(server.query(
                            swap.fresh(),
                            "SELECT extname, extnamespace::regnamespace, extversion FROM pg_extension"
                                    + " WHERE extname IN ('citext', 'pg_trgm')"))
                    .containsExactly("citext|\"Ext\"|1.4");
        }
    }
}
