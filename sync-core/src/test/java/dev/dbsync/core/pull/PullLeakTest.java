package dev.dbsync.core.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.run.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No column that nobody has decided about leaves production, and no value of a row stands in any message. */
class PullLeakTest extends PullFixture {

    private static final List<String> PERSONAL_TYPES = List.of(
            "text",
            "varchar(9)",
            "char(9)",
            "name",
            "\"char\"",
            "citext",
            "text[]",
            "citext[]",
            "int[]",
            "uuid[]",
            "bytea",
            "json",
            "jsonb",
            "jsonpath",
            "hstore",
            "xml",
            "address",
            "address[]",
            "choice",
            "over_choice",
            "choice[]",
            "tsvector",
            "tsquery",
            "inet",
            "cidr",
            "macaddr",
            "macaddr8",
            "date",
            "daterange",
            "int4range",
            "textrange",
            "int4multirange",
            "bit(8)",
            "varbit",
            "point",
            "polygon",
            "oid",
            "regclass",
            "pg_lsn",
            "phone_number",
            "gender");

    private static final List<String> PERSONAL_NAMES = List.of(
            "ssn bigint",
            "\"SSN\" numeric",
            "\"userPhone\" bigint",
            "mobilenumber bigint",
            "dateofbirth timestamp",
            "\"DateOfBirth\" timestamptz",
            "socialsecuritynumber bigint",
            "sex boolean",
            "session_token uuid");

    @Test
    void aColumnOfATypeThatMayHoldPersonalDataIsRefused() {
        both(
                "CREATE EXTENSION citext",
                "CREATE EXTENSION hstore",
                "CREATE TYPE address AS (street text)",
                "CREATE DOMAIN choice AS text CHECK (VALUE IN ('a', 'b'))",
                "CREATE DOMAIN over_choice AS choice",
                "CREATE DOMAIN phone_number AS bigint",
                "CREATE TYPE gender AS ENUM ('f', 'm')",
                "CREATE TYPE textrange AS RANGE (subtype = text)");
        everyOneIsRefused(PERSONAL_TYPES.stream().map(type -> "c " + type).toList());
    }

    @Test
    void aHarmlessTypeUnderAPersonalNameIsRefused() {
        everyOneIsRefused(PERSONAL_NAMES);
    }

    @Test
    void aRuleForAnotherSpellingOfTheNameIsNoRule() {
        both("CREATE TABLE t (id int, \"Email\" text, email text)");
        project.rules("t: { email: email }");

        assertThat(refused().problem().where()).isEqualTo("t.Email");
    }

    @Test
    void aRuleForATableOfTheSameNameInAnotherSchemaIsNoRule() {
        both("CREATE SCHEMA s", "CREATE TABLE t (email text)", "CREATE TABLE s.t (email text)");
        project.rules("t: { email: email }");

        assertThat(refused().problem().where()).isEqualTo("s.t.email");
    }

    @Test
    void whatAnHeirHasBeyondItsFirstParentIsRefused() {
        both(
                "CREATE TABLE base (id int, email text)",
                "CREATE TABLE second (note text)",
                "CREATE TABLE heir (extra text) INHERITS (base, second)");
        project.rules("base: { email: email }\nsecond: { note: redact }");

        assertThat(refused().problem().where().split(", ")).containsExactlyInAnyOrder("heir.extra", "heir.note");
    }

    @Test
    void aPartitionWithItsColumnsInAnotherOrderIsMaskedByName() {
        both(
                "CREATE TABLE p (k int, email text, note text) PARTITION BY LIST (k)",
                "CREATE TABLE p1 (note text, gone int, email text, k int)",
                "ALTER TABLE p1 DROP COLUMN gone",
                "ALTER TABLE p ATTACH PARTITION p1 FOR VALUES IN (1)");
        server.execute(prod, "INSERT INTO p VALUES (1, 'SECRET@x.org', 'plain')");
        project.rules("p: { email: email, note: keep }");

        assertThat(project.pull().outcome()).isEqualTo(Outcome.PULLED);

        assertThat(server.value(local, "SELECT note, email FROM p")).matches("plain\\|user_[0-9a-f]{16}@example\\.com");
    }

    /** A generated column is not copied, but what references it is. */
    @Test
    void aKeyIntoALookupTableThatNobodyValidatedClassifiesNothing() {
        both("CREATE TABLE country (code text PRIMARY KEY)", "CREATE TABLE t (note text)");
        for (Database database : List.of(prod, local)) {
            server.execute(
                    database,
                    "INSERT INTO t VALUES ('call ann@corp.test')",
                    "ALTER TABLE t ADD FOREIGN KEY (note) REFERENCES country NOT VALID");
        }
        project.lookups("country");

        assertThat(refused().problem().where()).isEqualTo("t.note");
    }

    @Test
    void aColumnThatReferencesAGeneratedOneIsRefused() {
        both(
                "CREATE TABLE person (id int, email text, folded text GENERATED ALWAYS AS (lower(email)) STORED UNIQUE)",
                "CREATE TABLE visit (who text REFERENCES person (folded))");
        project.rules("person: { email: email }");

        assertThat(refused().problems())
                .anySatisfy(problem -> assertThat(problem.text()).contains("no masking rule", "folded"));
    }

