package dev.dbsync.core.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.report.PullText;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the proof is told to accept must be something: a misspelt name would accept nothing, and nobody would know. */
class PullAllowedColumnsTest extends PullFixture {

    @BeforeEach
    void tables() {
        both(
                "CREATE TABLE people (id int PRIMARY KEY, email text)",
                "CREATE TABLE address (id int PRIMARY KEY, city text)",
                "CREATE SCHEMA crm",
                "CREATE TABLE crm.lead (id int PRIMARY KEY, source text)",
                "CREATE TABLE visit (id int, note text) PARTITION BY RANGE (id)",
                "CREATE TABLE visit_1 PARTITION OF visit FOR VALUES FROM (0) TO (1000)",
                "CREATE MATERIALIZED VIEW cities AS SELECT city FROM address");
        server.execute(prod, "INSERT INTO people VALUES (1, 'ann@corp.test')");
        project.rules("people: { email: email }\naddress: { city: keep }\ncrm.lead: { source: keep }\n"
                + "visit: { note: keep }");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "adress.city!of any environment has such a column!Did you mean 'address.city'?",
                "address.cty!of any environment has such a column!Did you mean 'address.city'?",
                "address.postcode!of any environment has such a column!Valid: city, id.",
                "lead.source!of any environment has such a column!Did you mean 'crm.lead.source'?",
                "nowhere.at_all!of any environment has such a column!Valid: address, cities, crm.lead, people, visit.",
                "visit_1.note!a column of a partition!Write 'visit.note'",
            })
    void aNameThatIsNoColumnIsRefusedWithTheNearestOne(String name, String what, String remedy) {
        project.anonymize("proof: { allow: [people.email, " + name + "] }");

        List<Problem> problems =
                catchThrowableOfType(RefusedException.class, project::plan).problems();

        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.what()).contains("anonymize.proof.allow", "'" + name + "'", what);
            assertThat(problem.where()).matches(".*sync[.]yaml:[0-9]+:[0-9]+");
            assertThat(problem.remedy()).contains(remedy);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "address.city",
                "public.address.city",
                "crm.lead.source",
                "visit.note",
                "cities.city",
                "mine.text"
            })
    void aColumnOfTheSourceOrTheTargetIsAccepted(String name) {
        server.execute(local, "CREATE TABLE mine (text text)");
        project.mode("in-place").anonymize("proof: { allow: [" + name + "] }");

        assertThat(project.plan().notices()).noneMatch(notice -> notice.contains("allow"));
    }

    @Test
    void aColumnOfAnotherEnvironmentMayTravelWithItsMigration() {
        Database test = server.createDatabase("test");
        server.execute(test, "CREATE TABLE hint (id int, body text)");
        project.chain("dev, test, prod").environment("test", test).anonymize("proof: { allow: [hint.body] }");

        assertThat(project.plan().notices())
                .anyMatch(notice -> notice.contains("brings nothing into") && notice.endsWith("hint.body"));
    }

    @Test
    void whatThePullDoesNotCopyIsNamed() {
        server.execute(local, "DROP TABLE crm.lead");
        project.pull("exclude: [crm.lead]")
                .mode("in-place")
                .anonymize("proof: { allow: [address.city, crm.lead.source] }");

        PullPlan plan = project.plan();

        assertThat(plan.notices())
                .contains("anonymize.proof.allow names what this pull brings nothing into: crm.lead.source");
        assertThat(PullText.of(plan)).contains("brings nothing into: crm.lead.source");
    }
}
