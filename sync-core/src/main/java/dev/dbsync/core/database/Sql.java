package dev.dbsync.core.database;

import java.util.Collection;
import java.util.stream.Collectors;

/** The one place where names are quoted into SQL. */
public final class Sql {

    private Sql() {}

    /** The name as a quoted identifier: {@code order "x"} becomes {@code "order ""x"""}. */
    public static String identifier(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** The names as a comma-separated list of quoted identifiers. */
    public static String identifiers(Collection<String> names) {
        return names.stream().map(Sql::identifier).collect(Collectors.joining(", "));
    }

    /** The text as a string literal, for the few statements that take no parameters. */
    public static String literal(String text) {
        String quoted = "'" + text.replace("'", "''") + "'";
        return text.indexOf('\\') < 0 ? quoted : "E" + quoted.replace("\\", "\\\\");
    }
}
