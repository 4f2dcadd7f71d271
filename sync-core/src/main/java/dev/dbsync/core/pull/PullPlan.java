package dev.dbsync.core.pull;

import dev.dbsync.core.masking.MaskingPolicy;
import dev.dbsync.core.run.ConfirmationLevel;
import dev.dbsync.core.run.Plan;
import dev.dbsync.core.run.PlanId;
import dev.dbsync.core.run.Rollback;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a pull is about to do.
 *
 * @param from the source environment
 * @param to the target environment
 * @param id computed from both databases' identities and histories, the selection, the columns and the rules
 * @param confirmation how much must be said first
 * @param why why that much, as what follows the target's name: "is empty"
 * @param fromShown the source with its address
 * @param toShown the target with its address
 * @param servers the version of PostgreSQL on either side, by the environment
 * @param emptyTarget whether the target holds no table yet
 * @param migrations scripts that bring the target to the source's schema first, in their order
 * @param tables what is copied, in foreign-key-safe order
 * @param leftOut what the selection named and what is not copied
 * @param notices what is worth knowing before confirming
 * @param masking the masks of all columns
 * @param filling how the target is filled
 * @param request what was asked for
 * @param configOption what a command must say to read the same configuration file, with a blank before it
 */
public record PullPlan(
        String from,
        String to,
        PlanId id,
        ConfirmationLevel confirmation,
        String why,
        String fromShown,
        String toShown,
        Map<String, String> servers,
        boolean emptyTarget,
        List<String> migrations,
        List<PlannedTable> tables,
        List<LeftOut> leftOut,
        List<String> notices,
        MaskingPolicy masking,
        Filling filling,
        PullRequest request,
        String configOption)
        implements Plan {

    /** What a worker has been seen to copy and index, on machines of no great speed. */
    private static final int MEGABYTES_A_SECOND = 30;

    private static final int WORTH_SAYING_SECONDS = 15;

    public PullPlan {
        migrations = List.copyOf(migrations);
        tables = List.copyOf(tables);
        leftOut = List.copyOf(leftOut);
        notices = List.copyOf(notices);
    }

    @Override
    public String goal() {
        return PullReport.GOAL;
    }

    @Override
    public String target() {
        return to;
    }

    @Override
    public boolean hasWork() {
        return !tables.isEmpty() || !migrations.isEmpty();
    }

    @Override
    public Rollback rollback() {
        if (!hasWork()) {
            return Rollback.notNeeded();
        }
        return new Rollback(byItself(), Optional.empty(), tables.isEmpty() ? List.of() : List.of(replaced()));
    }

    private String byItself() {
        String stay = migrations.isEmpty() ? "" : "; the migrations before them stay";
        return switch (filling.mode()) {
            case TRANSACTION ->
                "the rows are one transaction: if anything fails, those of " + to + " stay as they are" + stay;
            case IN_PLACE ->
                "nothing: if anything fails, some tables of " + to
                        + " are empty or half full until the pull is resumed (" + command() + " -Dsync.resume)" + stay;
            case SWAP ->
                "everything: " + to + " stays as it is until a new database, filled and checked, takes its name";
        };
    }

    /** About how long the rows and indexes will take; empty for what is done in a moment. */
    public Optional<Duration> estimate() {
        long megabytes = tables.stream().mapToLong(PlannedTable::bytes).sum() / 1_000_000;
        int rate = Math.min(
                MEGABYTES_A_SECOND * filling.workers(), filling.maxRate().orElse(Integer.MAX_VALUE));
        Duration time = Duration.ofSeconds(megabytes / rate);
        return time.toSeconds() < WORTH_SAYING_SECONDS ? Optional.empty() : Optional.of(time);
    }

    /** How the target is filled, in a word or two. */
    public String mode() {
        return switch (filling.mode()) {
            case SWAP -> "a new database takes the place of " + to;
            case IN_PLACE -> "the tables of " + to + " are filled in place";
            case TRANSACTION -> "the tables of " + to + " are filled in one transaction";
        };
    }

    /** What no rollback brings back once the pull is committed. */
    String replaced() {
        return "the rows that the tables of " + to + " held before: no backup is taken of them";
    }

    @Override
    public String question() {
        return "Replace the rows of " + tables.size() + (tables.size() == 1 ? " table" : " tables") + " in " + toShown
                + " by those of " + from;
    }

    @Override
    public String options() {
        return configOption + request.options();
    }
}
