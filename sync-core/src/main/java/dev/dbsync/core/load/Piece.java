package dev.dbsync.core.load;

import dev.dbsync.core.database.TableName;
import java.util.List;

/**
 * Something that is set aside, and what it takes.
 *
 * @param id in the record; pieces are taken away and put back in the order of their kinds, and within one of their ids
 * @param kind what it is
 * @param group pieces that only go and come together, such as an index and the key that stands on it: its name
 * @param table whose it is; for a foreign key the one that references
 * @param name of the index, constraint or trigger
 * @param away the statements that take it away, also where it is gone already
 * @param back the statements that put it back
 * @param check the statements that follow once the rows it speaks of are there: those of a foreign key that was valid
 * @param was what the catalog said of it
 * @param state where it is now
 */
record Piece(
        int id,
        Kind kind,
        String group,
        TableName table,
        String name,
        List<String> away,
        List<String> back,
        List<String> check,
        String was,
        State state) {

    /** In the order in which they are put back. */
    enum Kind {
        INDEX,
        /** A constraint on an index, or what else needs the table to itself. */
        KEY,
        /** The index of a partitioned table, and what makes those of its partitions parts of it. */
        TREE,
        FOREIGN_KEY,
        TRIGGER
    }

    enum State {
        ASIDE,
        /** The constraint is there, and the rows are not checked yet. */
        ADDED,
        BACK
    }

    Piece {
        away = List.copyOf(away);
        back = List.copyOf(back);
        check = List.copyOf(check);
    }

    /** One that is not in a record yet. */
    static Piece found(
            Kind kind,
            String group,
            TableName table,
            String name,
            List<String> away,
            List<String> back,
            List<String> check,
            String was) {
        return new Piece(0, kind, group, table, name, away, back, check, was, State.BACK);
    }

    Piece withId(int number) {
        return new Piece(number, kind, group, table, name, away, back, check, was, state);
    }

    /** Whether it can be put back before its rows are checked; else it comes back when they are. */
    boolean canWait() {
        return !back.isEmpty();
    }

    /** For people. */
    String shown() {
        return switch (kind) {
            case INDEX, TREE -> "index " + name;
            case KEY -> "key " + name + " of " + table.shown();
            case FOREIGN_KEY -> "foreign key " + name + " of " + table.shown();
            case TRIGGER -> "trigger " + name + " of " + table.shown();
        };
    }
}
