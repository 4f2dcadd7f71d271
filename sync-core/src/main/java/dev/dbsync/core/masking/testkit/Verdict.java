package dev.dbsync.core.masking.testkit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Says what a strategy does not hold to. The values are those of a test, and may be shown. */
final class Verdict {

    private static final int SHOWN = 80;

    private final String rule;

    Verdict(String rule) {
        this.rule = rule;
    }

    void that(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError("The strategy " + rule + " " + otherwise);
        }
    }

    void same(byte[] output, byte[] expected, byte[] input, String where) {
        that(
                Arrays.equals(output, expected),
                "makes " + shown(output) + " of " + shown(input) + " " + where + ", and " + shown(expected)
                        + " before");
    }

    AssertionError thrown(RuntimeException e, byte[] input) {
        return new AssertionError("The strategy " + rule + " throws on " + shown(input) + ": " + e, e);
    }

    static String shown(byte[] value) {
        if (value == null) {
            return "NULL";
        }
        String text = new String(value, StandardCharsets.UTF_8);
        StringBuilder shown = new StringBuilder("'");
        text.codePoints().limit(SHOWN).forEach(c -> {
            if (c < ' ' || c == 127) {
                shown.append(String.format("\\u%04x", c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        int length = length(value);
        return shown.append(length > SHOWN ? "…' (" + length + " characters)" : "'")
                .toString();
    }

    /** In characters. */
    static int length(byte[] value) {
        int length = 0;
        for (byte b : value) {
            length += (b & 0xc0) != 0x80 ? 1 : 0;
        }
        return length;
    }
}
