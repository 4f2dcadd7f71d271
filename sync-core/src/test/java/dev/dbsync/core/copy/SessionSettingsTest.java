package dev.dbsync.core.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.testing.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SessionSettingsTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    /** A laptop that falls asleep takes nothing back by itself. */
    @Test
    void theServerFindsOutWithinMinutesThatALinkIsDead() throws SQLException {
        Database database = server.createDatabase("prod");
        try (Connection connection = database.connectReadOnly("test")) {
            SessionSettings.apply(connection);

            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("""
                            SELECT current_setting('tcp_keepalives_idle')::int
                                       + current_setting('tcp_keepalives_interval')::int
                                             * current_setting('tcp_keepalives_count')::int
                            """)) {
                row.next();
                assertThat(row.getInt(1)).isBetween(1, 180);
            }
        }
    }
}
