package dev.dbsync.core.swap;

/**
 * Something that one database holds and another does not.
 *
 * @param kind as PostgreSQL calls it, such as {@code table}, {@code event trigger} or {@code large object}
 * @param name qualified and quoted as in a statement; with its arguments where it is a function
 */
public record OwnObject(String kind, String name) {

    /** {@code table public.notes}. */
    public String shown() {
        return kind + " " + name;
    }
}