    @Test
    void copiesThatTheTargetComputesAreOfMaskedValues() {
        both(
                "CREATE TABLE person (id int, email text, upper text GENERATED ALWAYS AS (upper(email)) STORED)",
                "CREATE MATERIALIZED VIEW people AS SELECT email FROM person",
                "CREATE VIEW seen AS SELECT * FROM person");
        server.execute(
                local,
                "CREATE TABLE audit (was text)",
                "CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS"
                        + " $$ BEGIN INSERT INTO audit VALUES (NEW.email); RETURN NEW; END $$",
                "CREATE TRIGGER t BEFORE INSERT ON person FOR EACH ROW EXECUTE FUNCTION note()",
                "ALTER TABLE person ENABLE ALWAYS TRIGGER t",
                "INSERT INTO person VALUES (1, 'SECRET-of-before@x.org')",
                "DELETE FROM audit",
                "REFRESH MATERIALIZED VIEW people");
        server.execute(prod, "INSERT INTO person VALUES (1, 'SECRET@x.org')", "REFRESH MATERIALIZED VIEW people");
        project.exclude("audit*").rules("person: { email: email }");

        assertThat(project.pull().outcome()).isEqualTo(Outcome.PULLED);

        assertThat(String.join("\n", everything(local)))
                .contains("user_", "USER_")
                .doesNotContainIgnoringCase("secret");
    }

    @Test
    void aColumnOrTableThatAppearsAfterThePlanDoesNotTravel() {
        both("CREATE TABLE t (id int)");
        PullPlan plan = project.plan();
        both("CREATE TABLE added (email text)");
        server.execute(prod, "INSERT INTO added VALUES ('SECRET')", "INSERT INTO t VALUES (1)");

        assertThat(project.execute(plan).outcome()).isEqualTo(Outcome.PULLED);

        both("ALTER TABLE t ADD COLUMN email text");
        server.execute(prod, "INSERT INTO t VALUES (2, 'SECRET')");

        assertThat(project.execute(plan).outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(everything(local)).containsExactly("(1,)");
    }

    /** A function may put a row's value into its error, and give that any SQLSTATE. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "RAISE EXCEPTION 'who is %', v",
                "RAISE EXCEPTION 'who is %', v USING ERRCODE = 'insufficient_privilege'",
                "RAISE EXCEPTION 'who is %', v USING ERRCODE = '53100', DETAIL = v, HINT = v",
                "EXECUTE 'SELECT ' || quote_ident(v)",
                "PERFORM v::int",
                "ASSERT false, v"
            })
    void noMessageHoldsAValue(String statement) {
        both("CREATE TABLE t (v text)");
        server.execute(
                local,
                "CREATE FUNCTION is_fine(v text) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN " + statement
                        + "; RETURN true; END $$",
                "ALTER TABLE t ADD CHECK (is_fine(v))");
        server.execute(prod, "INSERT INTO t VALUES ('SECRET')");

        PullReport report = project.rules("t: { v: keep }").pull();

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.problems().toString() + project.events)
                .contains("Cannot write t")
                .doesNotContain("SECRET");
    }

    @Test
    void plansReportsAndEventsHoldNoValue() {
        both("CREATE TABLE t (id int PRIMARY KEY, v text, e text UNIQUE)");
        server.execute(
                prod,
                "INSERT INTO t SELECT i, 'SECRET' || i, i || '@SECRET.org' FROM generate_series(1, 3000) i",
                "COMMENT ON COLUMN t.v IS 'such as SECRET'",
                "ANALYZE t");
        project.rules("t: { v: keep, e: email }");
        PullPlan plan = project.plan();

        PullReport report = project.execute(plan);

        assertThat(report.outcome()).isEqualTo(Outcome.PULLED);
        assertThat(project.events).anyMatch(SyncEvent.Progress.class::isInstance);
        assertThat(plan.toString() + report + project.events).doesNotContain("SECRET");
    }

    /** One table each, so that every single one must be named. */
    private void everyOneIsRefused(List<String> columns) {
        List<String> missed = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            both("CREATE TABLE t" + i + " (id int, " + columns.get(i) + ")");
        }
        String yaml = refused().problem().remedy();
        for (int i = 0; i < columns.size(); i++) {
            if (!yaml.contains("\n    t" + i + ":\n")) {
                missed.add(columns.get(i));
            }
        }
        assertThat(missed).isEmpty();
    }

    private List<String> everything(Database database) {
        List<String> rows = new ArrayList<>();
        server.query(
                        database,
                        "SELECT oid::regclass FROM pg_class WHERE relkind IN ('r', 'm', 'v') AND relnamespace ="
                                + " 'public'::regnamespace")
                .forEach(table -> rows.addAll(server.query(database, "SELECT t::text FROM " + table + " t")));
        return rows;
    }

    private RefusedException refused() {
        return catchThrowableOfType(RefusedException.class, project::plan);
    }
}
