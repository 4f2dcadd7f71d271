package dev.dbsync.core.masking;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What is done to values before they are masked, so that what means the same is masked the same. PostgreSQL can be
 * asked which values it makes alike: {@link NormalSql} writes the same in SQL.
 *
 * @param lower capitals of all alphabets become small letters, one by one ({@code ẞ} becomes {@code ß}, never
 *     {@code ss})
 * @param nfc characters that can be written in several ways are written in one: Unicode's normalization form C
 * @param trim white space at both ends is taken away
 */
public record Normalization(boolean lower, boolean nfc, boolean trim) {

    public static final Normalization NONE = new Normalization(false, false, false);

    /** Without regard to upper and lower case. */
    public static final Normalization LOWER_CASE = new Normalization(true, false, false);

    /** Without regard to anything that may differ between two spellings of one address. */
    public static final Normalization LOWER_NFC_TRIM = new Normalization(true, true, true);

    /** The characters with Unicode's property White_Space. */
    static final String WHITE_SPACE = "\t\n\u000B\f\r \u0085\u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006"
            + "\u2007\u2008\u2009\u200A\u2028\u2029\u202F\u205F\u3000";

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private static final long OUTSIDE_OF_ASCII = 0x8080808080808080L;

    /**
     * Looked up, as a processor guesses wrong which byte of an address is a letter, and pays more for it than for all.
     */
    private static final byte[] LOWER = new byte[256];

    static {
        for (int i = 0; i < LOWER.length; i++) {
            LOWER[i] = (byte) (i >= 'A' && i <= 'Z' ? i - 'A' + 'a' : i);
        }
    }

    /**
     * The normalized value; the given array is not changed. What is no UTF-8, as a database without an encoding may
     * hold it, is normalized as if it were ASCII with unknown bytes in between.
     */
    public byte[] apply(byte[] value) {
        if (!lower && !nfc && !trim) {
            return value;
        }
        byte[] ascii = value;
        if (lower) {
            ascii = new byte[value.length];
            for (int i = 0; i < ascii.length; i++) {
                ascii[i] = LOWER[Byte.toUnsignedInt(value[i])];
            }
        }
        return isAscii(value) ? trimmed(ascii) : ofUnicode(value, ascii);
    }

    private static boolean isAscii(byte[] value) {
        long all = 0;
        int i = 0;
        for (; i <= value.length - Long.BYTES; i += Long.BYTES) {
            all |= (long) EIGHT.get(value, i);
        }
        for (; i < value.length; i++) {
            all |= value[i];
        }
        return (all & OUTSIDE_OF_ASCII) == 0;
    }

    private byte[] ofUnicode(byte[] value, byte[] ascii) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString();
        } catch (CharacterCodingException e) {
            // Replacement characters would make different values alike.
            return trimmed(ascii);
        }
        text = nfc ? Normalizer.normalize(text, Normalizer.Form.NFC) : text;
        if (lower) {
            text = SmallLetters.of(text);
            // A small letter may have a form of its own that its capital lacks, such as ǰ.
            text = nfc ? Normalizer.normalize(text, Normalizer.Form.NFC) : text;
        }
        if (trim) {
            int from = 0;
            int end = text.length();
            while (from < end && WHITE_SPACE.indexOf(text.charAt(from)) >= 0) {
                from++;
            }
            while (end > from && WHITE_SPACE.indexOf(text.charAt(end - 1)) >= 0) {
                end--;
            }
            text = text.substring(from, end);
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private byte[] trimmed(byte[] ascii) {
        int end = ascii.length;
        if (!trim || end == 0 || (ascii[0] > ' ' && ascii[end - 1] > ' ')) {
            return ascii;
        }
        int from = 0;
        while (from < end && isBlank(ascii[from])) {
            from++;
        }
        while (end > from && isBlank(ascii[end - 1])) {
            end--;
        }
        return Arrays.copyOfRange(ascii, from, end);
    }

    private static boolean isBlank(byte ascii) {
        return ascii == ' ' || (ascii >= '\t' && ascii <= '\r');
    }

    /** The mask of what is normalized so before. */
    ColumnMask before(ColumnMask mask) {
        return equals(NONE)
                ? mask
                : new ColumnMask() {
                    @Override
                    public byte[] mask(byte[] value) {
                        return mask.mask(apply(value));
                    }

                    @Override
                    public byte[] mask(byte[] value, byte[] by) {
                        return mask.mask(apply(value), by);
                    }
                };
    }

    /** What it takes for the same, for messages: {@code upper and lower case, and blanks at the ends}. */
    String shown() {
        List<String> same = new ArrayList<>();
        if (lower) {
            same.add("upper and lower case");
        }
        if (nfc) {
            same.add("different codings of one character");
        }
        if (trim) {
            same.add("texts with and without blanks at the ends");
        }
        return String.join(", and ", same);
    }
}
