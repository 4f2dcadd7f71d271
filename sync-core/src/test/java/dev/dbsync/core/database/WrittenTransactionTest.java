package dev.dbsync.core.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.testing.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WrittenTransactionTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    @Test
    void itsServerKnowsWhatBecameOfIt() throws SQLException {
        Database database = server.createDatabase("test");
        try (Connection connection = database.connect("test")) {
            connection.setAutoCommit(false);
            WrittenTransaction open = WrittenTransaction.of(connection);
            assertThat(open.fate(database)).isEqualTo(TransactionFate.IN_PROGRESS);
            connection.commit();
            assertThat(open.fate(database)).isEqualTo(TransactionFate.COMMITTED);
            WrittenTransaction undone = WrittenTransaction.of(connection);
            connection.rollback();
            assertThat(undone.fate(database)).isEqualTo(TransactionFate.ABORTED);
        }
    }

    /** After a failover, or a restore to an earlier moment, its number may be another transaction's. */
    @Test
    void theAnswerOfAnotherTimelineDoesNotCount() throws SQLException {
        Database database = server.createDatabase("test");
        try (Connection connection = database.connect("test")) {
            WrittenTransaction committed = WrittenTransaction.of(connection);
            assertThat(committed.server()).endsWith("/00000001");
            WrittenTransaction before =
                    new WrittenTransaction(committed.xid(), committed.server().replace("/00000001", "/00000002"));

            assertThat(committed.fate(database)).isEqualTo(TransactionFate.COMMITTED);
            assertThat(before.fate(database)).isEqualTo(TransactionFate.UNKNOWN);
            // Its own number would be an error there.
            assertThat(new WrittenTransaction("999999999", before.server()).fate(database))
                    .isEqualTo(TransactionFate.UNKNOWN);
        }
    }

    @Test
    void aServerThatDoesNotAnswerIsAskedAgain() {
        int[] asked = {0};
        TransactionFate fate = new LostReply(3, Duration.ZERO).ask(() -> {
            if (++asked[0] < 3) {
                throw new SQLException("starting up", "57P03");
            }
            return TransactionFate.COMMITTED;
        });

        assertThat(fate).isEqualTo(TransactionFate.COMMITTED);
        assertThat(asked[0]).isEqualTo(3);
    }
}
