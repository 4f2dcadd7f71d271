package dev.dbsync.core.status;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.load.LoadSession;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.swap.DatabaseSwap;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * A pull into an environment that did not come to its end, or is still under way.
 *
 * @param kind what it has left
 * @param since when it began to load; empty where only the database itself knows
 * @param database the name of a database that was made beside the target; empty where the target itself is half full
 * @param unproven whether its proof has found what should have been masked: it cannot be resumed then
 */
public record UnfinishedPull(Kind kind, Optional<Instant> since, Optional<String> database, boolean unproven) {

    /** Which way the target is filled. */
    public enum Kind {
        /** Its own tables may be empty, half full or without their indexes and keys. */
        IN_PLACE,
        /** It is as it was; a new database beside it is not complete. */
        SWAP;

        /** As {@code pull.mode} has it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public UnfinishedPull {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(since);
        Objects.requireNonNull(database);
    }

    /** What has the next pull go on with it or, where that cannot be, end it. */
    public String option() {
        return unproven ? "-Dsync.restoreIndexes" : "-Dsync.resume";
    }

    /**
     * What a pull has left there; of two, the one that has harmed the target.
     *
     * @throws SyncException when the record cannot be read
     */
    static Optional<UnfinishedPull> in(Database database, Connection connection) throws SQLException {
        Optional<LoadSession> load = LoadSession.leftAnywhere(connection, database.shown(), Duration.ZERO);
        if (load.isPresent()) {
            return load.map(session -> new UnfinishedPull(
                    Kind.IN_PLACE,
                    Optional.of(session.begun()),
                    Optional.empty(),
                    !session.condemned(connection).isEmpty()));
        }
        return DatabaseSwap.leftovers(connection)
                .unfinished()
                .map(name -> new UnfinishedPull(Kind.SWAP, Optional.empty(), Optional.of(name), false));
    }
}
