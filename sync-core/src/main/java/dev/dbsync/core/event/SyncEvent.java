package dev.dbsync.core.event;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/** All that core says while it works. What is done with it (console, log, nothing) is the sink's affair. */
public sealed interface SyncEvent {

    /** A step of the flow begins, such as "Back up prod". */
    record StepStarted(String step) implements SyncEvent {}

    /**
     * A step ended well.
     *
     * @param detail what came of it in a few words; empty where the name says it all
     */
    record StepFinished(String step, Duration took, String detail) implements SyncEvent {}

    /**
     * How far a long task has come. Sent often; a sink is expected to draw as rarely as it likes.
     *
     * @param task what moves, such as a table's name
     * @param rows rows done so far
     * @param bytes bytes done so far
     * @param expectedRows an estimate of the rows in all, where there is one
     * @param finished whether this is the last one of this task
     */
    record Progress(String task, long rows, long bytes, OptionalLong expectedRows, boolean finished)
            implements SyncEvent {}

    /**
     * What the tasks that follow, each of which tells of its {@link Progress}, amount to in all.
     *
     * @param tasks their number
     * @param rows of all of them, as an estimate; empty where nobody knows
     */
    record Expected(int tasks, OptionalLong rows) implements SyncEvent {

        /** @param rows what is expected of each task */
        public static Expected of(List<OptionalLong> rows) {
            return new Expected(
                    rows.size(),
                    rows.stream().allMatch(OptionalLong::isPresent)
                            ? OptionalLong.of(rows.stream()
                                    .mapToLong(OptionalLong::getAsLong)
                                    .sum())
                            : OptionalLong.empty());
        }
    }

    /** A task that has no rows to count begins, or ends in whatever way, such as "index orders_pkey". */
    record Busy(String task, boolean finished) implements SyncEvent {}

    /** A plan, rendered for a person, before anyone is asked to confirm it. */
    record PlanShown(String text) implements SyncEvent {}

    /** Something worth knowing that needs no action. */
    record Notice(String text) implements SyncEvent {}

    /** Something that a careful user would want to act on. */
    record Warning(String text) implements SyncEvent {}
}
