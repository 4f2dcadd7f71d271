package dev.dbsync.core.promote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.script.LockMode;
import dev.dbsync.core.script.Script;
import dev.dbsync.core.testing.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the plan says of locks, held against what PostgreSQL itself has locked once the statements have run. */
class LockEstimateTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    private static final Map<String, LockMode> MODES = Map.of(
            "ShareLock",
            LockMode.SHARE,
            "ShareRowExclusiveLock",
            LockMode.SHARE_ROW_EXCLUSIVE,
            "ExclusiveLock",
            LockMode.EXCLUSIVE,
            "AccessExclusiveLock",
            LockMode.ACCESS_EXCLUSIVE);

    /** Of those modes that block readers or writers. */
    private static final String LOCKED = """
            SELECT b.name, l.mode
            FROM pg_locks l
                     JOIN before b ON b.oid = l.relation
            WHERE l.pid = pg_backend_pid()
              AND l.mode IN ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
            """;

    private static final String COUNT = """
            SELECT count(DISTINCT (locktype, database, relation, page, tuple, virtualxid, transactionid::text, classid, objid, objsubid))
            FROM pg_locks
            WHERE pid = pg_backend_pid()
            """;

    private static Database database;

    @BeforeAll
    static void tablesOfAllKinds() {
        database = server.createDatabase("locks");
        server.execute(
                database,
                "CREATE TABLE customer (id bigserial PRIMARY KEY, name varchar(80) UNIQUE, note text, born date)",
                """
                CREATE TABLE visit (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                                    customer bigint CONSTRAINT visit_customer REFERENCES customer, place text)""",
                "CREATE INDEX visit_place ON visit (place)",
                "CREATE TABLE loose (id int, customer bigint, note text)",
                "CREATE TABLE measured (at date, value int) PARTITION BY RANGE (at)",
                "CREATE TABLE measured_1 PARTITION OF measured FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')",
                "CREATE TABLE measured_2 (at date, value int)",
                "CREATE TABLE parent (id int)",
                "CREATE TABLE child (more int) INHERITS (parent)",
                "CREATE VIEW customers AS SELECT id, name FROM customer",
                "CREATE MATERIALIZED VIEW summary AS SELECT place, count(*) AS n FROM visit GROUP BY place",
                "CREATE UNIQUE INDEX summary_place ON summary (place)",
                "CREATE SCHEMA other",
                "CREATE TABLE other.elsewhere (id int PRIMARY KEY)",
                "CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
                "CREATE TRIGGER told BEFORE INSERT ON customer FOR EACH ROW EXECUTE FUNCTION nothing()",
                "CREATE POLICY mine ON loose USING (true)",
                "CREATE RULE quiet AS ON DELETE TO loose DO INSTEAD NOTHING",
                "ALTER TABLE loose ADD CONSTRAINT checked CHECK (id > 0) NOT VALID");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE customer ADD COLUMN more text",
                "ALTER TABLE customer ADD COLUMN serial bigserial",
                "ALTER TABLE loose ADD COLUMN visit bigint REFERENCES visit",
                "ALTER TABLE customer DROP COLUMN note",
                "ALTER TABLE visit DROP COLUMN customer",
                "ALTER TABLE customer ALTER COLUMN note TYPE varchar(9)",
                "ALTER TABLE visit ALTER COLUMN customer TYPE numeric USING customer::numeric, DROP CONSTRAINT visit_customer",
                "ALTER TABLE customer ALTER COLUMN name SET DEFAULT 'x'",
                "ALTER TABLE customer ALTER COLUMN name SET NOT NULL",
                "ALTER TABLE customer ALTER COLUMN name SET STATISTICS 100",
                "ALTER TABLE customer ALTER COLUMN name SET STORAGE EXTERNAL",
                "ALTER TABLE customer ALTER name SET (n_distinct = 5)",
                "ALTER TABLE customer SET (fillfactor = 70)",
                "ALTER TABLE customer RESET (fillfactor)",
                "ALTER TABLE loose SET UNLOGGED",
                "ALTER TABLE customer CLUSTER ON customer_pkey",
                "ALTER TABLE customer SET WITHOUT CLUSTER",
                "ALTER TABLE customer DISABLE TRIGGER told",
                "ALTER TABLE customer ENABLE ALWAYS TRIGGER told",
                "ALTER TABLE customer ENABLE ROW LEVEL SECURITY",
                "ALTER TABLE customer REPLICA IDENTITY FULL",
                "ALTER TABLE customer RENAME TO client",
                "ALTER TABLE customer RENAME COLUMN note TO notes",
                "ALTER TABLE customer SET SCHEMA other",
                "ALTER TABLE customer OWNER TO CURRENT_USER",
                "ALTER TABLE loose ADD CONSTRAINT fk FOREIGN KEY (customer) REFERENCES customer NOT VALID",
                "ALTER TABLE loose ADD FOREIGN KEY (customer) REFERENCES customer (id)",
                "ALTER TABLE loose ADD PRIMARY KEY (id)",
                "ALTER TABLE loose ADD CHECK (id > 1)",
                "ALTER TABLE loose VALIDATE CONSTRAINT checked",
                "ALTER TABLE visit DROP CONSTRAINT visit_customer",
                "ALTER TABLE visit RENAME CONSTRAINT visit_customer TO fk",
                "ALTER TABLE parent ADD COLUMN yet int",
                "ALTER TABLE ONLY parent ALTER COLUMN id SET DEFAULT 1",
                "ALTER TABLE loose INHERIT parent",
                "ALTER TABLE measured ADD COLUMN unit text",
                "ALTER TABLE measured ATTACH PARTITION measured_2 FOR VALUES FROM ('2022-01-01') TO ('2023-01-01')",
                "ALTER TABLE measured DETACH PARTITION measured_1",
                "CREATE TABLE measured_3 PARTITION OF measured FOR VALUES FROM ('2023-01-01') TO ('2024-01-01')",
                "CREATE TABLE fresh (id serial PRIMARY KEY, customer bigint REFERENCES customer, n text UNIQUE)",
                "CREATE TABLE fresh (LIKE customer INCLUDING ALL)",
                "CREATE TABLE grandchild () INHERITS (parent)",
                "CREATE TABLE copied AS SELECT * FROM customer",
                "CREATE INDEX fresh ON customer (note)",
                "CREATE UNIQUE INDEX IF NOT EXISTS fresh ON ONLY customer (note) WHERE note <> ''",
                "CREATE INDEX on_all ON measured (value)",
                "CREATE TRIGGER more BEFORE UPDATE OF name OR DELETE ON customer FOR EACH ROW EXECUTE FUNCTION nothing()",
                "CREATE POLICY yours ON customer USING (name <> 'x')",
                "CREATE RULE calm AS ON DELETE TO customer DO INSTEAD NOTHING",
                "CREATE STATISTICS pair ON name, note FROM customer",
                "CREATE OR REPLACE VIEW customers AS SELECT id, name FROM customer WHERE id > 0",
                "CREATE VIEW more AS SELECT c.* FROM visit JOIN customer c ON c.id = customer",
                "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS 'BEGIN DELETE FROM visit; END'",
                "ALTER VIEW customers RENAME TO clients",
                "ALTER MATERIALIZED VIEW summary RENAME TO sums",
                "ALTER INDEX visit_place RENAME TO by_place",
                "ALTER TRIGGER told ON customer RENAME TO said",
                "ALTER POLICY mine ON loose USING (false)",
                "DROP MATERIALIZED VIEW summary; DROP TABLE visit",
                "DROP TABLE loose, other.elsewhere",
                "DROP INDEX visit_place",
                "DROP TRIGGER told ON customer",
                "DROP POLICY mine ON loose",
                "DROP RULE quiet ON loose",
                "DROP VIEW customers",
                "DROP MATERIALIZED VIEW summary",
                "TRUNCATE visit, loose",
                "TRUNCATE measured",
                "REFRESH MATERIALIZED VIEW summary",
                "REFRESH MATERIALIZED VIEW CONCURRENTLY summary",
                "REINDEX TABLE visit",
                "REINDEX INDEX visit_place",
                "CLUSTER visit USING visit_pkey",
                "LOCK TABLE customer, visit IN SHARE MODE",
                "LOCK loose",
                "COMMENT ON TABLE customer IS 'x'",
                "COMMENT ON COLUMN public.customer.note IS 'x'",
                "ANALYZE customer",
                "GRANT SELECT ON customer TO CURRENT_USER",
                "INSERT INTO visit (customer) SELECT id FROM customer",
                "UPDATE customer SET note = ''",
                "DELETE FROM visit USING customer WHERE customer.id = visit.customer",
                "SELECT * FROM customer FOR UPDATE"
            })
    void theTablesThatStayLockedAreThosePostgresLocks(String sql) throws SQLException {
        try (Connection connection = database.connect("test")) {
            connection.setAutoCommit(false);
            Map<String, LockMode> planned = planned(connection, sql).tables().stream()
                    .collect(Collectors.toMap(
                            table -> table.table().contains(".") ? table.table() : "public." + table.table(),
                            PlannedLocks.LockedTable::mode));
            Map<String, LockMode> real = locked(connection, sql);
            connection.rollback();

            assertThat(new TreeMap<>(planned)).isEqualTo(new TreeMap<>(real));
        }
    }

    @Test
    void theirNumberIsRightWithinAFactorOfTwo() throws SQLException {
        String sql = IntStream.range(0, 40).mapToObj("""
                        CREATE TABLE made_%1$s (id bigserial PRIMARY KEY, customer bigint REFERENCES customer, name text UNIQUE);
                        CREATE INDEX ON made_%1$s (customer);
                        COMMENT ON TABLE made_%1$s IS 'x';
                        INSERT INTO made_%1$s (name) SELECT name FROM customer;
                        ALTER TABLE made_%1$s ADD COLUMN more text DEFAULT 'x';
                        CREATE VIEW view_%1$s AS SELECT * FROM made_%1$s;
                        CREATE TYPE kind_%1$s AS ENUM ('a', 'b');
                        CREATE FUNCTION f_%1$s() RETURNS int LANGUAGE sql AS 'SELECT 1';
                        """::formatted).collect(Collectors.joining());
        assertFactor(sql);
        assertFactor("""
                DROP MATERIALIZED VIEW summary;
                DROP TABLE visit;
                DROP TABLE loose;
                DROP VIEW customers;
                ALTER TABLE customer DROP COLUMN note;
                ALTER TABLE customer ALTER COLUMN name TYPE text;
                UPDATE customer SET born = now();
                TRUNCATE parent, measured;
                CREATE INDEX ON other.elsewhere (id);
                """);
    }

    private void assertFactor(String sql) throws SQLException {
        try (Connection connection = database.connect("test");
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            PlannedLocks planned = planned(connection, sql);
            connection.rollback();
            statement.execute(sql);
            long real;
            try (ResultSet row = statement.executeQuery(COUNT)) {
                row.next();
                real = row.getLong(1);
            }
            connection.rollback();
            // Fifteen are what a promotion holds besides what its scripts do.
            assertThat(planned.expected() - 15).isBetween(real / 2, real * 2);
        }
    }

    private static PlannedLocks planned(Connection connection, String sql) throws SQLException {
        return LockEstimate.of(
                connection,
                Catalog.read(connection),
                "public",
                List.of(List.of(Script.parse("V1__x.sql", sql))),
                List.of());
    }

    @Test
    void ofSeveralTransactionsTheOneWithTheMostLocksCounts() throws SQLException {
        Script small = Script.parse("V1__small.sql", "ALTER TABLE parent ADD COLUMN a int");
        Script large = Script.parse("V2__large.sql", "ALTER TABLE customer ADD COLUMN a int; TRUNCATE visit;");
        try (Connection connection = database.connect("test")) {
            Catalog catalog = Catalog.read(connection);
            long together = LockEstimate.of(connection, catalog, "public", List.of(List.of(small, large)), List.of())
                    .expected();
            PlannedLocks apart =
                    LockEstimate.of(connection, catalog, "public", List.of(List.of(small), List.of(large)), List.of());

            assertThat(apart.expected())
                    .isLessThan(together)
                    .isEqualTo(LockEstimate.of(connection, catalog, "public", List.of(List.of(large)), List.of())
                            .expected());
            assertThat(apart.tables())
                    .extracting(PlannedLocks.LockedTable::table)
                    .contains("parent", "customer", "visit");
        }
    }

    /** Of the tables that were there before. */
    private static Map<String, LockMode> locked(Connection connection, String sql) throws SQLException {
        Map<String, LockMode> locked = new TreeMap<>();
        try (Statement statement = connection.createStatement()) {
            statement.execute("""
                    CREATE TEMPORARY TABLE before ON COMMIT DROP AS
                    SELECT c.oid, n.nspname || '.' || c.relname AS name
                    FROM pg_class c
                             JOIN pg_namespace n ON n.oid = c.relnamespace
                    WHERE c.relkind IN ('r', 'p', 'm', 'v')
                      AND n.nspname IN ('public', 'other')
                    """);
            statement.execute(sql);
            try (ResultSet row = statement.executeQuery(LOCKED)) {
                while (row.next()) {
                    locked.merge(row.getString(1), MODES.get(row.getString(2)), LockEstimateTest::stronger);
                }
            }
        }
        return locked;
    }

    private static LockMode stronger(LockMode one, LockMode other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
