package dev.dbsync.core.swap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.Sql;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.testing.PostgresServer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Owners and rights that a DBA gave by hand, which no script makes. */
class InnerRightsTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.own();

    private static final String[] SCRIPTS = {
        "CREATE SCHEMA \"App\"",
        "CREATE TABLE \"App\".\"Order\" (id int GENERATED ALWAYS AS IDENTITY, no serial, \"Total\" numeric)",
        "CREATE VIEW all_orders AS SELECT * FROM \"App\".\"Order\"",
        "CREATE SEQUENCE numbers",
        "CREATE FUNCTION twice(int, text DEFAULT 'x, y') RETURNS int LANGUAGE sql AS 'SELECT 2 * $1'",
        "CREATE PROCEDURE work() LANGUAGE sql AS ''",
        "CREATE TYPE mood AS ENUM ('good')",
        "CREATE DOMAIN positive AS int",
        "CREATE EXTENSION hstore",
        "CREATE TABLE untouched (id int)"
    };

    private static final String[] BY_HAND = {
        "ALTER SCHEMA \"App\" OWNER TO rights_owner",
        "ALTER TABLE \"App\".\"Order\" OWNER TO rights_owner",
        "ALTER FUNCTION twice(int, text) OWNER TO rights_owner",
        "ALTER TYPE mood OWNER TO rights_owner",
        "GRANT USAGE ON SCHEMA \"App\" TO rights_reader",
        "GRANT SELECT ON \"App\".\"Order\" TO rights_reader WITH GRANT OPTION",
        "GRANT UPDATE (\"Total\") ON \"App\".\"Order\" TO rights_reader",
        "REVOKE DELETE ON \"App\".\"Order\" FROM rights_owner",
        "GRANT SELECT ON all_orders TO PUBLIC",
        "GRANT USAGE ON SEQUENCE numbers, \"App\".\"Order_no_seq\", \"App\".\"Order_id_seq\" TO rights_reader",
        "REVOKE EXECUTE ON FUNCTION twice(int, text) FROM PUBLIC",
        "REVOKE ALL ON PROCEDURE work() FROM PUBLIC",
        "REVOKE USAGE ON TYPE positive FROM PUBLIC",
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        "GRANT CREATE ON SCHEMA public TO rights_reader",
        "REVOKE EXECUTE ON FUNCTION hstore(text, text) FROM PUBLIC",
        "REVOKE EXECUTE ON FUNCTION pg_catalog.pg_sleep(double precision) FROM PUBLIC",
        "GRANT SELECT ON pg_catalog.pg_authid TO rights_reader",
        "GRANT USAGE ON LANGUAGE sql TO rights_reader",
        "ALTER DEFAULT PRIVILEGES FOR ROLE rights_owner GRANT SELECT ON TABLES TO rights_reader",
        "ALTER DEFAULT PRIVILEGES FOR ROLE rights_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC",
        "ALTER DEFAULT PRIVILEGES FOR ROLE rights_owner IN SCHEMA \"App\" GRANT USAGE ON SEQUENCES TO PUBLIC"
    };

    /** Of each object with its owner: its effective rights, in an order of their own. */
    private static final String RIGHTS = """
            SELECT o.what, o.owner::regrole, coalesce(a.grantee::regrole::text, '-'), a.privilege_type, a.is_grantable
            FROM (SELECT oid::regclass::text, relowner, coalesce(relacl, acldefault(CASE relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", relowner))
                  FROM pg_class WHERE relkind IN ('r', 'v', 'S')
                  UNION ALL
                  SELECT attrelid::regclass || '.' || attname, 10, attacl FROM pg_attribute WHERE attacl IS NOT NULL
                  UNION ALL
                  SELECT oid::regprocedure::text, proowner, coalesce(proacl, acldefault('f', proowner)) FROM pg_proc
                  UNION ALL
                  SELECT oid::regtype::text, typowner, coalesce(typacl, acldefault('T', typowner)) FROM pg_type
                  UNION ALL
                  SELECT nspname, nspowner, coalesce(nspacl, acldefault('n', nspowner)) FROM pg_namespace WHERE nspname !~ '^pg_(toast_)?temp'
                  UNION ALL
                  SELECT lanname, lanowner, coalesce(lanacl, acldefault('l', lanowner)) FROM pg_language
                  UNION ALL
                  SELECT 'default ' || defaclrole::regrole || defaclobjtype::text || coalesce(nspname, ''), 10, defaclacl
                  FROM pg_default_acl LEFT JOIN pg_namespace n ON n.oid = defaclnamespace) o (what, owner, acl)
                 LEFT JOIN LATERAL aclexplode(o.acl) a ON true
            ORDER BY 1, 2, 3, 4, 5
            """;

    @BeforeEach
    void roles() {
        server.execute(
                server.maintenance(), "CREATE ROLE rights_owner", "CREATE ROLE rights_reader", "CREATE ROLE rights_b");
    }

    @AfterEach
    void noRoles() {
        server.dropDatabases();
        server.execute(server.maintenance(), "DROP ROLE rights_owner, rights_reader, rights_b");
    }

    @Test
    void ownersAndRightsThatWereGivenByHandAreThoseThatTheyWere() {
        Database target = target(SCRIPTS);
        List<String> byScripts = server.query(target, RIGHTS);
        server.execute(target, BY_HAND);
        List<String> before = server.query(target, RIGHTS);
        assertThat(before).isNotEqualTo(byScripts);

        Swapped swapped = swap(target, SCRIPTS);

        assertThat(server.query(target, RIGHTS)).isEqualTo(before);
        assertThat(swapped.notices()).isEmpty();
    }

    @Test
    void whatScriptsGaveStays() {
        Database target = target("CREATE TABLE t (id int)", "CREATE TABLE u (id int)");
        server.execute(
                target,
                "ALTER TABLE t OWNER TO rights_owner",
                "GRANT SELECT ON t TO rights_b",
                "GRANT SELECT ON u TO rights_b");

        swap(
                target,
                "CREATE TABLE t (id int)",
                "CREATE TABLE u (id int)",
                "ALTER TABLE t OWNER TO rights_reader",
                "GRANT INSERT ON u TO rights_owner");

        assertThat(server.query(
                        target,
                        "SELECT relacl, relowner::regrole FROM pg_class WHERE relname IN ('t', 'u') ORDER BY relname"))
                .containsExactly(
                        "{rights_reader=" + all() + "/rights_reader,rights_b=r/rights_reader}|rights_reader",
                        "{postgres=" + all() + "/postgres,rights_owner=a/postgres,rights_b=r/postgres}|postgres");
    }

    private static String all() {
        return server.majorVersion() >= 17 ? "arwdDxtm" : "arwdDxt";
    }

    @Test
    void aSchemaPublicThatWasDroppedDoesNotComeBack() {
        Database target = target("CREATE SCHEMA app", "DROP SCHEMA public");

        swap(target, "CREATE SCHEMA app");

        assertThat(server.value(target, "SELECT to_regnamespace('public')")).isEqualTo("∅");
    }

    @Test
    void rightsThatTheRoleMayNotGiveAreSaidAndDoNotStopTheSwap() {
        Database target = server.createDatabase("weak");
        server.execute(
                target,
                "CREATE ROLE rights_weak LOGIN CREATEDB PASSWORD 'x'",
                "ALTER DATABASE " + Sql.identifier(target.url().database()) + " OWNER TO rights_weak");
        Database weak = server.as(target, "rights_weak", "x");
        server.execute(weak, "CREATE TABLE t (id int)", "GRANT SELECT ON t TO rights_b");
        server.execute(
                target,
                "CREATE TABLE theirs (id int)",
                "ALTER TABLE theirs OWNER TO rights_owner",
                "REVOKE EXECUTE ON FUNCTION pg_catalog.pg_sleep(double precision) FROM PUBLIC");
        try {
            Swapped swapped;
            try (DatabaseSwap swap = DatabaseSwap.create(weak, EventSink.none())) {
                server.execute(swap.fresh(), "CREATE TABLE t (id int)", "CREATE TABLE theirs (id int)");
                swapped = swap.run();
            }

            assertThat(server.value(target, "SELECT has_table_privilege('rights_b', 't', 'SELECT')"))
                    .isEqualTo("t");
            assertThat(swapped.notices())
                    .containsExactlyInAnyOrder(
                            "table public.theirs is not owned by rights_owner any more",
                            "the rights on routine pg_catalog.pg_sleep(double precision) are not those that they were");
        } finally {
            server.dropDatabases();
            server.execute(server.maintenance(), "DROP ROLE rights_weak");
        }
    }

    private static Database target(String... scripts) {
        Database target = server.createDatabase("rights");
        server.execute(target, scripts);
        return target;
    }

    private static Swapped swap(Database target, String... scripts) {
        try (DatabaseSwap swap = DatabaseSwap.create(target, EventSink.none())) {
            server.execute(swap.fresh(), scripts);
            return swap.run();
        }
    }
}
