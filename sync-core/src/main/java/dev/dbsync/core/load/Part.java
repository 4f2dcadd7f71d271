package dev.dbsync.core.load;

import dev.dbsync.core.database.TableName;
import java.time.Instant;
import java.util.Objects;

/**
 * A part of a table that is copied: its record is committed with its rows.
 *
 * <p>Parts are ranges of blocks, which mean nothing under another snapshot: a table counts as finished when all of its
 * parts were copied under one snapshot.
 *
 * @param table of the target
 * @param part which one, from 0
 * @param parts how many the table was split into under this snapshot; 1 for a table that was not
 * @param snapshot which snapshot of the source it was read under: any text that no other snapshot has
 * @param taken when that snapshot was taken
 * @param rows that were copied
 */
public record Part(TableName table, int part, int parts, String snapshot, Instant taken, long rows) {

    public Part {
        Objects.requireNonNull(table);
        Objects.requireNonNull(snapshot);
        Objects.requireNonNull(taken);
        if (part < 0 || part >= parts) {
            throw new IllegalArgumentException("part " + part + " of " + parts);
        }
    }
}
