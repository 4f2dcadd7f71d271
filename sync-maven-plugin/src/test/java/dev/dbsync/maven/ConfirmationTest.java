package dev.dbsync.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.when;

import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.run.ConfirmationLevel;
import dev.dbsync.core.run.ConfirmedPlan;
import dev.dbsync.core.run.Plan;
import dev.dbsync.core.run.PlanId;
import dev.dbsync.core.run.Rollback;
import dev.dbsync.maven.console.MavenConsole;
import javax.inject.Inject;
import org.apache.maven.api.di.Provides;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoParameter;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.settings.Settings;
import org.codehaus.plexus.components.interactivity.Prompter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may say yes, and how, through a Mojo as Maven makes it. */
@MojoTest
class ConfirmationTest {

    private static final Plan TO_TEST = new SomePlan("test", ConfirmationLevel.YES);
    private static final Plan TO_PROD = new SomePlan("prod", ConfirmationLevel.PROTECTED);

    private final ScriptedPrompter prompter = new ScriptedPrompter();
    private final Settings settings = new Settings();

    @Inject
    private MavenSession session;

    @Provides
    private Prompter prompter() {
        return prompter;
    }

    @BeforeEach
    void settings() {
        when(session.getSettings()).thenReturn(settings);
    }

    @Test
    @InjectMojo(goal = "promote")
    void aTypedYesConfirmsWhatIsNotProtected(PromoteMojo promote) {
        prompter.types("yes");

        assertThat(confirm(promote, TO_TEST).plan()).isSameAs(TO_TEST);
        assertThat(prompter.questions()).singleElement().asString().contains("Change test?");
    }

    @Test
    @InjectMojo(goal = "promote")
    void aProtectedTargetTakesYesAndThePhrase(PromoteMojo promote) {
        prompter.types("yes", "SYNC TO PRODUCTION");

        assertThat(confirm(promote, TO_PROD).plan()).isSameAs(TO_PROD);
        assertThat(prompter.questions()).hasSize(2);
    }

    @Test
    @InjectMojo(goal = "promote")
    void yesTwiceDoesNotOpenAProtectedTarget(PromoteMojo promote) {
        prompter.types("yes", "yes");

        assertRefused(promote, TO_PROD);
    }

    @Test
    @InjectMojo(goal = "promote")
    void anEmptyLineRefuses(PromoteMojo promote) {
        prompter.types("");

        assertRefused(promote, TO_TEST);
    }

    @Test
    @InjectMojo(goal = "promote")
    void theEndOfInputRefusesWhereItIsNull(PromoteMojo promote) {
        assertRefused(promote, TO_TEST);
    }

    @Test
    @InjectMojo(goal = "promote")
    void theEndOfInputRefusesWhereItIsAnException(PromoteMojo promote) {
        prompter.types("yes").thenThrows();

        assertRefused(promote, TO_PROD);
        assertThat(prompter.questions()).hasSize(2);
    }

    @Test
    @InjectMojo(goal = "promote")
    void inBatchModeNobodyIsAskedAndNothingIsRead(PromoteMojo promote) {
        settings.setInteractiveMode(false);
        prompter.types("yes", "SYNC TO PRODUCTION");

        assertRefused(promote, TO_TEST);
        assertThat(prompter.questions()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "promote")
    @MojoParameter(name = "confirm", value = "yes")
    void inBatchModeYesConfirmsWhatIsNotProtectedAndNothingElse(PromoteMojo promote) {
        settings.setInteractiveMode(false);

        assertThat(confirm(promote, TO_TEST).plan()).isSameAs(TO_TEST);
        assertRefused(promote, TO_PROD);
    }

    @Test
    @InjectMojo(goal = "pull-prod")
    @MojoParameter(name = "confirm", value = "0123456789abcdef")
    void theWrongPlanIdRefusesEvenAtATerminal(PullProdMojo pull) {
        prompter.types("yes", "SYNC TO PRODUCTION");

        assertRefused(pull, TO_PROD);
        assertThat(prompter.questions()).isEmpty();
    }

    private static void assertRefused(AbstractWriteMojo<?> mojo, Plan plan) {
        assertThatThrownBy(() -> confirm(mojo, plan))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("-Dsync.confirm=" + plan.id());
    }

    private static ConfirmedPlan<Plan> confirm(AbstractWriteMojo<?> mojo, Plan plan) {
        return mojo.confirmation(MavenConsole.of(new RecordedLog(), false)).confirm(plan);
    }

    private record SomePlan(String target, ConfirmationLevel confirmation) implements Plan {

        @Override
        public String goal() {
            return "promote";
        }

        @Override
        public PlanId id() {
            return PlanId.of(goal()).part("target", target).build();
        }

        @Override
        public boolean hasWork() {
            return true;
        }

        @Override
        public String question() {
            return "Change " + target;
        }

        @Override
        public Rollback rollback() {
            return Rollback.notNeeded();
        }
    }
}
