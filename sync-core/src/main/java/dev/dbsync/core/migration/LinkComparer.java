package dev.dbsync.core.migration;

import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.flywaydb.core.api.MigrationVersion;

/**
 * Compares the histories of two neighbours: what has to be run in the target so that it has what the source has, and
 * what stands in the way.
 *
 * <p>Rank, time, user, duration and path are never compared: they differ where nothing is wrong.
 */
final class LinkComparer {

    private final EnvironmentScripts source;
    private final EnvironmentScripts target;
    private final boolean outOfOrder;
    private final Map<MigrationKey, AppliedMigration> inSource;
    private final Map<MigrationKey, AppliedMigration> inTarget;
    private final Optional<MigrationVersion> sourceFloor;
    private final Optional<MigrationVersion> targetFloor;
    private final Findings findings = new Findings();

    private LinkComparer(EnvironmentScripts source, EnvironmentScripts target, boolean outOfOrder) {
        this.source = source;
        this.target = target;
        this.outOfOrder = outOfOrder;
        inSource = new TreeMap<>(source.history().byKey());
        inTarget = new TreeMap<>(target.history().byKey());
        sourceFloor = source.history().floor();
        targetFloor = target.history().floor();
    }

    static HistoryComparison compare(EnvironmentScripts source, EnvironmentScripts target, boolean outOfOrder) {
        return new LinkComparer(source, target, outOfOrder).compare();
    }

    private HistoryComparison compare() {
        source.history().failed().forEach(row -> findings.failed(source.environment(), row));
        target.history().failed().forEach(row -> findings.failed(target.environment(), row));
        baselines();
        keys(false).forEach(this::versioned);
        keys(true).stream().filter(this::settles).forEach(this::repeatable);
        keys(true).stream().filter(key -> !settles(key)).forEach(this::unsettled);
        return findings.comparison();
    }

    private Set<MigrationKey> keys(boolean repeatable) {
        Set<MigrationKey> keys = new TreeSet<>(inSource.keySet());
        keys.addAll(inTarget.keySet());
        keys.removeIf(key -> key.isRepeatable() != repeatable);
        // A failed row says nothing about the content; it is reported as such.
        keys.removeIf(key -> isFailed(inSource.get(key)) || isFailed(inTarget.get(key)));
        return keys;
    }

    private static boolean isFailed(AppliedMigration row) {
        return row != null && !row.success();
    }

    /** What a baseline stands for has no script: a target below it cannot be brought up to it. */
    private void baselines() {
        if (sourceFloor.isEmpty()) {
            return;
        }
        MigrationVersion floor = sourceFloor.get();
        if (highest(target).map(at -> at.compareTo(floor) >= 0).orElse(false)) {
            return;
        }
        source.history().applied().stream()
                .filter(row -> row.isBaseline() && row.key().version().equals(floor))
                .reduce((earlier, later) -> later)
                .ifPresent(this::baseline);
    }

    private void baseline(AppliedMigration row) {
        boolean isScript = !row.type().equals("BASELINE");
        LocalMigration local = target.baselines().get(row.key());
        if (!isScript || !target.isEmpty()) {
            findings.localMissing(
                    row,
                    "The history of " + source.environment() + " begins with a baseline at version "
                            + row.key().version() + ", and " + target.environment() + " has not reached it",
                    "Bring " + target.environment() + " to the state that the baseline stands for, and run Flyway's"
                            + " baseline there with version " + row.key().version() + ".");
        } else if (local == null) {
            notInCheckout(row);
        } else if (differs(local, row)) {
            findings.localDiffers(source.environment(), row);
        } else {
            findings.pending(local);
        }
    }

    private void versioned(MigrationKey key) {
        AppliedMigration here = inTarget.get(key);
        AppliedMigration there = inSource.get(key);
        if (there == null) {
            if (!key.isCoveredBy(sourceFloor)) {
                findings.targetOnly(target.environment(), source.environment(), here);
            }
        } else if (here != null) {
            sameContent(there, here);
        } else if (!key.isCoveredBy(targetFloor)) {
            missing(key, there);
        }
    }

