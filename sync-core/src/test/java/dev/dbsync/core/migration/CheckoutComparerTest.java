package dev.dbsync.core.migration;

import static dev.dbsync.core.migration.Histories.history;
import static dev.dbsync.core.migration.Histories.local;
import static dev.dbsync.core.migration.Histories.localRepeatable;
import static dev.dbsync.core.migration.Histories.timestamped;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.migration.Divergence.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckoutComparerTest {

    @Test
    void whatIsNotAppliedIsPending() {
        assertThat(compare(
                                history().versioned("1", 1).repeatable("old", 1).build(),
                                local("1", 1),
                                local("2", 2),
                                localRepeatable("new", 3),
                                localRepeatable("old", 2))
                        .scripts())
                .containsExactly("V2__step.sql", "R__new.sql", "R__old.sql");
    }

    @Test
    void whatABaselineCoversIsNotPending() {
        assertThat(compare(history().baseline("1").build(), local("1", 1), local("2", 2))
                        .scripts())
                .containsExactly("V2__step.sql");
    }

    @Test
    void anAppliedScriptThatWasChangedDiverges() {
        assertKinds(compare(history().versioned("1", 1).build(), local("1", 2)), Kind.CHECKSUM);
        assertKinds(compare(history().java("1").build(), local("1", 2)), Kind.CHECKSUM);
    }

    @Test
    void aFailedScriptDivergesAndIsNotPending() {
        HistoryComparison comparison = compare(history().failed("1").build(), local("1", 1));

        assertKinds(comparison, Kind.FAILED);
        assertThat(comparison.pending()).isEmpty();
    }

    @Test
    void anAppliedScriptThatIsMissingDivergesAndANewerOneIsOnlyNoted() {
        assertKinds(compare(history().versioned("1", 1).versioned("2", 2).build(), local("2", 2)), Kind.LOCAL_MISSING);

        HistoryComparison newer =
                compare(history().versioned("1", 1).versioned("2", 2).build(), local("1", 1));
        assertThat(newer.inSync()).isTrue();
        assertThat(newer.notices()).singleElement().asString().contains("newer than the checkout");
    }

    @Test
    void aGapDivergesUnlessOutOfOrderIsOn() {
        History history = history().versioned("2", 2).build();

        assertKinds(compare(history, local("1", 1), local("2", 2)), Kind.OUT_OF_ORDER);
        assertThat(CheckoutComparer.compare(
                                EnvironmentScripts.of("dev", history, List.of(local("1", 1), local("2", 2))), true)
                        .scripts())
                .containsExactly("V1__step.sql");
    }

    @Test
    void theTimeOfDayAloneIsNothingToRun() {
        LocalMigration stamp = timestamped("stamp");

        assertThat(compare(history().repeatable("stamp", 1).build(), stamp).inSync())
                .isTrue();
        assertThat(compare(History.absent(), stamp).scripts()).containsExactly("R__stamp.sql");
        assertThat(compare(history().repeatable("stamp", 1).build(), stamp, local("1", 1))
                        .scripts())
                .containsExactly("V1__step.sql", "R__stamp.sql");
    }

    private static HistoryComparison compare(History history, LocalMigration... checkout) {
        return CheckoutComparer.compare(EnvironmentScripts.of("dev", history, List.of(checkout)), false);
    }

    private static void assertKinds(HistoryComparison comparison, Kind... kinds) {
        assertThat(comparison.divergences()).extracting(Divergence::kind).containsExactly(kinds);
    }
}
