package dev.dbsync.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.database.TableName;
import dev.dbsync.core.masking.ColumnDecision;
import dev.dbsync.core.masking.ColumnDecision.Basis;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.pull.MaskedValues;
import dev.dbsync.core.pull.MaskedValues.Example;
import dev.dbsync.core.pull.MaskingReport;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The page and its JSON say the same. */
class MaskingPageTest {

    private static final TableName USERS = new TableName("public", "users");

    private static final MaskedValues EMAIL = new MaskedValues(
            new ColumnDecision(
                    USERS,
                    "email",
                    "text",
                    Basis.RULE,
                    Optional.of(new ColumnDecision.Rule("email", Map.of("digits", 20), "sync.yaml:7:5")),
                    true),
            Optional.of(new MaskedValues.Coverage(200, 150, 0)),
            List.of(
                    new Example(Optional.of("aaa@aaaa.aa"), 11, Optional.of("user_<0a>@example.com"), false),
                    Example.of(Optional.empty())));

    private static final MaskedValues COUNTRY = new MaskedValues(
            new ColumnDecision(
                    USERS,
                    "country",
                    "character(2)",
                    Basis.RULE,
                    Optional.of(new ColumnDecision.Rule("keep", Map.of(), "sync.yaml:8:5")),
                    false),
            Optional.empty(),
            List.of());

    private static MaskingReport report(String state, List<Problem> problems) {
        return new MaskingReport(
                "prod",
                Optional.of("local"),
                state,
                Instant.parse("2026-11-20T12:00:00Z"),
                Optional.empty(),
                "0011223344556677",
                false,
                Map.of("PostgreSQL of prod", "16.4"),
                Map.of("users", 200L),
                List.of("orders"),
                List.of(EMAIL, COUNTRY),
                List.of(),
                Optional.empty(),
                problems);
    }

    @Test
    void thePageNeedsNothingFromElsewhere() {
        String page = MaskingHtml.of(report("PULLED", List.of()));

        assertThat(page).startsWith("<!DOCTYPE html>").endsWith("</html>\n");
        assertThat(page)
                .contains("default-src 'none'")
                .doesNotContain("<script", "http://", "https://", " src=", "@import");
    }

    @Test
    void aValueCannotBecomeMarkup() {
        assertThat(MaskingHtml.of(report("PULLED", List.of())))
                .contains("user_&lt;0a&gt;@example.com")
                .doesNotContain("<0a>");
        assertThat(Html.escaped("<a href=\"x\">'&\n")).isEqualTo("&lt;a href=&quot;x&quot;&gt;&#39;&amp;\u240a");
    }

    @Test
    void eachColumnStandsWithItsRuleItsCoverageAndWhoDecided() {
        String page = MaskingHtml.of(report("PULLED", List.of()));

        assertThat(page)
                .contains("email (digits: 20)")
                .contains("150 of 200", "width: 75.0%")
                .contains("aaa@aaaa.aa", "(11 characters)")
                .contains("nothing (NULL)")
                .contains("Copied by an earlier run", "orders");
        assertThat(page.substring(page.indexOf("leave as they are")))
                .contains("country", "character(2)", "a rule for this column (sync.yaml:8:5)");
    }

    @Test
    void whatAMaskGaveBackIsNotShownAsMasked() {
        MaskingReport report = report("PULLED", List.of());
        MaskedValues note = new MaskedValues(
                new ColumnDecision(
                        USERS,
                        "note",
                        "text",
                        Basis.RULE,
                        Optional.of(new ColumnDecision.Rule("scrub", Map.of(), "sync.yaml:9:5")),
                        true),
                Optional.of(new MaskedValues.Coverage(1000, 900, 860)),
                List.of());
        report = new MaskingReport(
                report.from(),
                report.to(),
                report.state(),
                report.made(),
                report.planId(),
                report.keyFingerprint(),
                report.keyOfThisRunOnly(),
                report.versions(),
                report.rows(),
                report.earlier(),
                List.of(note),
                report.leftOut(),
                report.proof(),
                report.problems());

        assertThat(MaskingHtml.of(report)).contains("width: 4.0%", "40 of 1,000; 860 came out as they went in");
        JsonNode column = JsonMapper.shared()
                .readTree(MaskingJson.of(report))
                .get("columns")
                .get(0);
        assertThat(column.get("maskedUnchanged").asLong()).isEqualTo(860);
    }

    @Test
    void aFailureStandsAboveAllElse() {
        String page = MaskingHtml.of(report("FAILED", List.of(new Problem("It broke", "there", "Mend it"))));

        assertThat(page.indexOf("It broke")).isPositive().isLessThan(page.indexOf("What was copied"));
    }

    @Test
    void programsReadTheSame() {
        JsonNode json = JsonMapper.shared().readTree(MaskingJson.of(report("PULLED", List.of())));

        assertThat(json.get("state").asString()).isEqualTo("PULLED");
        assertThat(json.get("keyFingerprint").asString()).isEqualTo("0011223344556677");
        JsonNode email = json.get("columns").get(0);
        assertThat(email.get("strategy").asString()).isEqualTo("email");
        assertThat(email.get("options").get("digits").asInt()).isEqualTo(20);
        assertThat(email.get("values").asLong()).isEqualTo(200);
        assertThat(email.get("maskedValues").asLong()).isEqualTo(150);
        assertThat(email.get("examples").get(1).get("output").isNull()).isTrue();
        assertThat(json.get("columns").get(1).get("masked").asBoolean()).isFalse();
    }
}
