package dev.dbsync.core.promote;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.LostReply;
import dev.dbsync.core.database.TransactionFate;
import dev.dbsync.core.lookup.LookupCounts;
import dev.dbsync.core.migration.OneTransaction;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.run.Outcome;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Commits, and finds out what became of it when the reply is lost. */
final class CommitOutcome {

    private final Database database;
    private final OneTransaction transaction;
    private final LostReply reply;
    private Optional<PromoteResult> result = Optional.empty();

    CommitOutcome(Database database, OneTransaction transaction) {
        this(database, transaction, new LostReply());
    }

    /** @param reply how patiently the server is asked */
    CommitOutcome(Database database, OneTransaction transaction, LostReply reply) {
        this.database = database;
        this.transaction = transaction;
        this.reply = reply;
    }

    /** @throws SQLException when it did not commit */
    PromoteResult commit(List<LookupCounts> lookups) throws SQLException {
        TransactionFate fate =
                reply.commit(transaction::commit, () -> transaction.written().fate(database));
        result = Optional.of(
                fate == TransactionFate.COMMITTED
                        ? new PromoteResult(Outcome.PROMOTED, lookups, Optional.empty())
                        : unknown(lookups));
        return result.get();
    }

    /** What {@link #commit} returned; empty before that, and when it threw. */
    Optional<PromoteResult> result() {
        return result;
    }

    private PromoteResult unknown(List<LookupCounts> lookups) {
        return new PromoteResult(
                Outcome.UNKNOWN,
                lookups,
                Optional.of(new Problem(
                        "The reply to COMMIT was lost, and the server could not be asked what became of it",
                        database.shown() + ", transaction " + transaction.xid(),
                        "When the server is back: SELECT pg_xact_status('" + transaction.xid() + "');\n"
                                + "or, and after a failover: mvn sync:status")));
    }
}
