package dev.dbsync.core.copy;

/**
 * The format in which COPY sends rows.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-copy.html#SQL-COPY-FILE-FORMATS">COPY, file formats</a>
 */
public enum CopyFormat {
    TEXT(""),
    BINARY("FORMAT binary");

    private final String option;

    CopyFormat(String option) {
        this.option = option;
    }

    /** As COPY's list of options wants it; empty for the one that it takes by itself. */
    String option() {
        return option;
    }
}
