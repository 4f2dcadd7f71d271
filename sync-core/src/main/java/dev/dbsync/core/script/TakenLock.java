package dev.dbsync.core.script;

import java.util.Objects;
import java.util.Optional;

/**
 * A lock that a statement takes on a relation that it names, and holds until its transaction ends.
 *
 * @param relation table, view, index or sequence, as written in the script; the script may have made it itself
 * @param reach what belongs to the relation and is locked with it
 * @param children whether partitions and inheriting tables are locked as well
 * @param dropped the column or constraint that goes: the other tables of its foreign keys are locked as well
 * @param script its name
 * @param line where the statement, or the action of an ALTER TABLE, stands, from 1
 */
public record TakenLock(
        SqlName relation,
        LockMode mode,
        Reach reach,
        boolean children,
        Optional<String> dropped,
        String script,
        int line) {

    public TakenLock {
        Objects.requireNonNull(relation);
        Objects.requireNonNull(mode);
        Objects.requireNonNull(reach);
    }

    /** What belongs to a relation and is locked with it. */
    public enum Reach {
        /** Nothing. */
        ITSELF,
        /** Its indexes. */
        INDEXES,
        /** Its indexes and its TOAST table. */
        STORAGE,
        /** All of that, its row type, constraints, defaults, triggers and sequences: it is dropped. */
        DROPPED
    }
}
