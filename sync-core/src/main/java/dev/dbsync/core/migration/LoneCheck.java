package dev.dbsync.core.migration;

import java.sql.Connection;
import java.sql.SQLException;

/** What is done around a script that is run by itself while no other Flyway can be at work in the database. */
public interface LoneCheck {

    /**
     * Before anything is changed.
     *
     * @throws dev.dbsync.core.problem.SyncException when the script is not to be run
     */
    void before(Connection target) throws SQLException;

    /** When the script is in the history. */
    void after(Connection target) throws SQLException;
}
