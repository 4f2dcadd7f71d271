package dev.dbsync.core.proof;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The texts of a structured value as PostgreSQL writes it: of JSON, arrays, composites, hstore and XML; names of fields
 * are none. It reads any text, and finds no fault with one that only looks structured.
 */
final class Leaves {

    private Leaves() {}

    /** Whether a text begins as one of them does. */
    static boolean isStructured(byte[] text) {
        for (byte c : text) {
            switch (c) {
                case ' ', '\n', '\t', '\r' -> {}
                case '{', '[', '(', '<', '"' -> {
                    return true;
                }
                default -> {
                    return false;
                }
            }
        }
        return false;
    }

    static void of(byte[] text, Consumer<byte[]> leaf) {
        int from = 0;
        int at = 0;
        while (at < text.length) {
            byte c = text[at];
            if (c == '"') {
                bare(text, from, at, leaf);
                int end = endOfQuoted(text, at + 1);
                if (!isName(text, end + 1)) {
                    quoted(text, at + 1, end, leaf);
                }
                at = end + 1;
                from = at;
            } else if (isStructure(c)) {
                bare(text, from, at, leaf);
                at++;
                from = at;
            } else {
                at++;
            }
        }
        bare(text, from, text.length, leaf);
    }

    private static boolean isStructure(byte c) {
        return switch (c) {
            case '{', '}', '[', ']', '(', ')', ',', '<', '>' -> true;
            default -> false;
        };
    }

    /** The index of the quote that ends it, or of the text's end. */
    private static int endOfQuoted(byte[] text, int from) {
        int at = from;
        while (at < text.length && text[at] != '"') {
            at += text[at] == '\\' ? 2 : 1;
        }
        return Math.min(at, text.length);
    }

    /** Whether what stands here makes a name of what stands before it. */
    private static boolean isName(byte[] text, int from) {
        int at = from;
        while (at < text.length && (text[at] == ' ' || text[at] == '\n' || text[at] == '\t' || text[at] == '\r')) {
            at++;
        }
        return at < text.length
                && (text[at] == ':' || (text[at] == '=' && at + 1 < text.length && text[at + 1] == '>'));
    }

    private static void quoted(byte[] text, int from, int end, Consumer<byte[]> leaf) {
        if (from < end) {
            byte[] raw = Arrays.copyOfRange(text, from, end);
            leaf.accept(Unescaped.of(raw).orElse(raw));
        }
    }

    /** What follows a name, without the colon between them. */
    private static void bare(byte[] text, int from, int end, Consumer<byte[]> leaf) {
        int begin = from < end && text[from] == ':' ? from + 1 : from;
        if (begin < end) {
            leaf.accept(Arrays.copyOfRange(text, begin, end));
        }
    }
}
