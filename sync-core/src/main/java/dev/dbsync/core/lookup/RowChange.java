package dev.dbsync.core.lookup;

/** What becomes of one row. */
public record RowChange(Kind kind) {

    public enum Kind {
        INSERT,
        UPDATE,
        DELETE
    }
}
