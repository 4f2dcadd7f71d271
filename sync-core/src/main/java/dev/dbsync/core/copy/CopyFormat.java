package dev.dbsync.core.copy;

/**
 * The format in which COPY sends rows.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-copy.html#SQL-COPY-FILE-FORMATS">COPY, file formats</a>
 */
public enum CopyFormat {
    TEXT("text", ""),
    BINARY("binary", "FORMAT binary");

    private final String word;
    private final String option;

    CopyFormat(String word, String option) {
        this.word = word;
        this.option = option;
    }

    /** For people, and for reports: {@code text} or {@code binary}. */
    public String word() {
        return word;
    }

    /** As COPY's list of options wants it; empty for the one that it takes by itself. */
    String option() {
        return option;
    }
}
