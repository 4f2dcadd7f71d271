package dev.dbsync.core.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for histories of any shape. */
class HistoryPropertiesTest {

    @Property
    void foldingTwiceIsFoldingOnce(@ForAll("histories") History history) {
        History folded = new History(true, history.applied());

        assertThat(folded.applied()).isEqualTo(history.applied());
    }

    @Property
    void noKeyStandsTwice(@ForAll("histories") History history) {
        assertThat(history.applied().stream()
                        .filter(row -> !row.isBaseline())
                        .map(AppliedMigration::key)
                        .toList())
                .doesNotHaveDuplicates();
    }

    @Property
    void aHistoryWithoutFailuresIsInSyncWithItself(@ForAll("histories") History history) {
        if (history.hasFailed()) {
            return;
        }
        assertThat(compare(history, history).inSync()).isTrue();
    }

    @Property
    void runningWhatIsPendingBringsTheTargetInSync(
            @ForAll("successes") History source, @ForAll("successes") History target) {
        HistoryComparison comparison = compare(source, target);
        if (!comparison.divergences().isEmpty()) {
            return;
        }

        assertThat(compare(source, afterRunning(source, target, comparison)).inSync())
                .isTrue();
    }

    @Property
    void whatIsPendingIsNeverAppliedInTheTarget(
            @ForAll("successes") History source, @ForAll("successes") History target) {
        List<MigrationKey> applied = new ArrayList<>();
        target.byKey().forEach((key, row) -> {
            if (!key.isRepeatable()) {
                applied.add(key);
            }
        });

        assertThat(compare(source, target).pending())
                .filteredOn(pending -> pending.version().isPresent())
                .noneMatch(pending -> applied.contains(MigrationKey.of(pending.version(), pending.description())));
    }

    @Provide
    Arbitrary<History> histories() {
        return rows(
                Arbitraries.of("SQL", "JDBC", "BASELINE", "SCHEMA", "DELETE", "UNDO_SQL"), Arbitraries.of(true, false));
    }

    /** As a team would have them: no failures, and one content a version. */
    @Provide
    Arbitrary<History> successes() {
        return rows(Arbitraries.of("SQL", "SQL", "SQL", "DELETE"), Arbitraries.just(true));
    }

    private static Arbitrary<History> rows(Arbitrary<String> types, Arbitrary<Boolean> success) {
        Arbitrary<Optional<String>> versions =
                Arbitraries.of("1", "1.0", "01", "1.1", "2", "10").optional(0.7);
        return Combinators.combine(versions, Arbitraries.of("view", "grants"), types, success)
                .as(HistoryPropertiesTest::row)
                .list()
                .ofMaxSize(12)
                .map(HistoryPropertiesTest::ranked);
    }

    private static AppliedMigration row(Optional<String> version, String name, String type, boolean success) {
        String chosen = version.isEmpty() && !type.equals("SCHEMA") && !type.equals("DELETE") ? "SQL" : type;
        Integer checksum = chosen.equals("SQL") ? MigrationKey.of(version, name).hashCode() : null;
        return new AppliedMigration(0, version, name, chosen, version.orElse("R") + name, checksum, success);
    }

    private static History ranked(List<AppliedMigration> rows) {
        List<AppliedMigration> ranked = new ArrayList<>();
        for (AppliedMigration row : rows) {
            ranked.add(new AppliedMigration(
                    ranked.size() + 1,
                    row.version(),
                    row.description(),
                    row.type(),
                    row.script(),
                    row.checksum(),
                    row.success()));
        }
        return new History(true, ranked);
    }

    private static HistoryComparison compare(History source, History target) {
        List<LocalMigration> checkout = checkout(source);
        return LinkComparer.compare(
                EnvironmentScripts.of("dev", source, checkout), EnvironmentScripts.of("test", target, checkout), true);
    }

    /** A checkout that holds what the source ran. */
    private static List<LocalMigration> checkout(History source) {
        return source.byKey().values().stream()
                .map(row -> new LocalMigration(
                        row.version(),
                        row.description(),
                        row.script(),
                        row.checksum(),
                        row.type(),
                        true,
                        Optional::empty))
                .toList();
    }

    private static History afterRunning(History source, History target, HistoryComparison comparison) {
        Map<MigrationKey, AppliedMigration> ran = source.byKey();
        List<AppliedMigration> rows = new ArrayList<>(target.rows());
        for (PendingMigration pending : comparison.pending()) {
            rows.add(ran.get(MigrationKey.of(pending.version(), pending.description())));
        }
        return ranked(rows);
    }
}
