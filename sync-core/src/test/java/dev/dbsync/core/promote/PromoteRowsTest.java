package dev.dbsync.core.promote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.report.PromoteJson;
import dev.dbsync.core.report.PromoteText;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What plan and report tell of the lookup rows that change. */
class PromoteRowsTest extends FeeFixture {

    @BeforeEach
    void rowsThatDiffer() {
        server.execute(project.dev, "INSERT INTO fee VALUES ('a', 'A', 1, 'x'), ('b', 'B', 2, ''), ('n', 'N', 9, '')");
        server.execute(
                project.test, "INSERT INTO fee VALUES ('a', 'old', 1, ''), ('b', 'old', NULL, ''), ('g', '', 0, '')");
    }

    @Test
    void changedColumnsAreNamedWithoutAnyValue() {
        PromotePlan plan = project.plan("test");
        PromoteReport report = project.execute(plan);

        assertThat(PromoteText.of(plan)).contains("fee (key code) changes rate in 1 row, title in 2 rows\n");
        assertThat(PromoteJson.of(report))
                .containsIgnoringWhitespaces(
                        "\"table\": \"fee\", \"inserted\": 1, \"updated\": 2, \"deleted\": 1, \"keyColumns\": [\"code\"],",
                        "{ \"kind\": \"update\", \"columns\": [\"title\"] }",
                        "{ \"kind\": \"update\", \"columns\": [\"title\", \"rate\"] }",
                        "{ \"kind\": \"delete\", \"columns\": [] }",
                        "{ \"kind\": \"insert\", \"columns\": [] }")
                .doesNotContain("\"key\"", "old");
    }

    @Test
    void keysAreShownWhenAskedForAndTheIdIsTheSame() {
        PromotePlan plan = project.plan(new PromoteRequest("test", true, true, Set.of()));

        assertThat(PromoteText.of(plan))
                .contains(
                        "update fee code=a: title\n",
                        "update fee code=b: title, rate\n",
                        "delete fee code=g\n",
                        "insert fee code=n\n")
                .doesNotContain("old");
        assertThat(plan.id()).isEqualTo(project.plan("test").id());
        assertThat(PromoteJson.of(project.execute(plan)))
                .containsIgnoringWhitespaces("{ \"kind\": \"insert\", \"key\": { \"code\": \"n\" }, \"columns\": [] }");
    }

    @Test
    void ofManyRowsTheFirstTwentyAreShown() {
        server.execute(project.dev, "INSERT INTO fee SELECT 'm' || i FROM generate_series(1, 50) i");

        PromotePlan plan = project.plan(new PromoteRequest("test", true, true, Set.of()));

        assertThat(PromoteText.of(plan))
                .contains("(of fee the first 20 of 54 rows that change)")
                .doesNotContain("code=n");
        assertThat(plan.lookupRows().values())
                .singleElement()
                .satisfies(rows -> assertThat(rows.rows()).hasSize(20));
    }
}
