package dev.dbsync.core.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.run.ConfirmationLevel;
import dev.dbsync.core.run.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a pull declines to do, before anything is changed. */
class PullRefusalTest extends PullFixture {

    @Test
    void aProtectedTargetIsRefusedWhateverIsTyped() {
        RefusedException refused = refused(project.chain("dev, local").answer("yes"));

        assertThat(refused.problem().what())
                .isEqualTo("'local' is protected: a pull never writes to it, whatever is typed");
    }

    @Test
    void theSourceItselfIsRefused() {
        assertThat(refused(project.to("prod")).problem().what()).isEqualTo("'prod' is the source of the pull");
    }

    @Test
    void theSourceUnderAnotherNameIsRefused() {
        server.execute(prod, "CREATE TABLE t (id int)", "INSERT INTO t VALUES (1)");

        RefusedException refused = refused(new PullProject(directory, prod, server.as(prod, "local", false)));

        assertThat(refused.problem().what()).isEqualTo("'local' is the same database as 'prod' under another name");
        assertThat(server.value(prod, "SELECT count(*) FROM t")).isEqualTo("1");
    }

    @Test
    void columnsThatOnlyTheTargetHasAreRefusedWhereNoneIsCopied() {
        server.execute(prod, "CREATE TABLE t ()", "INSERT INTO t DEFAULT VALUES");
        server.execute(local, "CREATE TABLE t (extra int DEFAULT 1)", "INSERT INTO t VALUES (2)");

        assertThat(refused(project).problem().what())
                .isEqualTo("The table t has no column that can be copied, and in local it has some");
        assertThat(server.query(local, "SELECT extra FROM t")).containsExactly("2");
    }

    @Test
    void columnsThatReferToLargeObjectsAreRefusedByNameUnlessTheirNumbersStayBehind() {
        both("CREATE TABLE doc (id int PRIMARY KEY, body oid, kind oid)");
        server.execute(prod, "INSERT INTO doc SELECT 1, lo_from_bytea(0, 'secret'), 'pg_class'::regclass");
        try {
            RefusedException refused = refused(project.rules("doc: { body: keep, kind: keep }"));

            assertThat(refused.problems())
                    .extracting(Problem::what)
                    .containsExactly("The column body of doc refers to large objects, which a pull cannot bring");
            assertThat(project.rules("doc: { body: 'null', kind: keep }").pull().outcome())
                    .isEqualTo(Outcome.PULLED);
            assertThat(server.value(local, "SELECT body IS NULL, kind IS NULL FROM doc"))
                    .isEqualTo("t|f");
        } finally {
            server.execute(prod, "SELECT lo_unlink(body) FROM doc");
        }
    }

    @Test
    void anUnknownTargetIsNamedWithTheNearestOne() {
        SyncException failure = catchThrowableOfType(
                SyncException.class, () -> project.to("locla").plan());

        assertThat(failure.problem().text()).contains("no environment 'locla'", "'local'");
    }

    @Test
    void unclassifiedColumnsAreRefusedWithTheYamlToPaste() {
        both("CREATE TABLE users (id int PRIMARY KEY, email text, full_name text, age int)");
        server.execute(prod, "INSERT INTO users VALUES (1, 'ann@corp.example', 'Ann', 30)");

        RefusedException refused = refused(project);

        assertThat(text(refused))
                .contains("users:", "email: email", "full_name: name")
                .doesNotContain("age:", "corp.example");
    }

    @Test
    void aLookupTableNeedsRulesWhereItMayHoldProductionsOwnRows() {
        both("CREATE TABLE setting (id int PRIMARY KEY, full_name text)");

        assertThat(text(refused(project.lookups("{ table: setting, where: 'id < 100' }"))))
                .contains("full_name: name");
        assertThat(text(refused(project.lookups("{ table: setting, insertOnly: true }"))))
                .contains("full_name: name");
        assertThat(project.lookups("setting").plan().hasWork()).isTrue();
    }

    @Test
    void aTypoInARuleIsRefusedWithTheNearestName() {
        both("CREATE TABLE users (id int PRIMARY KEY, email text)");

        RefusedException refused = refused(project.rules("users: { emial: email, email: email }"));

        assertThat(text(refused)).contains("emial", "email");
    }

    @Test
    void everyTableAndColumnThatTheTargetLacksIsNamedAtOnce() {
        both("CREATE TABLE here (id int)");
        server.execute(
                prod,
                "CREATE TABLE gone (id int)",
                "ALTER TABLE here ADD lost int, ADD longer varchar(50), ADD made int");
        server.execute(
                local,
                "ALTER TABLE here ADD longer varchar(20), ADD wanted int NOT NULL, ADD made int GENERATED ALWAYS AS (1) STORED");
        project.rules("here: { longer: keep }");

        RefusedException refused = refused(project);

        assertThat(refused.problems())
                .extracting(Problem::what)
                .containsExactly(
                        "The table gone is not in local",
                        "The column lost of here is not in local",
                        "The column longer of here is of type character varying(20) in local and of type character"
                                + " varying(50) in the source",
                        "The column made of here is generated in local and not in the source",
                        "The column wanted of here is in local only, and may be neither NULL nor left out");
    }

