package dev.dbsync.core.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** Collects what a comparison finds, in the words that a user reads. */
final class Findings {

    private final Map<MigrationKey, PendingMigration> pending = new TreeMap<>();
    private final List<Divergence> divergences = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();

    void pending(LocalMigration migration) {
        pending.put(migration.key(), migration.pending());
    }

    boolean hasPending() {
        return !pending.isEmpty();
    }

    void notice(String text) {
        notices.add(text);
    }

    void failed(String environment, AppliedMigration row) {
        diverges(
                Divergence.Kind.FAILED,
                row,
                shown(row) + " failed in " + environment + " and was not repaired",
                "Undo by hand in " + environment + " what the script did before it failed, then run Flyway's repair"
                        + " there, which removes the failed row.");
    }

    void targetOnly(String target, String source, AppliedMigration row) {
        diverges(
                Divergence.Kind.TARGET_ONLY,
                row,
                shown(row) + " is applied in " + target + ", not in " + source,
                "If it belongs there, apply it to " + source + " first. If it does not, undo it by hand in " + target
                        + " and delete its row from the history.");
    }

    void checksum(String detail, AppliedMigration row, String remedy) {
        diverges(Divergence.Kind.CHECKSUM, row, detail, remedy);
    }

    void outOfOrder(String target, MigrationKey key, String script, String highest) {
        divergences.add(new Divergence(
                Divergence.Kind.OUT_OF_ORDER,
                Optional.of(key.version().toString()),
                script,
                shown(key, script) + " is missing in " + target + ", which is already at version " + highest,
                "Set flyway.outOfOrder: true to run it all the same, or give it a version above " + highest + "."));
    }

    void localMissing(AppliedMigration row, String detail, String remedy) {
        diverges(Divergence.Kind.LOCAL_MISSING, row, detail, remedy);
    }

    void localDiffers(String environment, AppliedMigration row) {
        diverges(
                Divergence.Kind.LOCAL_DIFFERS,
                row,
                shown(row) + " was changed in the checkout since it was applied in " + environment,
                row.version().isPresent()
                        ? "Check out the version of the script that was run in " + environment
                                + ", and put the change into a new migration."
                        : "Apply it to " + environment + " first, or check out the version that was run there.");
    }

    /** Two checksums of one migration; null means that Flyway has none, so nothing can be said about the content. */
    boolean unverifiable(Integer one, Integer other, String shown) {
        if (one != null && other != null) {
            return false;
        }
        if (!Objects.equals(one, other) || one == null) {
            notice(shown + " has no checksum, so whether its content is the same cannot be verified");
        }
        return true;
    }

    HistoryComparison comparison() {
        return new HistoryComparison(
                List.copyOf(pending.values()),
                divergences,
                notices.stream().distinct().toList());
    }

    static String shown(AppliedMigration row) {
        return shown(row.key(), row.script());
    }

    static String shown(MigrationKey key, String script) {
        return key.isRepeatable()
                ? "Repeatable migration '" + key.description() + "' (" + script + ")"
                : "Version " + key.version() + " (" + script + ")";
    }

    private void diverges(Divergence.Kind kind, AppliedMigration row, String detail, String remedy) {
        divergences.add(new Divergence(kind, row.version(), row.script(), detail, remedy));
    }
}
