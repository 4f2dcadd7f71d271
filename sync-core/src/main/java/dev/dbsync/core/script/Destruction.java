package dev.dbsync.core.script;

import java.util.Objects;
import java.util.Optional;

/**
 * A statement, or one action of it, that destroys data or may hold up a table for long.
 *
 * <p>Also of tables that the script itself makes: who follows names ({@link PendingNames}) can tell them. Not among
 * them: what functions do that a script calls, UPDATE, and DELETE with a condition, however wide.
 *
 * @param object for people: a schema, {@code table}, {@code table.column}, as written in the script
 * @param table the table to look up in the catalog, for its size or a column's type; the object itself where it is
 *     something else
 * @param column of that table, where one is meant
 * @param script its name
 * @param line where the action stands, from 1
 * @param losesData whether rows, values or a sequence's position are gone when it has committed. A
 *     {@link Kind#TYPE_CHANGE} says true, since the text does not tell the old type: ask {@link TypeChange#narrows}
 *     with the catalog's
 * @param newType as written, for a change of type
 * @param ifExists whether nothing is said to happen where there is no such object
 */
public record Destruction(
        Kind kind,
        String object,
        SqlName table,
        Optional<String> column,
        String script,
        int line,
        boolean losesData,
        Optional<String> newType,
        boolean ifExists)
        implements Effect {

    public Destruction {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(object);
        Objects.requireNonNull(table);
    }

    /** Of a thing that is no column. */
    static Destruction of(Kind kind, String object, SqlName table, String script, int line, boolean losesData) {
        return new Destruction(kind, object, table, Optional.empty(), script, line, losesData, Optional.empty(), false);
    }

    Destruction ifExists(boolean onlyIf) {
        return new Destruction(kind, object, table, column, script, line, losesData, newType, onlyIf);
    }

    /** What is done. The pages are those of the statements' names in PostgreSQL's SQL Commands. */
    public enum Kind {
        DROP_TABLE,
        DROP_COLUMN,
        /** Of a composite type: rows that hold values of the type lose a part of them. */
        DROP_ATTRIBUTE,
        /** Loses data with CASCADE alone: without it, PostgreSQL drops empty schemas only. */
        DROP_SCHEMA,
        DROP_SEQUENCE,
        DROP_DATABASE,
        /** A view or materialized view: derived data. */
        DROP_VIEW,
        /** DROP OWNED, or anything else with CASCADE: a type, domain, extension or function takes columns along. */
        DROP_CASCADE,
        /** Without CASCADE: only tables of its own can be lost. */
        DROP_EXTENSION,
        TRUNCATE,
        /** DELETE without WHERE, or with one that is always true; of a view, the rows that it shows. */
        DELETE_ALL,
        /** MERGE whose DELETE has no condition of its own. */
        DELETE_MATCHED,
        /** A column's type, and nothing but a cast in USING. */
        TYPE_CHANGE,
        /** A column's type with a USING that computes the values: what is lost cannot be told. */
        TYPE_CHANGE_COMPUTED,
        /** The type of an attribute of a composite type. */
        ATTRIBUTE_TYPE_CHANGE,
        /** Scans the table under an exclusive lock, unless a validated CHECK proves it. */
        SET_NOT_NULL,
        /** Fails where the table has rows. */
        ADD_NOT_NULL_COLUMN,
        /** A column with a volatile default, an identity or a stored expression rewrites the table. */
        ADD_COMPUTED_COLUMN,
        /** Blocks writers while it is built. */
        CREATE_INDEX,
        /** A foreign key or check without NOT VALID: scans the table. */
        ADD_VALIDATED_CONSTRAINT,
        /** A primary key, unique or exclusion constraint that builds its index. */
        ADD_INDEX_CONSTRAINT,
        /** SET LOGGED, TABLESPACE, ACCESS METHOD or EXPRESSION, CLUSTER, VACUUM FULL. */
        REWRITE_TABLE,
        /**
         * A DO block whose code holds DROP, TRUNCATE, DELETE without WHERE or a change of type, in a string perhaps; or
         * one in a language that cannot be read.
         */
        CODE,
        /** The rows stay, in a table of their own. */
        DETACH_PARTITION,
        /** A new name or schema: running applications no longer find it. */
        RENAME
    }
}
