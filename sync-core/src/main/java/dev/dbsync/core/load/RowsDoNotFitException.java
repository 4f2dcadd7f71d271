package dev.dbsync.core.load;

import dev.dbsync.core.database.TableName;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;

/** The rows of a table do not satisfy an index, a key or a foreign key that was to be put back. */
public final class RowsDoNotFitException extends SyncException {

    private final TableName table;

    RowsDoNotFitException(TableName table, Problem problem, Throwable cause) {
        super(problem, cause);
        this.table = table;
    }

    /** The table whose rows do not fit: for a foreign key the one that references, not the one that is referenced. */
    public TableName table() {
        return table;
    }
}
