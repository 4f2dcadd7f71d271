package dev.dbsync.core.lookup;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Fields of a row in COPY's text format, by their bytes: between tabs, with a backslash before what stands for another
 * byte.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-copy.html">COPY, text format</a>
 */
final class CopiedText {

    private static final String ESCAPED = "bfnrtv";
    private static final String MEANT = "\b\f\n\r\t\u000b";

    private CopiedText() {}

    /** Where the first fields of the row end. */
    static int end(byte[] row, int fields) {
        return end(row, 0, fields);
    }

    /** Where so many fields end of which the first begins at a position: at the tab or newline after them. */
    static int end(byte[] row, int from, int fields) {
        int left = fields;
        for (int i = from; i < row.length; i++) {
            if (row[i] == '\t' && --left == 0 || row[i] == '\n') {
                return i;
            }
        }
        return row.length;
    }

    static long number(byte[] row, int from, int end) {
        int at = row[from] == '-' ? from + 1 : from;
        long negative = 0;
        for (; at < end; at++) {
            // Below zero there is one number more than above.
            negative = negative * 10 - (row[at] - '0');
        }
        return row[from] == '-' ? negative : -negative;
    }

    /** The order of the bytes that two fields stand for. */
    static int compare(byte[] one, int from, int end, byte[] other, int otherFrom, int otherEnd) {
        int mismatch = Arrays.mismatch(one, from, end, other, otherFrom, otherEnd);
        if (mismatch < 0) {
            return 0;
        }
        boolean escaped = isEscaped(one, from, from + mismatch);
        return Integer.compare(
                meant(one, from + mismatch, end, escaped), meant(other, otherFrom + mismatch, otherEnd, escaped));
    }

    /** The field's text; NULL has none and must not be asked for. */
    static String plain(byte[] row, int from, int end) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(end - from);
        for (int i = from; i < end; i++) {
            if (row[i] == '\\') {
                i++;
                bytes.write(unescaped(row[i]));
            } else {
                bytes.write(row[i]);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Whether the byte before belongs to this one. */
    private static boolean isEscaped(byte[] row, int from, int at) {
        int backslashes = 0;
        while (at - backslashes > from && row[at - backslashes - 1] == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }

    /** The byte that is meant at a position, or -1 at the end. */
    private static int meant(byte[] row, int at, int end, boolean escaped) {
        if (at == end) {
            return -1;
        }
        if (escaped) {
            return unescaped(row[at]);
        }
        return row[at] == '\\' ? unescaped(row[at + 1]) : Byte.toUnsignedInt(row[at]);
    }

    private static int unescaped(byte letter) {
        int known = ESCAPED.indexOf(letter);
        return known < 0 ? Byte.toUnsignedInt(letter) : MEANT.charAt(known);
    }
}
