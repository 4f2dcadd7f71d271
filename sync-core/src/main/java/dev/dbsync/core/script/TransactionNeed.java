package dev.dbsync.core.script;

import java.util.List;
import java.util.Optional;

/**
 * Why a statement cannot, or may not, share a transaction with others.
 *
 * @param what the statement's name, for people: {@code CREATE INDEX CONCURRENTLY}
 * @param line of the statement's first token, from 1
 * @param relation the table or index that decides, for {@link Kind#OUTSIDE_IF_PARTITIONED}; the procedure, for a CALL;
 *     the table of an index that is created, and the partition that is detached
 * @param indexes what must hold when the statement has ended
 */
public record TransactionNeed(
        Kind kind, String what, int line, Optional<SqlName> relation, List<IndexAfterwards> indexes) {

    /** The end of {@link #what} of what ends a transaction and begins the next. */
    public static final String AND_CHAIN = " AND CHAIN";

    /** What is called so when it is concurrent. */
    public static final String DETACH = "ALTER TABLE … DETACH PARTITION … CONCURRENTLY";

    public TransactionNeed {
        indexes = List.copyOf(indexes);
    }

    /** What a single statement asks for, judged by its words alone; empty for one that may share a transaction. */
    public static Optional<TransactionNeed> of(String statement) {
        return TransactionNeeds.of(statement);
    }

    /** What the statement asks for. */
    public enum Kind {
        /** PostgreSQL refuses it inside a transaction block. */
        OUTSIDE,
        /** Refused inside a transaction block only where the relation is partitioned: the catalog knows. */
        OUTSIDE_IF_PARTITIONED,
        /** It begins or ends a transaction by itself. */
        CONTROLS_TRANSACTION,
        /**
         * Code that commits or rolls back, or may do so in a way that cannot be seen; inside a transaction it fails.
         */
        MAY_COMMIT
    }
}
