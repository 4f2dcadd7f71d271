package dev.dbsync.core.problem;

import java.util.Objects;

/**
 * A failure that a user can mend, as data: rendered once, at the edge, and written into every report.
 *
 * <p>None of the three may hold a value of a row or a secret.
 *
 * @param what what happened, one sentence without a full stop at its end
 * @param where file:line:column, environment, table or script; empty where there is no such place
 * @param remedy what the user should do, one or more lines; empty where nothing sensible can be said
 */
public record Problem(String what, String where, String remedy) {

    public Problem {
        Objects.requireNonNull(what);
        Objects.requireNonNull(where);
        Objects.requireNonNull(remedy);
    }

    /** The problem as text: what, then where, then the remedy on lines of their own. */
    public String text() {
        StringBuilder text = new StringBuilder(what);
        if (!where.isEmpty()) {
            text.append("\n  where:  ").append(where.replace("\n", "\n          "));
        }
        if (!remedy.isEmpty()) {
            text.append("\n  remedy: ").append(remedy.replace("\n", "\n          "));
        }
        return text.toString();
    }
}
