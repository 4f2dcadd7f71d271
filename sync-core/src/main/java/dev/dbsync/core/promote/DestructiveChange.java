package dev.dbsync.core.promote;

import java.util.Optional;
import java.util.Set;

/**
 * A statement of a pending script that loses data of the target, or may hold up a large table of it.
 *
 * @param what in a few words, such as "drops the column"
 * @param object schema, {@code table} or {@code table.column}, as the script has it
 * @param origin where an earlier statement gave it that name, what it is in the target, and who renamed it, for people
 * @param names each of these, in {@code sync.allowDestructive}, acknowledges it: the object, qualified or not, what it
 *     belongs to, and both as the target has them
 * @param script its name
 * @param line from 1
 * @param losesData whether rows or values are gone when it has committed; if not, it is a warning
 */
public record DestructiveChange(
        String what,
        String object,
        Optional<String> origin,
        Set<String> names,
        String script,
        int line,
        boolean losesData) {

    public DestructiveChange {
        names = Set.copyOf(names);
    }

    /** A loss, under the name that it has in the target too. */
    static DestructiveChange of(String what, String object, Set<String> names, String script, int line) {
        return new DestructiveChange(what, object, Optional.empty(), names, script, line, true);
    }

    /** What acknowledges it in a list that commas separate: the object, or everything where a comma is in its name. */
    String acknowledgement() {
        return object.contains(",") ? DestructiveAllowance.ALL : object;
    }

    /**
     * For people: {@code V7__x.sql:3 drops the column orders.note}, and {@code (purchases.note of prod, renamed by
     * V6__y.sql)} behind it.
     */
    public String shown() {
        return script + ":" + line + " " + what + " " + object
                + origin.map(was -> " (" + was + ")").orElse("");
    }
}
