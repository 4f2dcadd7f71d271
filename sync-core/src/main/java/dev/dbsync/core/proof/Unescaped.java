package dev.dbsync.core.proof;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A text with what is written in it by escapes: those of JSON ({@code \n}, {@code \u00e9}), of URLs ({@code %40}), of
 * XML and HTML ({@code &amp;}, {@code &#64;}), and the hexadecimal digits of bytes ({@code \x616e6e}) that are a text.
 */
final class Unescaped {

    private static final int LONGEST_ENTITY = 10;

    private final byte[] text;
    private final ByteArrayOutputStream out;
    private int at;

    private Unescaped(byte[] text) {
        this.text = text;
        this.out = new ByteArrayOutputStream(text.length);
    }

    /** Empty where nothing is written by escapes. */
    static Optional<byte[]> of(byte[] text) {
        for (byte c : text) {
            if (c == '\\' || c == '%' || c == '&') {
                return new Unescaped(text).resolved();
            }
        }
        return Optional.empty();
    }

    private Optional<byte[]> resolved() {
        boolean any = false;
        while (at < text.length) {
            boolean escape = switch (text[at]) {
                case '\\' -> backslash();
                case '%' -> percent();
                case '&' -> entity();
                default -> false;
            };
            any |= escape;
            if (!escape) {
                out.write(text[at++]);
            }
        }
        return any ? Optional.of(out.toByteArray()) : Optional.empty();
    }

    private boolean backslash() {
        if (at + 1 == text.length) {
            return false;
        }
        byte escaped = text[at + 1];
        switch (escaped) {
            case 'n', 't', 'r', 'b', 'f' -> {
                out.write(' ');
                at += 2;
                return true;
            }
            case '"', '\\', '/', '\'' -> {
                // What a doubled backslash stands for may itself begin an escape, as in an array of bytes.
                if (escaped != '\\') {
                    out.write(escaped);
                    at += 2;
                } else {
                    at += 1;
                    if (at + 1 == text.length || !(text[at + 1] == 'x' && hex())) {
                        out.write('\\');
                        at += 1;
                    }
                }
                return true;
            }
            case 'u' -> {
                return unicode();
            }
            case 'x' -> {
                return hex();
            }
            default -> {
                return false;
            }
        }
    }

    private boolean unicode() {
        int unit = digits(at + 2, 4);
        if (unit < 0) {
            return false;
        }
        at += 6;
        if (Character.isHighSurrogate((char) unit) && at + 1 < text.length && text[at] == '\\' && text[at + 1] == 'u') {
            int low = digits(at + 2, 4);
            if (low >= 0 && Character.isLowSurrogate((char) low)) {
                at += 6;
                write(Character.toCodePoint((char) unit, (char) low));
                return true;
            }
        }
        write(unit);
        return true;
    }

    /** Bytes in hexadecimal digits, where they are a text. */
    private boolean hex() {
        int end = at + 2;
        while (end < text.length && Character.digit(text[end], 16) >= 0) {
            end++;
        }
        int length = (end - at - 2) / 2;
        if (length == 0) {
            return false;
        }
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) digits(at + 2 + 2 * i, 2);
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        } catch (CharacterCodingException e) {
            return false;
        }
        out.write(' ');
        out.writeBytes(bytes);
        out.write(' ');
        at = end;
        return true;
    }

    private boolean percent() {
        int value = digits(at + 1, 2);
        if (value < 0) {
            return false;
        }
        out.write(value);
        at += 3;
        return true;
    }

    private boolean entity() {
        int end = at + 1;
        while (end < text.length && text[end] != ';' && end - at < LONGEST_ENTITY) {
            end++;
        }
        if (end >= text.length || text[end] != ';') {
            return false;
        }
        String name = new String(text, at + 1, end - at - 1, StandardCharsets.UTF_8);
        int c = switch (name) {
            case "lt" -> '<';
            case "gt" -> '>';
            case "amp" -> '&';
            case "quot" -> '"';
            case "apos" -> '\'';
            case "nbsp" -> ' ';
            default -> numbered(name);
        };
        if (c < 0) {
            return false;
        }
        write(c);
        at = end + 1;
        return true;
    }

    private static int numbered(String name) {
        boolean hex = name.startsWith("#x") || name.startsWith("#X");
        if (!hex && !name.startsWith("#")) {
            return -1;
        }
        try {
            int c = hex ? Integer.parseInt(name.substring(2), 16) : Integer.parseInt(name.substring(1));
            return Character.isValidCodePoint(c) ? c : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** -1 where these are no hexadecimal digits. */
    private int digits(int from, int number) {
        if (from + number > text.length) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < from + number; i++) {
            int digit = Character.digit(text[i], 16);
            if (digit < 0) {
                return -1;
            }
            value = 16 * value + digit;
        }
        return value;
    }

    private void write(int codePoint) {
        out.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
    }
}
