package dev.dbsync.core.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.Sql;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.testing.PostgresServer;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SwapHindrancesTest {

    @RegisterExtension
    static final PostgresServer server =
            PostgresServer.own(Map.of("wal_level", "logical", "max_prepared_transactions", "5"));

    private final SwapFixture fixture = new SwapFixture(server);

    @Test
    void aSuperuserMeetsNone() throws Exception {
        assertThat(hindrances(fixture.target("free"))).isEmpty();
    }

    @Test
    void aRoleWithoutRightsIsToldEachThatItLacks() throws Exception {
        Database target = fixture.target("rightless");
        String name = Sql.identifier(target.url().database());
        server.execute(
                target,
                "SET allow_in_place_tablespaces = on",
                "CREATE TABLESPACE rightless_place LOCATION ''",
                "CREATE ROLE rightless_user LOGIN PASSWORD 'x'",
                "CREATE ROLE rightless_granter",
                "GRANT CONNECT ON DATABASE " + name + " TO rightless_granter WITH GRANT OPTION",
                "SET ROLE rightless_granter",
                "GRANT CONNECT ON DATABASE " + name + " TO rightless_user",
                "RESET ROLE",
                "ALTER DATABASE " + name + " SET app.tenant TO 'x'",
                "ALTER DATABASE " + name + " SET log_min_messages TO 'error'",
                "ALTER DATABASE " + name + " SET work_mem TO '7MB'",
                "ALTER ROLE rightless_granter IN DATABASE " + name + " SET work_mem TO '7MB'",
                "ALTER ROLE rightless_user IN DATABASE " + name + " SET work_mem TO '7MB'");
        server.execute(server.maintenance(), "ALTER DATABASE " + name + " SET TABLESPACE rightless_place");

        assertThat(hindrances(server.as(target, "rightless_user", "x")))
                .containsExactlyInAnyOrder(
                        "the role rightless_user may not create databases (CREATEDB)",
                        "the role rightless_user is not its owner, postgres, nor a member of that role with its rights",
                        "the role rightless_user may not create anything in its tablespace, rightless_place",
                        "the role rightless_user may not act as rightless_granter, who has granted rights on it to"
                                + " others",
                        "the role rightless_user may not give the new one its setting app.tenant",
                        "the role rightless_user may not give the new one its setting log_min_messages",
                        "the role rightless_user may not give the new one its setting work_mem for the role"
                                + " rightless_granter");
    }

    @Test
    void settingsThatTheRoleHasBeenGrantedAreNone() throws Exception {
        assumeTrue(server.majorVersion() >= 15, "parameters are granted since version 15");
        Database target = fixture.target("granted");
        String name = Sql.identifier(target.url().database());
        server.execute(
                target,
                "CREATE ROLE granted_user LOGIN CREATEDB PASSWORD 'x'",
                "ALTER DATABASE " + name + " OWNER TO granted_user",
                "GRANT SET ON PARAMETER app.tenant, log_min_messages TO granted_user",
                "ALTER DATABASE " + name + " SET app.tenant TO 'x'",
                "ALTER DATABASE " + name + " SET log_min_messages TO 'error'");
        Database asUser = server.as(target, "granted_user", "x");
        List<String> before = fixture.seenFromOutside(target);
        assertThat(hindrances(asUser)).isEmpty();

        try (DatabaseSwap swap = DatabaseSwap.create(asUser, EventSink.none())) {
            swap.run();
        }

        assertThat(fixture.seenFromOutside(target)).isEqualTo(before);
    }

    @Test
    void aRoleThatNoOtherDatabaseLetsInIsToldSo() throws Exception {
        Database target = fixture.target("shut");
        server.execute(
                target,
                "CREATE ROLE shut_user LOGIN CREATEDB PASSWORD 'x'",
                "ALTER DATABASE " + Sql.identifier(target.url().database()) + " OWNER TO shut_user",
                "REVOKE CONNECT ON DATABASE postgres, template1 FROM PUBLIC");
        try {
            assertThat(hindrances(server.as(target, "shut_user", "x")))
                    .singleElement()
                    .asString()
                    .contains("No other database of the server lets this role in");
        } finally {
            server.execute(server.maintenance(), "GRANT CONNECT ON DATABASE postgres, template1 TO PUBLIC");
        }
    }

    @Test
    void aTemplateIsNotReplaced() throws Exception {
        Database target = fixture.target("template");
        String name = Sql.identifier(target.url().database());
        server.execute(server.maintenance(), "ALTER DATABASE " + name + " IS_TEMPLATE true");
        try {
            assertThat(hindrances(target)).containsExactly("it is a template for other databases");
        } finally {
            server.execute(server.maintenance(), "ALTER DATABASE " + name + " IS_TEMPLATE false");
        }
    }

    @Test
    void whatASwapWouldLoseIsNamedBeforehandAndRefusedInTheLastMoment() throws Exception {
        Database target = fixture.target("losing");
        try (DatabaseSwap swap = DatabaseSwap.create(target, EventSink.none())) {
            server.execute(
                    target,
                    "CREATE SUBSCRIPTION \"Orders\" CONNECTION 'host=localhost' PUBLICATION p"
                            + " WITH (connect = false, slot_name = NONE)",
                    "SET allow_system_table_mods = on",
                    "INSERT INTO pg_shseclabel SELECT oid, 'pg_database'::regclass, 'selinux', 'x' FROM pg_database"
                            + " WHERE datname = current_database()");
            try {
                assertThat(hindrances(target))
                        .containsExactlyInAnyOrder(
                                "it subscribes to publications, which would end: Orders",
                                "it has security labels, which cannot be carried over: selinux");
                assertThatThrownBy(swap::run)
                        .isInstanceOf(RefusedException.class)
                        .hasMessageContaining("Orders")
                        .hasMessageContaining("selinux");
                assertThat(fixture.content(target)).isEqualTo("old");
            } finally {
                server.execute(
                        target,
                        "SET allow_system_table_mods = on",
                        "DELETE FROM pg_shseclabel",
                        "DROP SUBSCRIPTION \"Orders\"");
            }
        }
    }

    @Test
    void whatWouldKeepTheDatabaseFromBeingRenamedIsNamed() throws Exception {
        Database target = fixture.target("held");
        server.execute(
                target,
                "SELECT pg_create_logical_replication_slot('held_slot', 'pgoutput')",
                "BEGIN",
                "INSERT INTO content VALUES ('prepared')",
                "PREPARE TRANSACTION 'held transaction'");
        try {
            assertThat(hindrances(target))
                    .containsExactlyInAnyOrder(
                            "logical replication slots read from it: held_slot",
                            "1 prepared transactions are waiting for their end in it");
        } finally {
            server.execute(
                    target, "ROLLBACK PREPARED 'held transaction'", "SELECT pg_drop_replication_slot('held_slot')");
        }
        assertThat(hindrances(target)).isEmpty();
    }

    @Test
    void aDiskThatCannotHoldBothIsNoticedWhereItCanBeSeen() throws Exception {
        Database target = fixture.target("large");
        try (Connection asking = target.connect("test")) {
            assertThat(DatabaseSwap.hindrances(target, asking, Long.MAX_VALUE))
                    .singleElement()
                    .asString()
                    .startsWith("the server's disk has ");
            assertThat(DatabaseSwap.hindrances(target, asking, 1)).isEmpty();
        }
    }

    @Test
    void aPoolerInBetweenIsNoticed() throws Exception {
        Database target = fixture.target("pooled");
        try (PoolerLikeLink pooler = new PoolerLikeLink(target)) {
            assertThat(hindrances(pooler.through(target)))
                    .singleElement()
                    .asString()
                    .contains("A connection pooler stands between Sync and the server");
            assertThatThrownBy(() -> DatabaseSwap.create(pooler.through(target), EventSink.none()))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("pooler");
        }
        assertThat(fixture.family(target)).containsExactly(target.url().database());
    }

    private static List<String> hindrances(Database target) throws Exception {
        try (Connection asking = target.connect("test")) {
            return DatabaseSwap.hindrances(target, asking, 0);
        }
    }
}
