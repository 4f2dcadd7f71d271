package dev.dbsync.core.snapshot;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;

/**
 * A standby that is read instead of its primary. It goes on applying the primary's changes, and ends readers that stand
 * in the way for too long.
 *
 * @param feedback whether it tells its primary what is read here, so that vacuum leaves that alone
 * @param patience how long a change may wait for readers; empty for as long as they take
 * @see <a href="https://www.postgresql.org/docs/current/hot-standby.html#HOT-STANDBY-CONFLICT">Handling query
 *     conflicts</a>
 */
public record StandbySource(boolean feedback, Optional<Duration> patience) {

    /** Longer than most pulls take. */
    private static final Duration GENEROUS = Duration.ofHours(1);

    private static final String SETTINGS = """
            SELECT current_setting('hot_standby_feedback')::boolean,
                   setting::bigint
            FROM pg_settings
            WHERE name = 'max_standby_streaming_delay'
              AND pg_is_in_recovery()
            """;

    /** Empty where the server is no standby. */
    public static Optional<StandbySource> of(Connection source) throws SQLException {
        try (Statement statement = source.createStatement();
                ResultSet row = statement.executeQuery(SETTINGS)) {
            if (!row.next()) {
                return Optional.empty();
            }
            long millis = row.getLong(2);
            return Optional.of(new StandbySource(
                    row.getBoolean(1), millis < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(millis))));
        }
    }

    /** What a plan should say of it; empty where a pull has little to fear, and nobody else either. */
    public Optional<String> notice(String from) {
        if (feedback && patience.map(time -> time.compareTo(GENEROUS) >= 0).orElse(true)) {
            return Optional.empty();
        }
        String settings = "hot_standby_feedback = " + (feedback ? "on" : "off") + ", max_standby_streaming_delay = "
                + patience.map(StandbySource::shown).orElse("-1");
        if (patience.isEmpty()) {
            return Optional.of(from + " is a standby (" + settings
                    + "): it does not end the pull, and may fall behind its primary for as long as the pull reads");
        }
        return Optional.of(from + " is a standby (" + settings + "): it ends the pull when "
                + (feedback ? "a lock of DDL" : "a lock of DDL, or what vacuum removes,")
                + " on its primary has waited for it so long. A longer delay"
                + (feedback ? " prevents that" : ", and feedback, prevent that"));
    }

    private static String shown(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + "s" : time.toMillis() + "ms";
    }
}