    @Test
    void aPatternThatNamesNothingIsRefusedWithTheNearestName() {
        both("CREATE TABLE orders (id int)");

        RefusedException refused = refused(project.tables("ordres"));

        assertThat(refused.problem().text()).contains("'ordres' names no table", "'orders'");
        assertThat(refused(project.tables("orders").exclude("ordrs")).problem().text())
                .contains("'ordrs' names no table", "'orders'");
    }

    @Test
    void patternsChooseAndExcludeByNameAndSchema() {
        both(
                "CREATE SCHEMA crm",
                "CREATE TABLE crm.a (id int)",
                "CREATE TABLE crm.a_archive (id int)",
                "CREATE TABLE a (id int)",
                "CREATE TABLE b (id int)",
                "CREATE UNLOGGED TABLE u (id int)");

        assertThat(names(project.tables("crm.*", "b"))).containsExactly("crm.a", "crm.a_archive", "public.b");
        assertThat(names(project.exclude("*_archive"))).containsExactly("crm.a", "public.b");
        assertThat(names(project.tables("a").exclude("public.a"))).containsExactly("crm.a");
        assertThat(project.tables("*").exclude("nothing_*").plan().leftOut())
                .containsExactly(new LeftOut(new TableName("public", "u"), "an unlogged table"));
    }

    @Test
    void aPartitionedTableMeansItsPartitions() {
        both(
                "CREATE TABLE event (id int) PARTITION BY LIST (id)",
                "CREATE TABLE event_1 PARTITION OF event FOR VALUES IN (1)",
                "CREATE TABLE event_2 PARTITION OF event FOR VALUES IN (2)");

        assertThat(names(project.tables("event"))).containsExactly("public.event_1", "public.event_2");
        assertThat(names(project.exclude("event_1"))).containsExactly("public.event_2");
    }

    @Test
    void rowsThatReferenceAnUnselectedTableAreRefusedUnlessTheTargetHasThem() {
        both(
                "CREATE TABLE customer (id int PRIMARY KEY)",
                "CREATE TABLE orders (id int, customer int REFERENCES customer)");
        server.execute(prod, "INSERT INTO customer VALUES (1)", "INSERT INTO orders VALUES (1, 1)");

        assertThat(refused(project.tables("orders")).problem().text())
                .contains("orders references rows of customer", "Select customer too");

        server.execute(local, "INSERT INTO customer VALUES (1)");
        assertThat(project.plan().notices()).anyMatch(notice -> notice.contains("customer"));
    }

    @Test
    void rowsOfTheTargetThatReferenceWhatIsReplacedAreNotReached() {
        both("CREATE TABLE customer (id int PRIMARY KEY)", "CREATE TABLE mine (customer int REFERENCES customer)");
        server.execute(local, "INSERT INTO customer VALUES (1)", "INSERT INTO mine VALUES (1)");

        assertThat(refused(project.exclude("mine")).problem().text())
                .contains("mine holds rows in local and references customer");

        server.execute(local, "TRUNCATE mine");
        server.execute(prod, "INSERT INTO customer VALUES (2)");
        assertThat(project.pull().tables()).hasSize(1);
        assertThat(server.query(local, "SELECT id FROM customer")).containsExactly("2");
        assertThat(server.value(local, "SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND convalidated"))
                .isEqualTo("1");
    }

    @Test
    void aRoleThatDoesNotOwnTheTargetsTablesIsRefusedBeforeAnythingIsTried() {
        both("CREATE TABLE t (id int)");
        String role = local.url().database() + "_writer";
        server.execute(
                local, "CREATE ROLE \"" + role + "\" LOGIN PASSWORD 'secret'", "GRANT ALL ON t TO \"" + role + "\"");

        RefusedException refused = refused(new PullProject(directory, prod, server.as(local, role, "secret")));

        assertThat(refused.problem().text()).contains("does not own t", "Connect as the owner");
        server.execute(local, "DROP OWNED BY \"" + role + "\"", "DROP ROLE \"" + role + "\"");
    }

