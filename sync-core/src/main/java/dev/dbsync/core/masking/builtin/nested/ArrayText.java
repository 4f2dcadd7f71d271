package dev.dbsync.core.masking.builtin.nested;

import dev.dbsync.core.masking.ColumnMask;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Rewrites the elements of an array in PostgreSQL's text form, {@code [0:1]={{"a b",NULL},{c,d}}}; bounds, dimensions
 * and NULLs stay. Linear in the text's length, and of any depth.
 */
final class ArrayText {

    private static final byte[] EMPTY = "{}".getBytes(StandardCharsets.US_ASCII);

    private final byte[] text;
    private final byte delimiter;
    private final ColumnMask mask;
    private final ByteArrayOutputStream result;

    private ArrayText(byte[] text, byte delimiter, ColumnMask mask) {
        this.text = text;
        this.delimiter = delimiter;
        this.mask = mask;
        this.result = new ByteArrayOutputStream(text.length + 16);
    }

    /** @return an empty array for a text that is none */
    static byte[] masked(byte[] text, byte delimiter, ColumnMask mask) {
        byte[] masked = new ArrayText(text, delimiter, mask).masked();
        return masked == null ? EMPTY.clone() : masked;
    }

    private byte[] masked() {
        int at = bounds();
        if (at < 0) {
            return null;
        }
        result.write(text, 0, at);
        int depth = 0;
        do {
            if (at >= text.length) {
                return null;
            }
            byte c = text[at];
            if (c == '{' || c == '}') {
                depth += c == '{' ? 1 : -1;
                result.write(c);
                at++;
            } else if (c == delimiter) {
                result.write(c);
                at++;
            } else {
                at = c == '"' ? quoted(at + 1) : plain(at);
                if (at < 0) {
                    return null;
                }
            }
        } while (depth > 0);
        return at == text.length ? result.toByteArray() : null;
    }

    /** Where the first brace stands, after bounds or at the beginning; -1 where neither is there. */
    private int bounds() {
        if (text.length == 0 || text[0] != '[' && text[0] != '{') {
            return -1;
        }
        int at = 0;
        while (at < text.length && text[at] != '{') {
            byte c = text[at++];
            boolean valid =
                    c >= '0' && c <= '9' || c == '[' || c == ']' || c == ':' || c == '-' || c == '+' || c == '=';
            if (!valid) {
                return -1;
            }
        }
        return at < text.length && (at == 0 || text[at - 1] == '=') ? at : -1;
    }

    private int quoted(int from) {
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        int at = from;
        while (at < text.length && text[at] != '"') {
            if (text[at] == '\\') {
                at++;
            }
            if (at < text.length) {
                element.write(text[at++]);
            }
        }
        if (at >= text.length) {
            return -1;
        }
        write(mask.mask(element.toByteArray()));
        return at + 1;
    }

    private int plain(int from) {
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        int at = from;
        boolean escaped = false;
        while (at < text.length && text[at] != delimiter && text[at] != '}' && text[at] != '{') {
            if (text[at] == '\\') {
                escaped = true;
                at++;
            }
            if (at < text.length) {
                element.write(text[at++]);
            }
        }
        byte[] value = element.toByteArray();
        boolean isNull = !escaped && new String(value, StandardCharsets.UTF_8).equalsIgnoreCase("null");
        write(isNull ? null : mask.mask(value));
        return at;
    }

    /** In quotes whatever it is, so that no element is taken for a NULL or for braces. */
    private void write(byte[] element) {
        if (element == null) {
            result.writeBytes("NULL".getBytes(StandardCharsets.US_ASCII));
            return;
        }
        result.write('"');
        for (byte b : element) {
            if (b == '"' || b == '\\') {
                result.write('\\');
            }
            result.write(b);
        }
        result.write('"');
    }
}
