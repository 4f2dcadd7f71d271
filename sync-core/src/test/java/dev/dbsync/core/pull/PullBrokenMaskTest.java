package dev.dbsync.core.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.masking.BrokenMasks;
import dev.dbsync.core.masking.ColumnMask;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.proof.ProofReport;
import dev.dbsync.core.run.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The proof itself is tried: masks that do not do what they promise are found out. */
class PullBrokenMaskTest extends PullFixture {

    /** Ways in which a mask may be broken. */
    private enum Defect {
        GIVES_SOME_BACK(text -> text.contains("7") ? text : null),
        GIVES_ONE_BACK_IN_CAPITALS(text -> text.contains("77@") ? text.toUpperCase(Locale.ROOT) : null),
        GIVES_ONE_BACK_WITH_BLANKS(text -> text.contains("77@") ? text + "  " : null),
        GIVES_ONE_BACK_AMONG_WORDS(text -> text.contains("77@") ? "was " + text + "." : null),
        GIVES_ONE_BACK_AS_JSON(text -> text.contains("77@") ? "{\"v\":\"" + text + "\"}" : null),
        GIVES_ANOTHER_ROWS_VALUE(text -> text.contains("77@") ? text.replace("77@", "78@") : null);

        /** Null where the value is masked as it should be. */
        private final UnaryOperator<String> instead;

        Defect(UnaryOperator<String> instead) {
            this.instead = instead;
        }

        ColumnMask of(ColumnMask mask) {
            return value -> {
                String given = instead.apply(new String(value, StandardCharsets.UTF_8));
                return given == null ? mask.mask(value) : given.getBytes(StandardCharsets.UTF_8);
            };
        }
    }

    @BeforeEach
    void rows() {
        both("CREATE TABLE people (id int, email text, note text)");
        server.execute(
                prod,
                "INSERT INTO people SELECT i, 'Person' || i || '@corp.example', 'x' FROM generate_series(1, 200) i");
        project.pull("verify: full").rules("people: { email: email, note: keep }");
    }

    @ParameterizedTest
    @EnumSource(Defect.class)
    void aMaskThatLeavesAValueIsFoundOut(Defect defect) {
        PullReport report = pulled(defect::of);

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.problems().toString()).contains("email").doesNotContain("corp.example");
        assertThat(server.value(local, "SELECT count(*) FROM people")).isEqualTo("0");
    }

    /** Nothing but what went through the mask is looked at, so that this costs nothing at any depth. */
    @ParameterizedTest
    @ValueSource(strings = {"counts", "sample", "full"})
    void aSingleValueThatCameBackAsItWasFailsTheRunAtEachDepth(String depth) {
        project.pull("verify: " + depth);

        PullReport report = pulled(mask ->
                value -> new String(value, StandardCharsets.UTF_8).contains("n177@") ? value : mask.mask(value));

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        if (depth.equals("counts")) {
            ProofReport.Masked column = report.proof().orElseThrow().masked().get(0);
            assertThat(column.unchanged()).isEqualTo(1);
            assertThat(report.problems().get(0).what())
                    .isEqualTo("The strategy email returned 1 of 200 values of people.email as they were, and promises"
                            + " that it never does");
        }
    }

    @Test
    void aMaskThatMergesWhatItPromisesToKeepApartIsFoundOut() {
        PullReport report = pulled(mask ->
                value -> ("user_" + value[value.length - 14] + "@example.com").getBytes(StandardCharsets.UTF_8));

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.problems().toString()).contains("different values in the source");
    }

    @Test
    void aMaskThatGivesMoreThanItPromisesIsFoundOut() {
        PullReport report =
                pulled(mask -> value -> (new String(mask.mask(value), StandardCharsets.UTF_8) + ".example.example")
                        .getBytes(StandardCharsets.UTF_8));

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.problems().toString()).contains("holds values of up to 49 characters", "no more than 33");
    }

    @Test
    void aMaskThatMakesNullsIsFoundOut() {
        PullReport report = pulled(mask -> value -> value[6] == '7' ? null : mask.mask(value));

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
    }

    /** What a program throws over a value quotes it, as parsers of numbers and assertions do. */
    @ParameterizedTest
    @CsvSource({"doubled, java.lang.NumberFormatException", "asserting, java.lang.AssertionError"})
    void whatAStrategySaysWhenItFailsOverAValueIsNotPassedOn(String strategy, String thrown) {
        project.rules("people: { email: " + strategy + ", note: keep }");

        assertThatThrownBy(project::plan)
                .isInstanceOf(SyncException.class)
                .hasNoCause()
                .hasMessageContaining("The strategy '" + strategy + "' failed over a value: " + thrown + " at ")
                .hasMessageContaining("column people.email")
                .hasMessageContaining("Mend the strategy")
                .hasMessageNotContaining("do not fit")
                .hasMessageNotContaining("corp.example");
    }

    private PullReport pulled(UnaryOperator<ColumnMask> broken) {
        PullPlan plan = project.plan();
        BrokenMasks.in(
                plan.masking(), plan.tables().stream().map(PlannedTable::table).toList(), "email", broken);
        return project.execute(plan);
    }
}
