package dev.dbsync.core.migration;

import static dev.dbsync.core.migration.Histories.history;
import static dev.dbsync.core.migration.Histories.local;
import static dev.dbsync.core.migration.Histories.localJava;
import static dev.dbsync.core.migration.Histories.localRepeatable;
import static dev.dbsync.core.migration.Histories.timestamped;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.migration.Divergence.Kind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LinkComparerTest {

    @Test
    void equalHistoriesAreInSync() {
        History history = history().versioned("1", 1).repeatable("view", 7).build();

        assertThat(compare(history, history, local("1", 1), localRepeatable("view", 7))
                        .inSync())
                .isTrue();
    }

    @Test
    void whatTheTargetLacksIsPendingInFlywaysOrder() {
        HistoryComparison comparison = compare(
                history()
                        .repeatable("b", 8)
                        .repeatable("a", 7)
                        .versioned("10", 10)
                        .versioned("9", 9)
                        .build(),
                History.absent(),
                localRepeatable("a", 7),
                localRepeatable("b", 8),
                local("10", 10),
                local("9", 9));

        assertThat(comparison.scripts()).containsExactly("V9__step.sql", "V10__step.sql", "R__a.sql", "R__b.sql");
        assertThat(comparison.divergences()).isEmpty();
    }

    @Test
    void rankDescriptionAndPathAreNotCompared() {
        History source = history().versioned("2", 2).versioned("1", 1).build();
        History target = new History(
                true,
                List.of(
                        renamed(history().versioned("01", 1).build().rows().get(0)),
                        history().schema().versioned("2.0", 2).build().rows().get(1)));

        assertThat(compare(source, target, local("1", 1), local("2", 2)).inSync())
                .isTrue();
    }

    @Test
    void aFailedRowOnEitherSideStopsThePromotion() {
        assertKinds(compare(history().failed("1").build(), History.absent(), local("1", 1)), Kind.FAILED);
        assertKinds(
                compare(
                        history().versioned("1", 1).build(),
                        history().failed("1").build(),
                        local("1", 1)),
                Kind.FAILED);
    }

    @Test
    void whatOnlyTheTargetHasDiverges() {
        HistoryComparison comparison = compare(
                history().versioned("1", 1).build(),
                history()
                        .versioned("1", 1)
                        .versioned("2", 2)
                        .repeatable("view", 3)
                        .build());

        assertKinds(comparison, Kind.TARGET_ONLY, Kind.TARGET_ONLY);
        assertThat(comparison.divergences().get(0).remedy()).contains("apply it to dev first");
    }

    @Test
    void whatLiesBelowTheSourcesBaselineMayBeInTheTargetAlone() {
        assertThat(compare(
                                history().baseline("2").versioned("3", 3).build(),
                                history()
                                        .versioned("1", 1)
                                        .versioned("2", 2)
                                        .versioned("3", 3)
                                        .build())
                        .inSync())
                .isTrue();
    }

    @Test
    void whatLiesBelowTheTargetsBaselineIsNotPending() {
        assertThat(compare(
                                history()
                                        .versioned("1", 1)
                                        .versioned("2", 2)
                                        .versioned("3", 3)
                                        .build(),
                                history().baseline("2").build(),
                                local("3", 3))
                        .scripts())
                .containsExactly("V3__step.sql");
    }

    @Test
    void aTargetBelowTheSourcesBaselineCannotBeBroughtUp() {
        History source = history().baseline("2").versioned("3", 3).build();

        assertKinds(compare(source, History.absent(), local("3", 3)), Kind.LOCAL_MISSING);
        assertKinds(compare(source, history().versioned("1", 1).build(), local("3", 3)), Kind.LOCAL_MISSING);
    }

    @Test
    void anotherChecksumOrTypeOfOneVersionDiverges() {
        assertKinds(
                compare(
                        history().versioned("1", 1).build(),
                        history().versioned("1", 2).build()),
                Kind.CHECKSUM);
        assertKinds(
                compare(history().versioned("1", 1).build(), history().java("1").build()), Kind.CHECKSUM);
    }

    @Test
    void whatHasNoChecksumIsNamedAsUnverifiable() {
        HistoryComparison applied =
                compare(history().java("1").build(), history().java("1").build());
        HistoryComparison pending = compare(history().java("1").build(), History.absent(), localJava("1"));

        assertThat(applied.inSync()).isTrue();
        assertThat(applied.notices()).singleElement().asString().contains("cannot be verified");
        assertThat(pending.scripts()).containsExactly("db.V1");
        assertThat(pending.notices()).singleElement().asString().contains("cannot be verified");
    }

    @Test
    void aGapBelowTheTargetsVersionDivergesUnlessOutOfOrderIsOn() {
        History source = history().versioned("1", 1).versioned("2", 2).build();
        History target = history().versioned("2", 2).build();

        assertKinds(compare(source, target, local("1", 1)), Kind.OUT_OF_ORDER);

        HistoryComparison allowed = LinkComparer.compare(
                EnvironmentScripts.of("dev", source, List.of(local("1", 1))),
                EnvironmentScripts.of("test", target, List.of(local("1", 1))),
                true);
        assertThat(allowed.scripts()).containsExactly("V1__step.sql");
        assertThat(allowed.divergences()).isEmpty();
        assertThat(allowed.notices()).singleElement().asString().contains("out of order");
    }

    @Test
    void aPendingScriptMustBeInTheCheckout() {
        assertKinds(compare(history().versioned("1", 1).build(), History.absent()), Kind.LOCAL_MISSING);
        assertKinds(compare(history().repeatable("view", 1).build(), History.absent()), Kind.LOCAL_MISSING);
    }

    @Test
    void aPendingScriptMustHaveTheContentThatTheSourceRan() {
        assertKinds(compare(history().versioned("1", 1).build(), History.absent(), local("1", 2)), Kind.LOCAL_DIFFERS);
        assertKinds(
                compare(history().repeatable("view", 1).build(), History.absent(), localRepeatable("view", 2)),
                Kind.LOCAL_DIFFERS);
        assertKinds(compare(history().java("1").build(), History.absent(), local("1", 1)), Kind.LOCAL_DIFFERS);
    }

    @Test
    void repeatablesAreMeasuredByTheCheckoutsFileAsEachSideRendersIt() {
        EnvironmentScripts source = EnvironmentScripts.of(
                "dev", history().repeatable("view", 11).build(), List.of(localRepeatable("view", 11)));
        List<LocalMigration> rendered = List.of(localRepeatable("view", 22));

        assertThat(LinkComparer.compare(
                                source,
                                EnvironmentScripts.of(
                                        "test", history().repeatable("view", 22).build(), rendered),
                                false)
                        .inSync())
                .isTrue();
        assertThat(LinkComparer.compare(
                                source,
                                EnvironmentScripts.of(
                                        "test", history().repeatable("view", 11).build(), rendered),
                                false)
                        .scripts())
                .containsExactly("R__view.sql");
    }

    @Test
    void aRepeatableEditedInTheCheckoutDoesNotUpsetTwoSidesThatAgree() {
        History both = history().repeatable("view", 1).build();

        assertThat(compare(both, both, localRepeatable("view", 2)).inSync()).isTrue();
        assertThat(compare(both, both).inSync()).isTrue();
    }

    @Test
    void aRepeatableWithTheTimeOfDayIsRunWhereItIsAbsentOrSomethingElseIsRun() {
        History with = history().versioned("1", 1).repeatable("stamp", 5).build();
        LocalMigration stamp = timestamped("stamp");

        HistoryComparison settled =
                compare(with, history().versioned("1", 1).repeatable("stamp", 6).build(), stamp);
        assertThat(settled.inSync()).isTrue();
        assertThat(settled.notices()).singleElement().asString().contains("timestamp");
        assertThat(compare(with, history().versioned("1", 1).build(), stamp).scripts())
                .containsExactly("R__stamp.sql");
        assertThat(compare(with, history().repeatable("stamp", 6).build(), local("1", 1), stamp)
                        .scripts())
                .containsExactly("V1__step.sql", "R__stamp.sql");
    }

    @Test
    void aScriptThatCannotBeRunInATransactionIsMarked() {
        Obstacle why = new Obstacle(Obstacle.Kind.OUTSIDE_TRANSACTION, "it says so");
        LocalMigration concurrently =
                new LocalMigration(Optional.of("1"), "", "V1__step.sql", 1, "SQL", true, () -> Optional.of(why));

        assertThat(compare(history().versioned("1", 1).build(), History.absent(), concurrently)
                        .pending())
                .singleElement()
                .satisfies(pending -> {
                    assertThat(pending.transactional()).isFalse();
                    assertThat(pending.obstacle()).contains(why);
                });
    }

    private static HistoryComparison compare(History source, History target, LocalMigration... checkout) {
        List<LocalMigration> local = List.of(checkout);
        return LinkComparer.compare(
                EnvironmentScripts.of("dev", source, local), EnvironmentScripts.of("test", target, local), false);
    }

    private static void assertKinds(HistoryComparison comparison, Kind... kinds) {
        assertThat(comparison.divergences()).extracting(Divergence::kind).containsExactly(kinds);
        assertThat(comparison.divergences()).allSatisfy(divergence -> {
            assertThat(divergence.detail()).isNotBlank();
            assertThat(divergence.remedy()).isNotBlank();
        });
        assertThat(comparison.inSync()).isFalse();
    }

    private static AppliedMigration renamed(AppliedMigration row) {
        return new AppliedMigration(
                40, row.version(), "another name", row.type(), "elsewhere/V1__x.sql", row.checksum(), true);
    }
}
