package dev.dbsync.core.promote;

import dev.dbsync.core.lookup.LookupCounts;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.run.Outcome;
import java.util.List;
import java.util.Optional;

/**
 * How a segment ended, where it did not throw.
 *
 * @param outcome PROMOTED, FAILED or UNKNOWN
 * @param lookups what the merge did
 * @param problem why it is not PROMOTED
 */
record PromoteResult(Outcome outcome, List<LookupCounts> lookups, Optional<Problem> problem) {

    String shown() {
        return outcome == Outcome.PROMOTED ? "" : outcome.name();
    }

    /** @param committed how many segments are */
    PromoteReport report(PromotePlan plan, PromoteReport.BackupTaken backup, int committed) {
        return new PromoteReport(
                plan.from(),
                plan.target(),
                Optional.of(plan.id()),
                outcome,
                PromoteReport.migrations(plan),
                plan.segments(),
                committed,
                plan.continued(),
                lookups.stream()
                        .filter(counts -> counts.inserted() + counts.updated() + counts.deleted() > 0)
                        .map(counts -> new PromoteReport.LookupResult(
                                counts.table().shown(), counts.inserted(), counts.updated(), counts.deleted()))
                        .toList(),
                PromoteReport.rows(plan),
                plan.destructive(),
                plan.configOption(),
                plan.backup(),
                Optional.of(backup),
                problem.map(List::of).orElseGet(List::of));
    }
}
