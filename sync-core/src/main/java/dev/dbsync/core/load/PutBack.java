package dev.dbsync.core.load;

import dev.dbsync.core.database.TableName;
import dev.dbsync.core.problem.SyncException;
import java.sql.Connection;

/**
 * One task of putting things back. It may be run on any connection to the target, at the same time as all others of the
 * same list, in any order, and again: what is back already is left alone.
 */
public interface PutBack {

    /** The table whose index or key it is; for a foreign key the one that references. */
    TableName table();

    /** What it does, for people: {@code index orders_customer_idx}. */
    String shown();

    /**
     * Does it, and commits it together with the record that it is done. It waits for locks that others hold for as long
     * as {@link LoadTarget#patience()} says, and holds up nobody who comes meanwhile for longer than seconds.
     *
     * @param connection with no transaction under way; its autocommit is as it was afterwards
     * @throws RowsDoNotFitException when the rows of the table do not satisfy it; it is then still to be put back
     * @throws SyncException for all else that fails
     */
    void run(Connection connection);
}
