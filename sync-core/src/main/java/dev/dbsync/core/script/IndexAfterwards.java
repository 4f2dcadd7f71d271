package dev.dbsync.core.script;

/**
 * What must hold of an index, or of several, once a statement that builds or drops them outside a transaction has
 * ended: an interrupted one leaves invalid indexes behind, over which {@code IF NOT EXISTS} then succeeds.
 *
 * <p>Rests on <a
 * href="https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY">Building Indexes
 * Concurrently</a>.
 *
 * @param scope what {@code name} is the name of
 * @param name in its table's schema, where the script names that; for {@link Scope#DATABASE} the database's name, empty
 *     where the script leaves it out
 */
public record IndexAfterwards(State state, Scope scope, SqlName name) {

    /** What is to be found in the catalog. */
    public enum State {
        VALID,
        GONE
    }

    /** Which indexes are meant. */
    public enum Scope {
        /** The one of that name. */
        INDEX,
        /** All of the table of that name: the statement leaves the index's name to the server, or rebuilds them all. */
        TABLE,
        /** All of the schema of that name. */
        SCHEMA,
        /** All of the database. */
        DATABASE
    }
}
