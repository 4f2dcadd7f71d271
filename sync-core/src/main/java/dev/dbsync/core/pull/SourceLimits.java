package dev.dbsync.core.pull;

import dev.dbsync.core.config.PullConfig;
import dev.dbsync.core.copy.CopyFlow;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What a configuration lets a pull, its plan and a preview take of the source. */
final class SourceLimits {

    private static final long BYTES_IN_A_MEGABYTE = 1_000_000;

    private SourceLimits() {}

    /** To be shared by all that reads rows of the source at the same time. */
    static CopyFlow flow(PullConfig config) {
        OptionalInt rate = config.maxRate();
        return new CopyFlow(
                rate.isPresent() ? OptionalLong.of(rate.getAsInt() * BYTES_IN_A_MEGABYTE) : OptionalLong.empty());
    }

    /**
     * Limits the time of each statement of a session.
     *
     * @param source in no transaction that has done anything; one that it is in is committed, so that no rollback
     *     undoes the setting
     */
    static void time(PullConfig config, Connection source) throws SQLException {
        if (config.statementTimeout().isEmpty()) {
            return;
        }
        try (Statement statement = source.createStatement()) {
            statement.execute(
                    "SET statement_timeout = " + config.statementTimeout().get().toMillis());
        }
        source.commit();
    }
}
