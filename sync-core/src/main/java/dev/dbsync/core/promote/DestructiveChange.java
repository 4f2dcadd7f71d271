package dev.dbsync.core.promote;

import java.util.Set;

/**
 * A statement of a pending script that loses data of the target, or may hold up a large table of it.
 *
 * @param what in a few words, such as "drops the column"
 * @param object schema, {@code table} or {@code table.column}, as the script has it
 * @param names each of these, in {@code sync.allowDestructive}, acknowledges it: the object, qualified or not, and what
 *     it belongs to
 * @param script its name
 * @param line from 1
 * @param losesData whether rows or values are gone when it has committed; if not, it is a warning
 */
public record DestructiveChange(
        String what, String object, Set<String> names, String script, int line, boolean losesData) {

    public DestructiveChange {
        names = Set.copyOf(names);
    }

    /** What acknowledges it in a list that commas separate: the object, or everything where a comma is in its name. */
    String acknowledgement() {
        return object.contains(",") ? DestructiveAllowance.ALL : object;
    }

    /** For people: {@code V7__x.sql:3 drops the column orders.note}. */
    public String shown() {
        return script + ":" + line + " " + what + " " + object;
    }
}
