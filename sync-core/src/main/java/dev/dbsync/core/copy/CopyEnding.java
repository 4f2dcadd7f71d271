package dev.dbsync.core.copy;

/** Hears how the two sides of a copy end. Thread-safe. */
interface CopyEnding {

    /** All was written. */
    void done(TableCopy.Result result);

    /** What is told first is what failed; all else follows from it. */
    void failed(Throwable thrown);
}