    private void sameContent(AppliedMigration there, AppliedMigration here) {
        String remedy = "Find out which of the two is right, mend the other database by hand, and run Flyway's repair"
                + " there.";
        if (!there.type().equals(here.type())) {
            findings.checksum(
                    Findings.shown(there) + " is of type " + there.type() + " in " + source.environment()
                            + " and of type " + here.type() + " in " + target.environment(),
                    here,
                    remedy);
        } else if (!findings.unverifiable(there.checksum(), here.checksum(), Findings.shown(there))
                && !there.checksum().equals(here.checksum())) {
            findings.checksum(
                    Findings.shown(there) + " was run with another content in " + target.environment() + " than in "
                            + source.environment(),
                    here,
                    remedy);
        }
    }

    private void missing(MigrationKey key, AppliedMigration there) {
        Optional<LocalMigration> local = target.local(key);
        if (local.isEmpty()) {
            notInCheckout(there);
            return;
        }
        if (differs(local.get(), there)) {
            findings.localDiffers(source.environment(), there);
            return;
        }
        Optional<MigrationVersion> highest = highest(target);
        if (highest.isPresent() && key.version().compareTo(highest.get()) < 0) {
            if (!outOfOrder) {
                findings.outOfOrder(
                        target.environment(), key, there.script(), highest.get().toString());
                return;
            }
            findings.notice(Findings.shown(there) + " is run out of order in " + target.environment()
                    + ", which is at version " + highest.get());
        }
        findings.pending(local.get());
    }

    private boolean differs(LocalMigration local, AppliedMigration there) {
        if (!local.type().equals(there.type())) {
            return true;
        }
        return !findings.unverifiable(local.checksum(), there.checksum(), Findings.shown(there))
                && !local.checksum().equals(there.checksum());
    }

    private void notInCheckout(AppliedMigration there) {
        findings.localMissing(
                there,
                Findings.shown(there) + " is applied in " + source.environment() + " and is not in the checkout",
                "Check out the branch that holds the script, or correct flyway.locations.");
    }

    /** Placeholders make checksums differ between environments by design, so the checkout's file is the measure. */
    private void repeatable(MigrationKey key) {
        AppliedMigration there = inSource.get(key);
        AppliedMigration here = inTarget.get(key);
        if (there == null) {
            findings.targetOnly(target.environment(), source.environment(), here);
            return;
        }
        Optional<LocalMigration> forSource = source.local(key);
        Optional<LocalMigration> forTarget = target.local(key);
        boolean rendersAlike = forSource.isPresent()
                && forTarget.isPresent()
                && Objects.equals(forSource.get().checksum(), forTarget.get().checksum());
        boolean sameRow = here != null && Objects.equals(here.checksum(), there.checksum());
        if (sameRow && (rendersAlike || forTarget.isEmpty())) {
            findings.unverifiable(here.checksum(), there.checksum(), Findings.shown(there));
        } else if (forTarget.isEmpty()) {
            notInCheckout(there);
        } else if (forSource.isEmpty() || differs(forSource.get(), there)) {
            findings.localDiffers(source.environment(), there);
        } else if (here == null
                || !Objects.equals(here.checksum(), forTarget.get().checksum())) {
            findings.pending(forTarget.get());
        }
    }

    /** As Flyway does: whenever something else is run, and where it is absent. */
    private void unsettled(MigrationKey key) {
        AppliedMigration there = inSource.get(key);
        if (there == null) {
            findings.targetOnly(target.environment(), source.environment(), inTarget.get(key));
            return;
        }
        LocalMigration local = target.local().get(key);
        findings.notice(Findings.shown(there) + " holds Flyway's timestamp, so it is never up to date: it is run in "
                + target.environment() + " whenever something else is");
        if (!inTarget.containsKey(key) || findings.hasPending()) {
            findings.pending(local);
        }
    }

    private boolean settles(MigrationKey key) {
        return target.local(key).map(LocalMigration::settles).orElse(true);
    }

    private static Optional<MigrationVersion> highest(EnvironmentScripts side) {
        return side.history().version().map(MigrationVersion::fromVersion).stream()
                .max(Comparator.naturalOrder());
    }
}
