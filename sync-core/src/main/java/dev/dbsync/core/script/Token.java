package dev.dbsync.core.script;

import java.util.Locale;

/**
 * One token of a script, as offsets into its text.
 *
 * @param from of its first character
 * @param to behind its last character
 */
record Token(Kind kind, int from, int to) {

    enum Kind {
        /** A keyword or an unquoted name. */
        WORD,
        QUOTED_NAME,
        /** Of any spelling: plain, E, B, X, N, U&amp;. */
        STRING,
        DOLLAR_STRING,
        NUMBER,
        /** One character of punctuation or of an operator. */
        SYMBOL,
        /** A string, quoted name or comment that the script does not close. */
        BROKEN
    }

    String text(String script) {
        return script.substring(from, to);
    }

    /** A keyword in upper case, a symbol as it is; a name, string or number never equals either. */
    String word(String script) {
        return switch (kind) {
            case WORD -> text(script).toUpperCase(Locale.ROOT);
            case SYMBOL -> text(script);
            default -> "";
        };
    }

    boolean isName() {
        return kind == Kind.WORD || kind == Kind.QUOTED_NAME;
    }

    boolean isString() {
        return kind == Kind.STRING || kind == Kind.DOLLAR_STRING;
    }

    /** The name as the catalog would have it. */
    String name(String script) {
        return kind == Kind.QUOTED_NAME && script.charAt(from) == '"'
                ? script.substring(from + 1, to - 1).replace("\"\"", "\"")
                : text(script).toLowerCase(Locale.ROOT);
    }

    /** What a string says; of the escapes of an {@code E''} string only those of single characters are undone. */
    String value(String script) {
        if (kind == Kind.DOLLAR_STRING) {
            int tag = script.indexOf('$', from + 1) + 1 - from;
            return script.substring(from + tag, to - tag);
        }
        int quote = script.indexOf('\'', from);
        String inner = script.substring(quote + 1, to - 1).replace("''", "'");
        boolean escapes = quote > from && Character.toUpperCase(script.charAt(from)) == 'E';
        return escapes ? inner.replaceAll("\\\\(.)", "$1") : inner;
    }
}
