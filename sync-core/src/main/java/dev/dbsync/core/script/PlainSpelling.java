package dev.dbsync.core.script;

import java.util.Arrays;
import java.util.Locale;

/**
 * A statement spelt so that the grammar stumbles over nothing that is not its structure: comments blanked, strings of
 * every spelling made plain ones, characters beyond the basic plane replaced. Every other character stays at its
 * offset, so that a place in the grammar's tree is a place in the script.
 *
 * <p>Clauses that say nothing of what is asked here, and that the grammar does not know or wants elsewhere, are
 * blanked. The grammar's own lexer does not know that a backslash escapes in an {@code E''} string, and counts
 * characters beyond the basic plane once.
 */
final class PlainSpelling {

    private PlainSpelling() {}

    /** The statement's characters, from its first token to its last. */
    static String of(String script, Piece piece) {
        int start = piece.firstToken();
        char[] plain = new char[piece.lastTokenEnd() - start];
        blank(script, start, plain);
        String before = "";
        for (Token token : piece.tokens()) {
            spell(token, before, script, start, plain);
            before = token.word(script);
        }
        withoutEscapeClause(script, piece, plain);
        withoutDeferral(script, piece, plain);
        return new String(plain);
    }

    private static void spell(Token token, String before, String script, int start, char[] plain) {
        int from = token.from() - start;
        int to = token.to() - start;
        if (token.isString()) {
            // LANGUAGE 'plpgsql' is a name in a string's clothes.
            char quote = before.equals("LANGUAGE") ? '"' : '\'';
            plain[from] = quote;
            Arrays.fill(plain, from + 1, to - 1, 'x');
            plain[to - 1] = quote;
            return;
        }
        for (int i = from; i < to; i++) {
            char c = script.charAt(start + i);
            plain[i] = Character.isSurrogate(c) ? 'x' : c;
        }
        if (token.kind() == Token.Kind.NUMBER) {
            spellNumber(plain, from, to);
        }
    }

    /** 1_000 and 0xFF, which PostgreSQL 16 brought. */
    private static void spellNumber(char[] plain, int from, int to) {
        boolean otherBase = to - from > 2 && plain[from] == '0' && "xXoObB".indexOf(plain[from + 1]) >= 0;
        for (int i = from; i < to; i++) {
            plain[i] = otherBase ? '1' : plain[i] == '_' ? '0' : plain[i];
        }
    }

    private static void blank(String script, int start, char[] plain) {
        for (int i = 0; i < plain.length; i++) {
            char c = script.charAt(start + i);
            plain[i] = c == '\n' || c == '\r' ? c : ' ';
        }
    }

    /** {@code U&'…' UESCAPE '!'} says how the string is spelt, nothing else. */
    private static void withoutEscapeClause(String script, Piece piece, char[] plain) {
        for (int i = 1; i + 1 < piece.tokens().size(); i++) {
            Token before = piece.tokens().get(i - 1);
            Token token = piece.tokens().get(i);
            Token behind = piece.tokens().get(i + 1);
            boolean unicode = before.text(script).toUpperCase(Locale.ROOT).startsWith("U&");
            if (unicode && token.word(script).equals("UESCAPE") && behind.isString()) {
                Arrays.fill(plain, token.from() - piece.firstToken(), behind.to() - piece.firstToken(), ' ');
            }
        }
    }

    /** {@code DEFERRABLE INITIALLY DEFERRED NOT VALID}: the grammar wants NOT VALID to come first. */
    private static void withoutDeferral(String script, Piece piece, char[] plain) {
        for (int i = 0; i < piece.tokens().size(); i++) {
            Words words =
                    new Words(script, piece.tokens().subList(i, piece.tokens().size()));
            words.take("NOT");
            if (!words.take("DEFERRABLE")) {
                continue;
            }
            if (words.take("INITIALLY")) {
                words.skip();
            }
            if (words.take("NOT", "VALID")) {
                int from = piece.tokens().get(i).from();
                int to = piece.tokens().get(i + words.position() - 3).to();
                Arrays.fill(plain, from - piece.firstToken(), to - piece.firstToken(), ' ');
            }
        }
    }
}
