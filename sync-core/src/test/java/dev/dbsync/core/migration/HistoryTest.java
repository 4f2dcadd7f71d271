package dev.dbsync.core.migration;

import static dev.dbsync.core.migration.Histories.history;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class HistoryTest {

    @Test
    void schemaRowsAreNoMigrations() {
        assertThat(history().schema().versioned("1", 1).build().applied())
                .extracting(AppliedMigration::script)
                .containsExactly("V1__step.sql");
    }

    @Test
    void deletedAndUndoneVersionsAreGoneAndMayComeBack() {
        History history = history()
                .versioned("1", 1)
                .versioned("2", 2)
                .versioned("3", 3)
                .deleted("1.0")
                .undone("2")
                .versioned("2", 4)
                .build();

        assertThat(history.applied())
                .extracting(row -> row.version().orElseThrow(), AppliedMigration::checksum)
                .containsExactly(tuple("3", 3), tuple("2", 4));
    }

    @Test
    void theLaterRowOfARepeatableStands() {
        assertThat(history().repeatable("view", 1).repeatable("view", 2).build().applied())
                .extracting(AppliedMigration::checksum)
                .containsExactly(2);
    }

    @Test
    void versionsAreComparedAsFlywayComparesThem() {
        MigrationKey one = MigrationKey.of(Optional.of("1"), "");

        assertThat(MigrationKey.of(Optional.of("1.0"), "other"))
                .isEqualTo(one)
                .hasSameHashCodeAs(one)
                .isEqualByComparingTo(one);
        assertThat(MigrationKey.of(Optional.of("01"), "")).isEqualTo(one).hasSameHashCodeAs(one);
        assertThat(MigrationKey.of(Optional.of("1_1"), "")).isGreaterThan(one);
        assertThat(history().versioned("9", 1).versioned("10", 1).build().version())
                .contains("10");
    }

    @Test
    void aBaselineSetsTheFloorBesideTheScriptOfItsVersion() {
        History history =
                history().versioned("1", 1).baseline("1").versioned("2", 2).build();

        assertThat(history.floor())
                .hasValueSatisfying(floor -> assertThat(floor).hasToString("1"));
        assertThat(history.byKey()).hasSize(2);
        assertThat(history.version()).contains("2");
        assertThat(history().baseline("5").build().version()).contains("5");
    }

    @Test
    void aFailedRowIsFailedUntilItIsRepaired() {
        assertThat(history().failed("1").build().hasFailed()).isTrue();
        assertThat(history().failed("1").build().version()).isEmpty();
        assertThat(history().failed("1").versioned("1", 1).build().hasFailed()).isFalse();
    }

    @Test
    void anAbsentHistoryIsEmpty() {
        assertThat(History.absent().applied()).isEmpty();
        assertThat(History.absent().version()).isEmpty();
    }
}
