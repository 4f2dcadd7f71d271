package dev.dbsync.core.config;

import java.time.Duration;
import java.util.List;

/**
 * How a promotion behaves.
 *
 * @param transaction how scripts are spread over transactions
 * @param lockTimeout how long a statement may wait for a lock before the whole transaction is rolled back and tried
 *     again
 * @param attempts how often the transaction is tried in all; at least 1
 * @param maxHold how long a transaction may hold its locks before it is rolled back
 * @param journalTable whether each promotion leaves a row in the table {@code sync_journal} of its target
 * @param before SQL files that are run in the transaction before the first script; relative to the base directory
 * @param after SQL files that are run in it after the merge and before the verification; likewise
 */
public record PromoteConfig(
        Transaction transaction,
        Duration lockTimeout,
        int attempts,
        Duration maxHold,
        boolean journalTable,
        List<String> before,
        List<String> after) {

    /** How scripts are spread over transactions. */
    public enum Transaction {
        /** One for all that can share it: everything happens or nothing. */
        ALL,
        /** One for each, which holds locks for a shorter time; what is committed stays when a later one fails. */
        EACH
    }
}
