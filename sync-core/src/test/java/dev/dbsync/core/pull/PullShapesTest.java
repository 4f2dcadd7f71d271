package dev.dbsync.core.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import dev.dbsync.core.run.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a schema can hold, a pull can copy. */
class PullShapesTest extends PullFixture {

    @Test
    void maskedColumnsArriveMaskedAndAllOthersAsTheyWere() {
        both("CREATE TABLE users (id int PRIMARY KEY, email text UNIQUE, full_name text, note text)");
        server.execute(prod, """
                INSERT INTO users VALUES (1, 'ann@corp.example', 'Ann', 'C:\\New'), (2, 'bob@corp.example', NULL, E'a\\tb')
                """);
        project.rules("users: { email: email, full_name: name, note: keep }");

        PullReport report = project.pull();

        assertThat(report.outcome()).isEqualTo(Outcome.PULLED);
        assertThat(server.query(local, "SELECT id, note FROM users ORDER BY id"))
                .containsExactly("1|C:\\New", "2|a\tb");
        assertThat(server.query(local, "SELECT email FROM users"))
                .allMatch(email -> email.matches("user_[0-9a-f]{16}@example.com"))
                .doesNotHaveDuplicates();
        assertThat(server.query(local, "SELECT full_name IS NULL, full_name = 'Ann' FROM users ORDER BY id"))
                .containsExactly("f|f", "t|∅");
        TableReport users = report.tables().get(0);
        assertThat(users.rows()).isEqualTo(2);
        assertThat(users.masked()).containsExactly(entry("email", "email"), entry("full_name", "name"));
        assertThat(report.verification().orElseThrow().maskedValues()).isEqualTo(3);
        assertThat(report.verification().orElseThrow().maskedUnchanged()).isZero();
    }

    @Test
    void columnsThatAreEmptiedDoNotKeepATableFromBinary() {
        both("CREATE TABLE people (id int PRIMARY KEY, born date, height int, tags jsonb, names text[], email text)");
        server.execute(
                prod,
                "INSERT INTO people VALUES (1, '1956-12-29', 170, '{\"a\": 1}', '{x,y}', 'ann@corp.example'), (2, NULL, NULL, NULL, NULL, NULL)");
        project.rules("people: { born: 'null', height: 'null', tags: 'null', names: 'null', email: email }");

        PullReport report = project.pull();

        assertThat(report.outcome()).isEqualTo(Outcome.PULLED);
        assertThat(report.tables().get(0).format()).isEqualTo("binary");
        assertThat(server.query(
                        local,
                        "SELECT id, num_nulls(born, height, tags, names), left(email, 5) FROM people ORDER BY id"))
                .containsExactly("1|4|user_", "2|4|∅");
        assertThat(report.verification().orElseThrow().maskedValues()).isEqualTo(5);
    }

    @Test
    void rowsOfTheTargetAreReplacedAndNotAddedTo() {
        both("CREATE TABLE t (id int PRIMARY KEY)");
        server.execute(prod, "INSERT INTO t VALUES (1), (2)");
        server.execute(local, "INSERT INTO t VALUES (2), (3)");

        project.pull();

        assertThat(server.query(local, "SELECT id FROM t ORDER BY id")).containsExactly("1", "2");
    }

    @Test
    void aSelfReferenceArrivesWhateverTheOrderOfItsRows() {
        both("CREATE TABLE category (id int PRIMARY KEY, parent int REFERENCES category)");
        server.execute(prod, "INSERT INTO category VALUES (1, 3), (2, 1), (3, NULL)");

        assertThat(project.pull().outcome()).isEqualTo(Outcome.PULLED);
        assertThat(server.value(local, "SELECT count(*) FROM category")).isEqualTo("3");
    }

