package dev.dbsync.core.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.run.Outcome;
import org.junit.jupiter.api.Test;

/** A person has one mask, be it in a column of text, inside of JSON, or in an array. */
class PullJsonDomainTest extends PullFixture {

    private static final String RULES = """
            customer:
              email: { strategy: hash, normalize: lower, domain: customer_email }
            audit:
              change: { strategy: json, paths: { "$.by[*].email": { strategy: hash, normalize: lower, domain: customer_email } } }
              mails: { strategy: array, of: { strategy: hash, normalize: lower, domain: customer_email } }
            """;

    private void customers() {
        both(
                "CREATE TABLE customer (id int PRIMARY KEY, email text NOT NULL)",
                "CREATE TABLE audit (id int PRIMARY KEY, change jsonb NOT NULL, mails text[])");
        server.execute(
                prod,
                "INSERT INTO customer SELECT i, 'person' || i || '@mail.test' FROM generate_series(1, 200) AS i",
                "INSERT INTO audit SELECT i, jsonb_build_object('n', 1, 'by', jsonb_build_array("
                        + "jsonb_build_object('email', 'Person' || i || '@Mail.test'))),"
                        + " ARRAY['PERSON' || i || '@mail.test'] FROM generate_series(1, 200) AS i");
    }

    @Test
    void anAddressInsideOfADocumentStillJoinsTheOneInItsColumn() {
        customers();
        project.rules(RULES).pull("verify: full");

        PullReport report = project.execute(project.plan());

        assertThat(report.problems()).isEmpty();
        assertThat(report.outcome()).isEqualTo(Outcome.PULLED);
        assertThat(server.query(
                        local,
                        "SELECT count(*), count(DISTINCT email), bool_and(email ~ '^[0-9a-f]{16}$') FROM customer c"
                                + " JOIN audit a ON c.email = a.change->'by'->0->>'email' AND c.email = a.mails[1]"
                                + " AND c.id = a.id"))
                .containsExactly("200|200|t");
    }

    @Test
    void rulesOfTheDomainThatDifferAreRefusedByThePlan() {
        customers();
        project.rules(RULES.replace("lower, domain: customer_email } } }", "nfc, domain: customer_email } } }"));

        RefusedException refused = catchThrowableOfType(RefusedException.class, project::plan);

        assertThat(refused.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.what()).contains("customer_email", "'paths.$.by[*].email' of audit.change", "differ");
            assertThat(problem.where()).contains("sync.yaml:");
            assertThat(problem.remedy()).contains("same strategy and options");
        });
        assertThat(server.query(local, "SELECT count(*) FROM customer")).containsExactly("0");
    }
}
