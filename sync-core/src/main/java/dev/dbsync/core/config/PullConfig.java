package dev.dbsync.core.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What {@code pull-prod} copies, and how.
 *
 * @param from the source; by default the last of the chain
 * @param to the target, where {@code -Dto} does not name one
 * @param tables names and patterns, {@code *} standing for any characters; schema-qualified or not
 * @param exclude names and patterns that are left out
 * @param where conditions in SQL, by names and patterns of {@code tables}: only rows for which they hold are copied
 * @param mode how the target is filled; empty: what is best for it
 * @param workers how many tables, or parts of them, are copied at once; empty: by cores and connection limits
 * @param verify how deep the rows are compared afterwards
 * @param maxRate at most so many megabytes (of 1,000,000 bytes) of rows are read from the source a second, by all
 *     workers together; empty: no limit
 * @param statementTimeout how long a statement may run on the source; empty: no limit
 */
public record PullConfig(
        String from,
        Optional<String> to,
        List<String> tables,
        List<String> exclude,
        Map<String, String> where,
        Optional<Mode> mode,
        OptionalInt workers,
        Verify verify,
        OptionalInt maxRate,
        Optional<Duration> statementTimeout) {

    public PullConfig {
        tables = List.copyOf(tables);
        exclude = List.copyOf(exclude);
        where = Map.copyOf(where);
    }

    /** How the target is filled. */
    public enum Mode {
        /** A new database beside the target is filled, and then takes its name. */
        SWAP,
        /** The target's tables are emptied and filled by several workers; an interrupted pull can be resumed. */
        IN_PLACE,
        /** The target's tables are emptied and filled by one worker in one transaction. */
        TRANSACTION
    }

    /** How deep the rows are compared. */
    public enum Verify {
        /** By their number. */
        COUNTS,
        /** Some rows of each table, column by column. */
        SAMPLE,
        /** All rows. */
        FULL
    }
}
