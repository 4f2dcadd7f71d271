package dev.dbsync.core.script;

import dev.dbsync.core.script.Token.Kind;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Reads tokens as PostgreSQL's own lexer tells them apart, so that no semicolon or keyword is seen inside a string, a
 * quoted name or a (nested) comment.
 *
 * <p>Rests on <a href="https://www.postgresql.org/docs/current/sql-syntax-lexical.html">Lexical Structure</a>.
 */
final class SqlLexer {

    private static final Set<String> STRING_PREFIXES = Set.of("E", "B", "X", "N");

    private final String text;
    private final int end;
    private int at;
    private boolean plainStringsEscape;

    SqlLexer(String text) {
        this(text, 0, text.length());
    }

    SqlLexer(String text, int from, int end) {
        this.text = text;
        this.at = from;
        this.end = end;
    }

    /** As {@code SET standard_conforming_strings} says: whether a backslash escapes in a plain string. */
    void plainStringsEscape(boolean escape) {
        plainStringsEscape = escape;
    }

    /** The offset behind the last token. */
    int position() {
        return at;
    }

    void moveTo(int offset) {
        at = offset;
    }

    /** The next token, empty at the end of the text. */
    Optional<Token> next() {
        int brokenComment = skipBlanks();
        if (brokenComment >= 0) {
            return Optional.of(token(Kind.BROKEN, brokenComment));
        }
        return at < end ? Optional.of(read()) : Optional.empty();
    }

    private Token read() {
        int from = at;
        char c = text.charAt(at);
        if (c == '\'') {
            return quoted(from, at, Kind.STRING, plainStringsEscape);
        }
        if (c == '"') {
            return quoted(from, at, Kind.QUOTED_NAME, false);
        }
        if (c == '$') {
            return dollar(from);
        }
        if (isNameStart(c)) {
            return word(from);
        }
        at++;
        if (isDigit(c)) {
            while (at < end && (isNamePart(text.charAt(at)) || text.charAt(at) == '.')) {
                at++;
            }
            return token(Kind.NUMBER, from);
        }
        return token(Kind.SYMBOL, from);
    }

    private Token word(int from) {
        while (at < end && isNamePart(text.charAt(at))) {
            at++;
        }
        String word = text.substring(from, at).toUpperCase(Locale.ROOT);
        if (STRING_PREFIXES.contains(word) && lookingAt("'")) {
            boolean escapes = word.equals("E") || (word.equals("N") && plainStringsEscape);
            return quoted(from, at, Kind.STRING, escapes);
        }
        if (word.equals("U") && lookingAt("&'")) {
            return quoted(from, at + 1, Kind.STRING, false);
        }
        if (word.equals("U") && lookingAt("&\"")) {
            return quoted(from, at + 1, Kind.QUOTED_NAME, false);
        }
        return token(Kind.WORD, from);
    }

    private Token quoted(int from, int quoteAt, Kind kind, boolean backslashEscapes) {
        char quote = text.charAt(quoteAt);
        at = quoteAt + 1;
        while (at < end) {
            char c = text.charAt(at++);
            if (c == '\\' && backslashEscapes && at < end) {
                at++;
            } else if (c == quote) {
                if (at < end && text.charAt(at) == quote) {
                    at++;
                } else {
                    return token(kind, from);
                }
            }
        }
        return token(Kind.BROKEN, from);
    }

    private Token dollar(int from) {
        int tagEnd = from + 1;
        while (tagEnd < end && text.charAt(tagEnd) != '$' && isNamePart(text.charAt(tagEnd))) {
            tagEnd++;
        }
        boolean opens = tagEnd < end
                && text.charAt(tagEnd) == '$'
                && (tagEnd == from + 1 || isNameStart(text.charAt(from + 1)));
        if (!opens) {
            at = from + 1;
            return token(Kind.SYMBOL, from);
        }
        String tag = text.substring(from, tagEnd + 1);
        int close = text.indexOf(tag, tagEnd + 1);
        boolean closes = close >= 0 && close + tag.length() <= end;
        at = closes ? close + tag.length() : end;
        return token(closes ? Kind.DOLLAR_STRING : Kind.BROKEN, from);
    }

    /** @return where a comment begins that never ends; -1 when all is well */
    private int skipBlanks() {
        while (at < end) {
            char c = text.charAt(at);
            if (isBlank(c) || (c == '\uFEFF' && at == 0)) {
                at++;
            } else if (lookingAt("--")) {
                skipLine();
            } else if (lookingAt("/*")) {
                int from = at;
                if (!skipComment()) {
                    return from;
                }
            } else {
                return -1;
            }
        }
        return -1;
    }

    private void skipLine() {
        while (at < end && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
            at++;
        }
    }

    private boolean skipComment() {
        int depth = 0;
        while (at < end) {
            if (lookingAt("/*")) {
                depth++;
                at += 2;
            } else if (lookingAt("*/")) {
                at += 2;
                if (--depth == 0) {
                    return true;
                }
            } else {
                at++;
            }
        }
        return false;
    }

    private boolean lookingAt(String expected) {
        return at + expected.length() <= end && text.startsWith(expected, at);
    }

    private Token token(Kind kind, int from) {
        return new Token(kind, from, at);
    }

    static boolean isBlank(char c) {
        return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' || c == '\u000B';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** PostgreSQL takes every byte above ASCII for a letter. */
    private static boolean isNameStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= '\u0080';
    }

    private static boolean isNamePart(char c) {
        return isNameStart(c) || isDigit(c) || c == '$';
    }
}
