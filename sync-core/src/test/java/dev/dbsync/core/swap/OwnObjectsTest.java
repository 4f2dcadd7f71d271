package dev.dbsync.core.swap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.testing.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OwnObjectsTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.own();

    private static final String[] SHARED = {
        "CREATE SCHEMA sales",
        "CREATE TABLE sales.orders (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, no serial, amount numeric)",
        "CREATE TABLE plain (id int)",
        "CREATE TABLE parted (id int, day date NOT NULL) PARTITION BY RANGE (day)",
        "CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
        "CREATE INDEX ON parted (id)",
        "CREATE VIEW totals AS SELECT sum(amount) FROM sales.orders",
        "CREATE FUNCTION twice(int) RETURNS int LANGUAGE sql AS 'SELECT 2 * $1'",
        "CREATE TYPE mood AS ENUM ('good')",
        "CREATE EXTENSION hstore"
    };

    @Test
    void databasesMadeByTheSameScriptsHaveNothingOfTheirOwn() throws Exception {
        Database source = made("source");
        Database target = made("target");

        assertThat(own(source, target)).isEmpty();
    }

    @Test
    void whatOnlyTheSourceHoldsIsNothingOfTheTargets() throws Exception {
        Database source = made("source");
        server.execute(source, "CREATE TABLE more (id int)", "ALTER TABLE plain ADD also text");

        assertThat(own(source, made("target"))).isEmpty();
    }

    @Test
    void eachKindOfObjectIsNamed() throws Exception {
        Database target = made("target");
        server.execute(
                target,
                "CREATE SCHEMA \"My notes\"",
                "CREATE TABLE \"My notes\".\"Note\" (id serial PRIMARY KEY, text text CHECK (text <> ''))",
                "CREATE INDEX ON \"My notes\".\"Note\" (text)",
                "CREATE VIEW mine AS SELECT 1 AS one",
                "CREATE MATERIALIZED VIEW mine_too AS SELECT 1 AS one",
                "CREATE SEQUENCE numbers",
                "CREATE FUNCTION twice(text) RETURNS text LANGUAGE sql AS 'SELECT $1 || $1'",
                "CREATE PROCEDURE work() LANGUAGE sql AS ''",
                "CREATE AGGREGATE total (int) (sfunc = int4pl, stype = int)",
                "CREATE TYPE colour AS ENUM ('red')",
                "CREATE TYPE pair AS (a int, b int)",
                "CREATE DOMAIN positive AS int CHECK (VALUE > 0)",
                "CREATE TYPE span AS RANGE (subtype = time)",
                "CREATE OPERATOR === (leftarg = int, rightarg = int, function = int4eq)",
                "CREATE COLLATION german FROM \"C\"",
                "CREATE TEXT SEARCH CONFIGURATION words (COPY = simple)",
                "CREATE EXTENSION citext",
                "CREATE PUBLICATION changes FOR TABLE plain",
                "CREATE FUNCTION on_ddl() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'",
                "CREATE EVENT TRIGGER ddl ON ddl_command_end EXECUTE FUNCTION on_ddl()",
                "CREATE EXTENSION postgres_fdw",
                "CREATE SERVER elsewhere FOREIGN DATA WRAPPER postgres_fdw",
                "CREATE USER MAPPING FOR PUBLIC SERVER elsewhere",
                "CREATE FOREIGN TABLE far (id int) SERVER elsewhere",
                "CREATE CAST (text AS mood) WITH INOUT",
                "CREATE STATISTICS both_columns ON id, day FROM parted",
                "SELECT lo_from_bytea(0, '\\x00')");

        assertThat(own(made("source"), target))
                .containsExactlyInAnyOrder(
                        "schema \"My notes\"",
                        "table \"My notes\".\"Note\"",
                        "view public.mine",
                        "materialized view public.mine_too",
                        "sequence public.numbers",
                        "function public.twice(pg_catalog.text)",
                        "procedure public.work()",
                        "aggregate public.total(integer)",
                        "type public.colour",
                        "type public.pair",
                        "type public.positive",
                        "type public.span",
                        "operator public.===(integer,integer)",
                        "collation public.german",
                        "text search configuration public.words",
                        "extension citext",
                        "publication changes",
                        "function public.on_ddl()",
                        "event trigger ddl",
                        "extension postgres_fdw",
                        "server elsewhere",
                        "user mapping public on server elsewhere",
                        "foreign table public.far",
                        "cast (pg_catalog.text AS public.mood)",
                        "statistics object public.both_columns",
                        "large objects 1");
    }

    @Test
    void whatWasAddedToASharedTableIsNamed() throws Exception {
        Database target = made("target");
        server.execute(
                target,
                "ALTER TABLE plain ADD \"Mine\" text",
                "CREATE INDEX my_index ON plain (id)",
                "ALTER TABLE plain ADD CONSTRAINT my_check CHECK (id > 0)",
                "CREATE FUNCTION on_row() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'",
                "CREATE TRIGGER my_trigger BEFORE INSERT ON plain FOR EACH ROW EXECUTE FUNCTION on_row()",
                "CREATE TRIGGER each_part BEFORE INSERT ON parted FOR EACH ROW EXECUTE FUNCTION on_row()",
                "CREATE RULE my_rule AS ON DELETE TO plain DO INSTEAD NOTHING",
                "CREATE POLICY my_policy ON plain USING (true)",
                "CREATE INDEX by_day ON parted (day)",
                "CREATE TABLE parted_2 PARTITION OF parted FOR VALUES FROM ('2027-01-01') TO ('2028-01-01')");

        assertThat(own(made("source"), target))
                .containsExactlyInAnyOrder(
                        "table column public.plain.\"Mine\"",
                        "index public.my_index",
                        "table constraint my_check on public.plain",
                        "function public.on_row()",
                        "trigger my_trigger on public.plain",
                        "trigger each_part on public.parted",
                        "rule my_rule on public.plain",
                        "policy my_policy on public.plain",
                        "index public.by_day",
                        "table public.parted_2");
    }

    @Test
    void historiesAndSyncsOwnTablesAreNone() throws Exception {
        Database target = made("target");
        server.execute(
                target,
                "CREATE TABLE sales.\"History\" (installed_rank int PRIMARY KEY, success boolean)",
                "CREATE INDEX ON sales.\"History\" (success)",
                "CREATE TABLE sync_journal (id int PRIMARY KEY)");

        assertThat(own(made("source"), target, new TableName("sales", "History")))
                .isEmpty();
        assertThat(own(made("source"), target)).containsExactly("table sales.\"History\"");
    }

    @Test
    void rowsThatUsersKeepInTablesOfExtensionsAreNamedWhereTheSourceHasNone() throws Exception {
        Database source = made("source");
        Database target = made("target");
        for (Database database : List.of(source, target)) {
            server.execute(
                    database,
                    "CREATE SCHEMA cron",
                    "CREATE TABLE cron.job (id int, brought boolean)",
                    "INSERT INTO cron.job VALUES (1, true)",
                    "ALTER EXTENSION hstore ADD TABLE cron.job",
                    "UPDATE pg_extension SET extconfig = ARRAY['cron.job'::regclass::oid],"
                            + " extcondition = ARRAY['WHERE NOT brought'] WHERE extname = 'hstore'");
        }
        assertThat(own(source, target)).isEmpty();

        server.execute(target, "INSERT INTO cron.job VALUES (2, false)");

        assertThat(own(source, target)).containsExactly("rows of the extension hstore cron.job");
        server.execute(source, "INSERT INTO cron.job VALUES (3, false)");
        assertThat(own(source, target)).isEmpty();
    }

    @Test
    void aRoleThatMayOnlyConnectSeesTheSame() throws Exception {
        Database target = made("target");
        server.execute(
                target,
                "CREATE TABLE mine (id int)",
                "DROP ROLE IF EXISTS own_stranger",
                "CREATE ROLE own_stranger LOGIN PASSWORD 'x'");

        assertThat(own(made("source"), server.as(target, "own_stranger", "x"))).containsExactly("table public.mine");
    }

    @Test
    void whatTheScriptsDidNotMakeIsNamedBeforeItIsLost() {
        Database target = made("target");
        server.execute(target, "CREATE TABLE mine (id int)");
        try (DatabaseSwap swap = DatabaseSwap.create(target, EventSink.none())) {
            server.execute(swap.fresh(), SHARED);

            assertThat(swap.losses(Set.of())).extracting(OwnObject::shown).containsExactly("table public.mine");
        }
    }

    private static Database made(String environment) {
        Database database = server.createDatabase(environment);
        server.execute(database, SHARED);
        return database;
    }

    private static List<String> own(Database source, Database target, TableName... histories) throws SQLException {
        try (Connection from = source.connect("test");
                Connection to = target.connect("test")) {
            return DatabaseSwap.ownObjects(from, to, Set.of(histories)).stream()
                    .map(OwnObject::shown)
                    .toList();
        }
    }
}