    @Test
    void aCycleOfForeignKeysArrivesAndEveryKeyIsBackExactlyAsItWas() {
        both(
                "CREATE TABLE a (id int PRIMARY KEY, b int)",
                "CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a DEFERRABLE INITIALLY DEFERRED)",
                "ALTER TABLE a ADD CONSTRAINT a_b FOREIGN KEY (b) REFERENCES b ON DELETE CASCADE DEFERRABLE",
                "COMMENT ON CONSTRAINT a_b ON a IS 'it''s a \\ key'",
                "CREATE TABLE legacy (a int)",
                "ALTER TABLE legacy ADD CONSTRAINT legacy_a FOREIGN KEY (a) REFERENCES a NOT VALID");
        server.execute(
                prod,
                "BEGIN; SET CONSTRAINTS ALL DEFERRED; INSERT INTO a VALUES (1, 1); INSERT INTO b VALUES (1, 1); COMMIT",
                "ALTER TABLE legacy DISABLE TRIGGER ALL",
                "INSERT INTO legacy VALUES (99)",
                "ALTER TABLE legacy ENABLE TRIGGER ALL");
        String keys = """
                SELECT conname, pg_get_constraintdef(oid), convalidated, obj_description(oid, 'pg_constraint')
                FROM pg_constraint WHERE contype = 'f' ORDER BY conname
                """;
        List<String> before = server.query(local, keys);

        PullReport report = project.pull();

        assertThat(report.outcome()).isEqualTo(Outcome.PULLED);
        assertThat(server.query(local, keys)).isEqualTo(before).hasSize(3);
        assertThat(report.verification().orElseThrow().foreignKeys()).isEqualTo(2);
        assertThat(report.verification().orElseThrow().foreignKeysNotValid()).isEqualTo(1);
        assertThat(server.query(local, "SELECT a.b, b.a, legacy.a FROM a, b, legacy"))
                .containsExactly("1|1|99");
    }

