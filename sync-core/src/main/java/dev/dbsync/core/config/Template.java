package dev.dbsync.core.config;

import java.util.Objects;

/**
 * A text of the configuration that may hold variables such as {@code ${NAME}}; {@link Variables} resolves it, when it
 * is first used and not before.
 *
 * @param text as it stands in the file; may be a secret, so it is never shown
 * @param where file:line:column, or what else it came from
 */
public record Template(String text, String where) {

    public Template {
        Objects.requireNonNull(text);
        Objects.requireNonNull(where);
    }

    /** A text that means itself, whatever it holds: variables in it are not resolved. */
    public static Template literal(String text, String where) {
        return new Template(text.replace("${", "$${"), where);
    }

    /** Only the place: the text may be a secret. */
    @Override
    public String toString() {
        return "text of " + where;
    }
}
