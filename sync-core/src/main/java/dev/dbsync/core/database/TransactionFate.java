package dev.dbsync.core.database;

/** What became of a transaction, as far as its server can be asked. */
public enum TransactionFate {
    COMMITTED,
    ABORTED,
    /** It is open still: a server takes a while to notice that its client is gone. */
    IN_PROGRESS,
    /** The server cannot be asked, no longer knows, or is another one by now. */
    UNKNOWN
}
