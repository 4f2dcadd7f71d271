package dev.dbsync.core.load;

import java.time.Duration;
import java.util.Objects;

/**
 * The database that a load fills, as a load session sees it.
 *
 * @param shown environment and address, for messages
 * @param schema where the record is kept: that of Flyway's history
 * @param patience how long a step tries to get a lock that somebody else holds, before it gives up
 */
public record LoadTarget(String shown, String schema, Duration patience) {

    public LoadTarget {
        Objects.requireNonNull(shown);
        Objects.requireNonNull(schema);
        Objects.requireNonNull(patience);
    }
}