    @Test
    void masksThatTheTargetWouldRefuseAreFoundBeforeAnythingIsEmptied() {
        both("CREATE TABLE users (id int PRIMARY KEY, code text CONSTRAINT code_shape CHECK (code ~ '^[0-9]+$'))");
        server.execute(prod, "INSERT INTO users VALUES (1, '4711')");
        server.execute(local, "INSERT INTO users VALUES (5, '5')");

        RefusedException refused = refused(project.rules("users: { code: redact }"));

        assertThat(text(refused)).contains("users", "code_shape").doesNotContain("4711");
        assertThat(server.query(local, "SELECT * FROM users")).containsExactly("5|5");
    }

    @Test
    void aRoleThatCouldWriteToTheSourceIsWarnedAbout() {
        both("CREATE TABLE t (id int)");

        project.plan();

        assertThat(project.events)
                .filteredOn(SyncEvent.Warning.class::isInstance)
                .extracting(Object::toString)
                .anyMatch(warning -> warning.contains("could also write"));
    }

    @Test
    void aRoleThatMayNotReadATableIsToldWhatToGrant() {
        both("CREATE TABLE t (id int)", "CREATE TABLE hidden (id int)");
        String role = prod.url().database() + "_reader";
        server.execute(
                prod, "CREATE ROLE \"" + role + "\" LOGIN PASSWORD 'secret'", "GRANT SELECT ON t TO \"" + role + "\"");
        Database reading = server.as(prod, role, "secret");

        RefusedException refused = refused(new PullProject(directory, reading, local));

        assertThat(refused.problem().text()).contains("may not read hidden", "GRANT SELECT");
        assertThat(new PullProject(directory, reading, local)
                        .exclude("hidden")
                        .pull()
                        .tables())
                .hasSize(1);
        server.execute(prod, "DROP OWNED BY \"" + role + "\"", "DROP ROLE \"" + role + "\"");
    }

    @Test
    void aPolicyOfRowLevelSecurityNeverLeavesRowsOutSilently() {
        both("CREATE TABLE t (id int)");
        String role = prod.url().database() + "_limited";
        server.execute(
                prod,
                "INSERT INTO t VALUES (1), (2)",
                "ALTER TABLE t ENABLE ROW LEVEL SECURITY",
                "CREATE POLICY only_one ON t USING (id = 1)",
                "CREATE ROLE \"" + role + "\" LOGIN PASSWORD 'secret'",
                "GRANT SELECT ON t TO \"" + role + "\"");
        server.execute(local, "INSERT INTO t VALUES (9)");

        RefusedException refused = refused(new PullProject(directory, server.as(prod, role, "secret"), local));

        assertThat(refused.problem().what()).contains("Row-level security", "rows of t ");
        assertThat(server.query(local, "SELECT id FROM t")).containsExactly("9");
        server.execute(prod, "DROP OWNED BY \"" + role + "\"", "DROP ROLE \"" + role + "\"");
    }

    @Test
    void aTargetOnThisMachineNeedsNoConfirmation() {
        both("CREATE TABLE t (id int)");

        PullPlan plan = project.plan();

        assertThat(plan.confirmation()).isEqualTo(ConfirmationLevel.NONE);
        assertThat(plan.why()).isEqualTo("is on this machine");
    }

    @Test
    void thePlanIdChangesWithTheRulesAndTheSelectionAndNotByItself() {
        both("CREATE TABLE t (id int, name text)", "CREATE TABLE u (id int)");
        project.rules("t: { name: name }");
        String id = project.plan().id().value();

        assertThat(project.plan().id().value()).isEqualTo(id);
        assertThat(project.exclude("u").plan().id().value()).isNotEqualTo(id);
        assertThat(project.exclude().rules("t: { name: redact }").plan().id().value())
                .isNotEqualTo(id);
    }

    @Test
    void aPlanChangesNothingInTheTarget() {
        both("CREATE TABLE users (id serial PRIMARY KEY, email text UNIQUE)");
        server.execute(prod, "INSERT INTO users (email) VALUES ('ann@corp.example')");
        server.execute(local, "INSERT INTO users (email) VALUES ('mine')");
        List<String> before = server.query(local, "SELECT relname, relfilenode FROM pg_class ORDER BY oid");

        project.rules("users: { email: email }").plan();

        assertThat(server.query(local, "SELECT email FROM users")).containsExactly("mine");
        assertThat(server.query(local, "SELECT relname, relfilenode FROM pg_class ORDER BY oid"))
                .isEqualTo(before);
    }

    private static List<String> names(PullProject project) {
        return project.plan().tables().stream()
                .map(table -> table.table().toString())
                .toList();
    }

    private static RefusedException refused(PullProject project) {
        RefusedException refused = catchThrowableOfType(RefusedException.class, project::plan);
        assertThat(refused).as("the refusal").isNotNull();
        return refused;
    }

    private static String text(RefusedException refused) {
        return String.join("\n", refused.problems().stream().map(Problem::text).toList());
    }
}
