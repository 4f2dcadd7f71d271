package dev.dbsync.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.problem.RefusedException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfirmationTest {

    private static final PlanId ID = new PlanId("0123456789abcdef");

    private record TestPlan(ConfirmationLevel confirmation) implements Plan {

        @Override
        public PlanParts parts() {
            return new PlanParts(Map.of("script V1__a.sql", "one"));
        }

        @Override
        public String goal() {
            return "promote";
        }

        @Override
        public PlanId id() {
            return ID;
        }

        @Override
        public String target() {
            return "prod";
        }

        @Override
        public boolean hasWork() {
            return true;
        }

        @Override
        public String question() {
            return "Promote test to prod";
        }

        @Override
        public Rollback rollback() {
            return Rollback.notNeeded();
        }
    }

    private final List<String> questions = new ArrayList<>();

    /** A person who types these lines and then closes the input. */
    private Confirmation typing(String... lines) {
        Deque<String> left = new ArrayDeque<>(Arrays.asList(lines));
        return new Confirmation(Optional.empty(), Optional.of(question -> {
            questions.add(question);
            return left.poll();
        }));
    }

    @Test
    void aPlanThatNeedsNoConfirmationRunsAsItIs() {
        TestPlan plan = new TestPlan(ConfirmationLevel.NONE);

        assertThat(Confirmation.none().confirm(plan).plan()).isSameAs(plan);
    }

    @Test
    void yesAtATerminalConfirmsAnUnprotectedTarget() {
        TestPlan plan = new TestPlan(ConfirmationLevel.YES);

        assertThat(typing("yes").confirm(plan).plan()).isSameAs(plan);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "y", "Y", "YES", "Yes", "no", "yes "})
    void nothingButTheWordYesConfirms(String line) {
        TestPlan plan = new TestPlan(ConfirmationLevel.YES);

        assertThatThrownBy(() -> typing(line).confirm(plan)).isInstanceOf(RefusedException.class);
    }

    @Test
    void theEndOfInputRefuses() {
        assertThatThrownBy(() -> typing().confirm(new TestPlan(ConfirmationLevel.YES)))
                .isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> typing("yes").confirm(new TestPlan(ConfirmationLevel.PROTECTED)))
                .isInstanceOf(RefusedException.class);
    }

    @Test
    void aProtectedTargetAsksForTheWordAndThenForThePhrase() {
        TestPlan plan = new TestPlan(ConfirmationLevel.PROTECTED);

        assertThat(typing("yes", "SYNC TO PRODUCTION").confirm(plan).plan()).isSameAs(plan);
        assertThat(questions).hasSize(2);
        assertThat(questions.get(1)).contains("'prod'").contains("SYNC TO PRODUCTION");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yes", "sync to production", "SYNC TO PRODUCTION "})
    void nothingButThePhraseOpensAProtectedTarget(String line) {
        TestPlan plan = new TestPlan(ConfirmationLevel.PROTECTED);

        assertThatThrownBy(() -> typing("yes", line).confirm(plan)).isInstanceOf(RefusedException.class);
    }

    @Test
    void thePlanIdConfirmsUnattended() {
        assertThat(Confirmation.answered(ID.value())
                        .confirm(new TestPlan(ConfirmationLevel.PROTECTED))
                        .plan())
                .isNotNull();
    }

    @Test
    void yesConfirmsUnattendedWhereTheTargetIsNotProtected() {
        assertThat(Confirmation.answered("yes")
                        .confirm(new TestPlan(ConfirmationLevel.YES))
                        .plan())
                .isNotNull();
        assertThatThrownBy(() -> Confirmation.answered("yes").confirm(new TestPlan(ConfirmationLevel.PROTECTED)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("protected");
    }

    @Test
    void theIdOfAnotherPlanIsRefusedEvenWithAPersonAtTheTerminal() {
        Confirmation stale = new Confirmation(Optional.of("fedcba9876543210"), Optional.of(question -> "yes"));

        assertThatThrownBy(() -> stale.confirm(new TestPlan(ConfirmationLevel.YES)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("not the id of this plan");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "YES", "y", "0123456789abcde", "SYNC TO PRODUCTION"})
    void anAnswerThatIsNoAnswerIsNotTakenForTheIdOfAnOldPlan(String answer) {
        assertThatThrownBy(() -> Confirmation.answered(answer).confirm(new TestPlan(ConfirmationLevel.YES)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("neither yes nor the id of a plan")
                .hasMessageNotContaining("has changed");
    }

    @Test
    void aRefusalPrintsTheCommandThatWouldRunThisPlan() {
        assertThatThrownBy(() -> Confirmation.none().confirm(new TestPlan(ConfirmationLevel.PROTECTED)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("mvn sync:promote -Dto=prod -Dsync.confirm=0123456789abcdef");
    }

    @Test
    void theIdOfThePlanBeforeIsRefusedWithWhatIsDifferent() {
        TestPlan plan = new TestPlan(ConfirmationLevel.YES);
        String old = "fedcba9876543210";
        Map<String, String> parts = new LinkedHashMap<>(plan.parts().digests());
        parts.put("script V1__a.sql", "another");

        assertThatThrownBy(() -> Confirmation.answered(old)
                        .confirm(plan, Optional.of(new EarlierPlan(old, new PlanParts(parts)))))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("has changed since: script V1__a.sql");
        assertThatThrownBy(() -> Confirmation.answered(old)
                        .confirm(plan, Optional.of(new EarlierPlan("f".repeat(16), new PlanParts(parts)))))
                .as("another plan's file")
                .hasMessageContaining("has changed since")
                .hasMessageNotContaining("V1__a.sql");
    }
}
