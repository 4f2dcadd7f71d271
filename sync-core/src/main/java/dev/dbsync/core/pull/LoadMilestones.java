package dev.dbsync.core.pull;

import java.sql.Connection;
import java.sql.SQLException;

/** What a load in many transactions has come to, for whoever has more to do with what it fills. */
interface LoadMilestones {

    /** Nobody has. */
    LoadMilestones NONE = new LoadMilestones() {};

    /** All rows and indexes are there, and only checks follow. */
    default void loaded() {}

    /**
     * All is checked and proved.
     *
     * @param last a connection to what was filled, in the transaction that ends the load
     * @param inPart whether tables of an earlier snapshot are among it, in which not everything was sought
     */
    default void ended(Connection last, boolean inPart) throws SQLException {}
}
