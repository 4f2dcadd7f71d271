package dev.dbsync.core.proof;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * A part of the proof that can be done beside others.
 *
 * @param shown what it does, for people
 * @param bytes how much it reads, roughly
 */
public record ProofTask(String shown, long bytes, Work work) {

    /** What it does. */
    @FunctionalInterface
    public interface Work {

        /**
         * @param source in the snapshot that was copied
         * @param target where what was loaded is visible
         */
        void run(Connection source, Connection target) throws SQLException;
    }
}
