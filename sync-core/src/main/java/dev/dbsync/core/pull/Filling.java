package dev.dbsync.core.pull;

import dev.dbsync.core.config.PullConfig.Mode;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.load.LoadIdentity;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * How a plan fills its target.
 *
 * @param mode the way
 * @param why why this one, as what follows a colon; empty where it is configured
 * @param workers how many connections there will be to either server
 * @param recordSchema where a load in many transactions keeps its record
 * @param histories Flyway's tables on either side, which no pull copies
 * @param identity what must be the same for it to be resumed
 * @param losses what a swap loses of the target, in words
 * @param maxRate {@code pull.maxRate}: megabytes a second at most
 */
public record Filling(
        Mode mode,
        String why,
        int workers,
        String recordSchema,
        Set<TableName> histories,
        LoadIdentity identity,
        List<String> losses,
        OptionalInt maxRate) {

    public Filling {
        histories = Set.copyOf(histories);
        losses = List.copyOf(losses);
    }
}
