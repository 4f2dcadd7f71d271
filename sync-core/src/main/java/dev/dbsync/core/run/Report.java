package dev.dbsync.core.run;

import dev.dbsync.core.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a goal that changes a database did, or why it did not. */
public interface Report {

    /** The goal as typed. */
    String goal();

    /** What was read: an environment, or a backup; empty where the run ended before that was known. */
    Optional<String> from();

    /** The environment that was changed, or would have been. */
    String to();

    /** Empty when the run ended before there was a plan. */
    Optional<PlanId> planId();

    Outcome outcome();

    /** Why, for an outcome that is a failure; empty otherwise. */
    List<Problem> problems();

    /** The way back from what was done. */
    Rollback rollback();

    /** What was done in numbers, for the journal; never values of rows. */
    Map<String, Long> counts();
}
