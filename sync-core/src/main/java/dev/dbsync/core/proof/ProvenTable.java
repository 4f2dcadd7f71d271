package dev.dbsync.core.proof;

import dev.dbsync.core.database.TableName;
import dev.dbsync.core.masking.OutputPromise;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A table that was copied, as the proof needs it.
 *
 * @param name in the source; a table that holds rows itself
 * @param root the partitioned table at the top of its tree; itself where there is none
 * @param into the relation of the target that took its rows
 * @param estimatedRows by the source's statistics
 * @param bytes in the source, without indexes
 * @param masked its masked columns, in the order in which they are read
 * @param kept its other copied columns, with whose decision that was
 * @param rows reads the values that were masked
 */
public record ProvenTable(
        TableName name,
        TableName root,
        TableName into,
        long estimatedRows,
        long bytes,
        List<Masked> masked,
        Map<String, Keeping> kept,
        MaskedRows rows) {

    public ProvenTable {
        masked = List.copyOf(masked);
        kept = Map.copyOf(kept);
    }

    /**
     * A masked column.
     *
     * @param conditional whether some of its values are kept by the rule's condition
     */
    public record Masked(String column, String strategy, OutputPromise promise, boolean conditional) {}

    /** Who has decided that a column is copied as it is. */
    public enum Keeping {
        /** Somebody, for this column or for the one that it references. */
        DECIDED,
        /** Nobody needed to: its type is harmless, or its table is of reference data. */
        NEEDLESS,
        /** {@code anonymize.unclassified}, and so nobody. */
        UNDECIDED
    }

    /** Reads the values that were masked, again. */
    @FunctionalInterface
    public interface MaskedRows {

        /**
         * Values that were kept by a rule's condition, and NULLs, are not told.
         *
         * @param source in the snapshot that was copied
         * @param condition further SQL that each row has to satisfy; empty for all
         * @param limit at most so many rows; empty for all
         * @param observers one for each masked column
         * @return how many rows there were
         */
        long read(
                Connection source,
                Optional<String> condition,
                Optional<Integer> limit,
                List<? extends Observer> observers)
                throws SQLException;
    }

    /** Hears of the values of one column. */
    @FunctionalInterface
    public interface Observer {

        /**
         * @param value its text form in UTF-8, not to be changed
         * @param mask gives what it was masked to, null for NULL
         */
        void value(byte[] value, UnaryOperator<byte[]> mask);
    }
}
