package dev.dbsync.core.migration;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.flywaydb.core.api.MigrationVersion;

/** Compares the checkout to one environment: what Flyway's own migrate would run there, and what it would refuse. */
final class CheckoutComparer {

    private final EnvironmentScripts side;
    private final boolean outOfOrder;
    private final Map<MigrationKey, AppliedMigration> applied;
    private final Optional<LocalMigration> baseline;
    private final Optional<MigrationVersion> floor;
    private final Optional<MigrationVersion> highest;
    private final Findings findings = new Findings();

    private CheckoutComparer(EnvironmentScripts side, boolean outOfOrder) {
        this.side = side;
        this.outOfOrder = outOfOrder;
        applied = new TreeMap<>(side.history().byKey());
        // Flyway runs the highest baseline migration in the place of all versions up to it, where nothing is applied
        // yet.
        baseline = side.isEmpty() && !side.baselines().isEmpty()
                ? Optional.of(side.baselines().lastEntry().getValue())
                : Optional.empty();
        floor = baseline.map(local -> local.key().version())
                .or(() -> side.history().floor());
        highest = side.history().version().map(MigrationVersion::fromVersion);
    }

    static HistoryComparison compare(EnvironmentScripts side, boolean outOfOrder) {
        return new CheckoutComparer(side, outOfOrder).compare();
    }

    private HistoryComparison compare() {
        side.history().failed().forEach(row -> findings.failed(side.environment(), row));
        applied.forEach((key, row) -> {
            if (row.success() && side.local(key).isEmpty()) {
                notInCheckout(key, row);
            }
        });
        baseline.ifPresent(findings::pending);
        side.local().forEach((key, local) -> {
            if (!key.isRepeatable()) {
                versioned(key, local);
            } else if (local.settles()) {
                repeatable(key, local);
            }
        });
        side.local().forEach((key, local) -> {
            if (!local.settles()) {
                unsettled(key, local);
            }
        });
        return findings.comparison();
    }

    private void notInCheckout(MigrationKey key, AppliedMigration row) {
        if (key.isRepeatable()) {
            findings.notice(Findings.shown(row) + " is applied in " + side.environment() + " and not in the checkout");
        } else if (isBeyondCheckout(key)) {
            findings.notice(Findings.shown(row) + " is applied in " + side.environment()
                    + " and newer than the checkout's newest");
        } else if (!key.isCoveredBy(floor)) {
            findings.localMissing(
                    row,
                    Findings.shown(row) + " is applied in " + side.environment() + " and is not in the checkout",
                    "Check out the branch that holds the script, or correct flyway.locations.");
        }
    }

    private boolean isBeyondCheckout(MigrationKey key) {
        return side.local().keySet().stream()
                .filter(local -> !local.isRepeatable())
                .allMatch(local -> local.compareTo(key) < 0);
    }

    private void versioned(MigrationKey key, LocalMigration local) {
        AppliedMigration row = applied.get(key);
        if (row != null) {
            if (row.success()) {
                sameContent(row, local);
            }
        } else if (!key.isCoveredBy(floor)) {
            missing(key, local);
        }
    }

    private void sameContent(AppliedMigration row, LocalMigration local) {
        boolean differs = !row.type().equals(local.type())
                || (!findings.unverifiable(row.checksum(), local.checksum(), Findings.shown(row))
                        && !row.checksum().equals(local.checksum()));
        if (differs) {
            findings.checksum(
                    Findings.shown(row) + " was changed in the checkout since it was applied in " + side.environment(),
                    row,
                    "Check out the version of the script that was run, and put the change into a new migration; where"
                            + " only its looks changed, run Flyway's repair.");
        }
    }

    private void missing(MigrationKey key, LocalMigration local) {
        if (highest.isPresent() && key.version().compareTo(highest.get()) < 0) {
            if (!outOfOrder) {
                findings.outOfOrder(
                        side.environment(), key, local.script(), highest.get().toString());
                return;
            }
            findings.notice(Findings.shown(key, local.script()) + " is run out of order in " + side.environment()
                    + ", which is at version " + highest.get());
        }
        findings.pending(local);
    }

    private void repeatable(MigrationKey key, LocalMigration local) {
        AppliedMigration row = applied.get(key);
        boolean failed = row != null && !row.success();
        if (!failed && (row == null || !Objects.equals(row.checksum(), local.checksum()))) {
            findings.pending(local);
        }
    }

    private void unsettled(MigrationKey key, LocalMigration local) {
        findings.notice(Findings.shown(key, local.script()) + " holds Flyway's timestamp, so it is never up to date: it"
                + " is run in " + side.environment() + " whenever something else is");
        if (!applied.containsKey(key) || findings.hasPending()) {
            findings.pending(local);
        }
    }
}