    @Test
    void generatedAndIdentityColumnsHoldWhatTheSourceHolds() {
        both("""
                CREATE TABLE item (
                    id    bigint GENERATED ALWAYS AS IDENTITY,
                    net   numeric,
                    gross numeric GENERATED ALWAYS AS (net * 2) STORED NOT NULL)
                """);
        server.execute(prod, "INSERT INTO item (net) VALUES (1.5), (2)", "DELETE FROM item WHERE id = 1");

        project.pull();

        assertThat(server.query(local, "SELECT * FROM item")).containsExactly("2|2|4");
        server.execute(local, "INSERT INTO item (net) VALUES (5)");
        assertThat(server.query(local, "SELECT max(id) FROM item")).containsExactly("3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"transaction", "in-place"})
    void rowsWithoutAColumnThatCouldBeCopiedArriveAllTheSame(String mode) {
        both(
                "CREATE TABLE nothing ()",
                "CREATE TABLE emptied (gone int)",
                "ALTER TABLE emptied DROP COLUMN gone",
                "CREATE TABLE computed (two int GENERATED ALWAYS AS (1 + 1) STORED)",
                "CREATE TABLE conditional (one int GENERATED ALWAYS AS (1) STORED)");
        server.execute(
                prod,
                "INSERT INTO nothing SELECT FROM generate_series(1, 30000)",
                "INSERT INTO emptied SELECT FROM generate_series(1, 3)",
                "INSERT INTO computed SELECT FROM generate_series(1, 4)",
                "INSERT INTO conditional SELECT FROM generate_series(1, 5)");
        server.execute(local, "INSERT INTO nothing DEFAULT VALUES", "INSERT INTO computed DEFAULT VALUES");
        project.mode(mode).pull("verify: full, tables: ['*', { table: conditional, where: 'one > 1' }]");

        PullReport report = project.pull();

        assertThat(report.problems()).isEmpty();
        assertThat(report.outcome()).isEqualTo(Outcome.PULLED);
        assertThat(report.tables())
                .extracting(table -> table.table().name(), TableReport::rows)
                .containsExactlyInAnyOrder(
                        tuple("nothing", 30_000L),
                        tuple("emptied", 3L),
                        tuple("computed", 4L),
                        tuple("conditional", 0L));
        assertThat(server.value(local, "SELECT count(*) FROM nothing")).isEqualTo("30000");
        assertThat(server.value(local, "SELECT count(*) FROM emptied")).isEqualTo("3");
        assertThat(server.query(local, "SELECT two FROM computed")).containsExactly("2", "2", "2", "2");
        assertThat(server.query(local, "SELECT FROM conditional")).isEmpty();
        assertThat(report.verification().orElseThrow().compared().whole()).isEqualTo(4);
    }

    @Test
    void sequencesStandWhereTheyStandInTheSource() {
        both(
                "CREATE TABLE t (id serial PRIMARY KEY)",
                "CREATE SEQUENCE unowned INCREMENT 5",
                "CREATE SEQUENCE fresh",
                "CREATE SCHEMA elsewhere",
                "CREATE SEQUENCE elsewhere.untouched");
        server.execute(
                prod,
                "INSERT INTO t SELECT FROM generate_series(1, 7)",
                "SELECT nextval('unowned'), nextval('unowned')",
                "SELECT nextval('elsewhere.untouched')");
        server.execute(local, "SELECT setval('t_id_seq', 500), setval('fresh', 500), setval('unowned', 500)");

        PullReport report = project.pull();

        String position = "SELECT last_value, is_called FROM ";
        assertThat(server.value(local, position + "t_id_seq")).isEqualTo("7|t");
        assertThat(server.value(local, position + "unowned")).isEqualTo("6|t");
        assertThat(server.value(local, position + "fresh")).isEqualTo("1|f");
        assertThat(server.value(local, position + "elsewhere.untouched")).isEqualTo("1|f");
        assertThat(report.verification().orElseThrow().sequences()).isEqualTo(3);
        assertThat(report.verification().orElseThrow().sequencesBehind()).isEmpty();
    }

    @Test
    void aSequenceThatIsBehindItsTableInTheSourceIsNamed() {
        both(
                "CREATE TABLE t (id serial PRIMARY KEY)",
                "CREATE TABLE u (code text)",
                "CREATE SEQUENCE s OWNED BY u.code");
        server.execute(prod, "INSERT INTO t VALUES (1)", "INSERT INTO u VALUES ('x')");
        project.rules("u: { code: keep }");

        PullReport report = project.pull();

        assertThat(report.verification().orElseThrow().sequencesBehind()).containsExactly("t.id");
    }

    @Test
    void aPartitionedTableArrivesInPartitionsOfTheSameNameOrByItsRoot() {
        String root = "CREATE TABLE event (id int, day date, who text, PRIMARY KEY (id, day)) PARTITION BY RANGE (day)";
        both(root, "CREATE TABLE event_2024 PARTITION OF event FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')");
        server.execute(
                prod,
                "CREATE TABLE event_2025 PARTITION OF event FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')",
                "INSERT INTO event VALUES (1, '2024-05-05', 'Ann'), (2, '2025-05-05', 'Bob'), (3, '2025-06-06', 'Cy')");
        server.execute(
                local,
                "CREATE TABLE event_2025 PARTITION OF event FOR VALUES FROM ('2025-01-01') TO ('2025-06-01')",
                "CREATE TABLE event_rest PARTITION OF event DEFAULT",
                "INSERT INTO event VALUES (9, '2030-01-01', 'old')");
        project.rules("event: { who: redact, day: keep }");

        PullReport report = project.pull();

        assertThat(report.outcome()).isEqualTo(Outcome.PULLED);
        assertThat(server.query(local, "SELECT tableoid::regclass, id, who FROM event ORDER BY id"))
                .containsExactly("event_2024|1|[REDACTED]", "event_2025|2|[REDACTED]", "event_rest|3|[REDACTED]");
        assertThat(report.tables())
                .extracting(table -> table.table().name())
                .containsExactly("event_2024", "event_2025");
    }

    @Test
    void rowsThatAreSpreadByTheHashOfAnEnumFindTheirPartition() {
        both(
                "CREATE TYPE mood AS ENUM ('a', 'b', 'c', 'd', 'e', 'f')",
                "CREATE TABLE m (m mood) PARTITION BY HASH (m)",
                "CREATE TABLE m_0 PARTITION OF m FOR VALUES WITH (MODULUS 2, REMAINDER 0)",
                "CREATE TABLE m_1 PARTITION OF m FOR VALUES WITH (MODULUS 2, REMAINDER 1)");
        server.execute(prod, "INSERT INTO m SELECT unnest(enum_range(NULL::mood))");

        assertThat(project.pull().outcome()).isEqualTo(Outcome.PULLED);
        assertThat(server.query(local, "SELECT m FROM m ORDER BY m")).containsExactly("a", "b", "c", "d", "e", "f");
    }

    @Test
    void anInheritingTableIsCopiedOnce() {
        both("CREATE TABLE base (id int)", "CREATE TABLE heir () INHERITS (base)");
        server.execute(prod, "INSERT INTO base VALUES (1)", "INSERT INTO heir VALUES (2)");

        project.pull();

        assertThat(server.query(local, "SELECT tableoid::regclass, id FROM base ORDER BY id"))
                .containsExactly("base|1", "heir|2");
    }

    @Test
    void quotedNamesSchemasAndDifferingColumnOrderAreNoHindrance() {
        server.execute(
                prod,
                "CREATE SCHEMA \"Größe\"",
                "CREATE TABLE \"Größe\".\"or\"\"der\" (\"select\" int PRIMARY KEY, \"Total Sum\" int, \"from\" int)",
                "INSERT INTO \"Größe\".\"or\"\"der\" VALUES (1, 2, 3)");
        server.execute(
                local,
                "CREATE SCHEMA \"Größe\"",
                "CREATE TABLE \"Größe\".\"or\"\"der\" (extra int DEFAULT 7, \"from\" int, \"select\" int PRIMARY KEY, \"Total Sum\" int)");

        project.pull();

        assertThat(server.query(
                        local, "SELECT \"select\", \"Total Sum\", \"from\", extra FROM \"Größe\".\"or\"\"der\""))
                .containsExactly("1|2|3|7");
    }

    @Test
    void triggersStayQuietAndKeepTheirState() {
        both(
                "CREATE TABLE t (id int)",
                "CREATE TABLE log (id int)",
                "CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO log VALUES (1); RETURN NULL; END $$",
                "CREATE TRIGGER always AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION note()",
                "CREATE TRIGGER replica AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION note()",
                "CREATE TRIGGER origin AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION note()",
                "CREATE TRIGGER off AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION note()",
                "CREATE TRIGGER emptied AFTER TRUNCATE ON t FOR EACH STATEMENT EXECUTE FUNCTION note()",
                "ALTER TABLE t ENABLE ALWAYS TRIGGER always",
                "ALTER TABLE t ENABLE REPLICA TRIGGER replica",
                "ALTER TABLE t DISABLE TRIGGER off");
        server.execute(prod, "ALTER TABLE t DISABLE TRIGGER USER", "INSERT INTO t VALUES (1)");
        project.exclude("log");

        assertThat(project.pull().outcome()).isEqualTo(Outcome.PULLED);
        assertThat(server.value(local, "SELECT count(*) FROM log")).isEqualTo("0");
        assertThat(server.query(local, "SELECT tgname, tgenabled FROM pg_trigger ORDER BY tgname"))
                .containsExactly("always|A", "emptied|O", "off|D", "origin|O", "replica|R");
    }

    @Test
    void materializedViewsAreRefreshedInTheOrderOfTheirDependencies() {
        both(
                "CREATE TABLE t (id int)",
                "CREATE MATERIALIZED VIEW z_first AS SELECT count(*) AS n FROM t",
                "CREATE VIEW between_them AS SELECT n FROM z_first",
                "CREATE MATERIALIZED VIEW a_second AS SELECT n * 10 AS n FROM between_them",
                "CREATE MATERIALIZED VIEW never AS SELECT 1 AS n WITH NO DATA");
        server.execute(prod, "INSERT INTO t VALUES (1), (2)");

        PullReport report = project.pull();

        assertThat(server.query(local, "SELECT n FROM a_second")).containsExactly("20");
        assertThat(report.verification().orElseThrow().materializedViews()).isEqualTo(2);
        assertThat(server.value(local, "SELECT relispopulated FROM pg_class WHERE relname = 'never'"))
                .isEqualTo("f");
    }

    @Test
    void enumsDomainsArraysJsonAndBytesSurvive() {
        both(
                "CREATE TYPE mood AS ENUM ('sad', 'ok')",
                "CREATE DOMAIN short AS varchar(10) CHECK (VALUE <> 'no')",
                "CREATE TABLE t (m mood, s short, a text[], j jsonb, b bytea, d numeric, ts timestamptz, i interval)");
        server.execute(prod, """
                INSERT INTO t VALUES ('ok', 'yes', ARRAY[E'a\\tb', 'c"\\d', NULL], '{"a": "\\n"}', '\\x00ff0a09', 'NaN',
                    'infinity', '1 mon 2 days')
                """);
        project.rules("t: { s: keep, a: keep, j: keep, b: keep }");

        project.pull();

        assertThat(server.query(local, "SELECT md5(t::text) FROM t"))
                .isEqualTo(server.query(prod, "SELECT md5(t::text) FROM t"));
    }
}
