package dev.dbsync.core.proof;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;

/**
 * The words of one text: runs of letters and digits, without regard to case, to how accents are encoded, and to
 * whatever stands between them. So an address is the same in JSON, in an array, among the lexemes of a tsvector and in
 * the midst of a sentence. Not thread-safe: one a thread, for one text after the other.
 */
final class Words {

    private static final byte[] FOLDED = new byte[128];

    static {
        for (int c = 0; c < FOLDED.length; c++) {
            FOLDED[c] = Character.isLetterOrDigit(c) ? (byte) Character.toLowerCase(c) : 0;
        }
    }

    private final Digest digest;
    private byte[] raw = {};
    private boolean ascii;
    private byte[] text = {};
    private byte[] folded = new byte[256];
    private int[] start = new int[64];
    private int[] end = new int[64];
    private long[] digests = new long[64];
    private boolean[] digits = new boolean[64];
    private int count;

    Words(Digest digest) {
        this.digest = digest;
    }

    /** @param utf8 not changed */
    void read(byte[] utf8) {
        raw = utf8;
        text = utf8;
        count = 0;
        ascii = foldAscii(utf8);
        if (!ascii) {
            text = normalized(utf8);
            foldAll();
        }
        for (int i = 0; i < count; i++) {
            digests[i] = digest.of(folded, start[i], end[i]);
        }
    }

    int count() {
        return count;
    }

    /** The digest of a word. */
    long digest(int word) {
        return digests[word];
    }

    /** Of the text without the blanks at its ends, in characters. */
    int length() {
        int from = 0;
        int to = raw.length;
        while (from < to && raw[from] >= 0 && raw[from] <= ' ') {
            from++;
        }
        while (to > from && raw[to - 1] >= 0 && raw[to - 1] <= ' ') {
            to--;
        }
        return ascii ? to - from : characters(raw, from, to);
    }

    /** The digest of all words. */
    long all() {
        if (count == 0) {
            return digest.of(text, 0, text.length);
        }
        long all = digests[0];
        for (int i = 1; i < count; i++) {
            all = Digest.followed(all, digests[i]);
        }
        return all;
    }

    boolean isDigits(int word) {
        return digits[word];
    }

    /** Whether they are as long as the groups of a UUID. */
    boolean areLikeUuid() {
        return count == 5 && length(0) == 8 && length(1) == 4 && length(2) == 4 && length(3) == 4 && length(4) == 12;
    }

    /** In bytes. */
    int length(int word) {
        return end[word] - start[word];
    }

    byte at(int word, int index) {
        return folded[start[word] + index];
    }

    /** Copies a word. */
    void copy(int word, byte[] into, int at) {
        System.arraycopy(folded, start[word], into, at, end[word] - start[word]);
    }

    /** Whether what stands between a word and the next one is what may stand within a number for telephones. */
    boolean isGapOfNumber(int word) {
        if (word + 1 >= count || start[word + 1] - end[word] > 3) {
            return false;
        }
        for (int i = end[word]; i < start[word + 1]; i++) {
            switch (text[i]) {
                case ' ', '-', '.', '/', '(', ')' -> {}
                default -> {
                    return false;
                }
            }
        }
        return true;
    }

    /** Whether a plus stands before a word, or it begins with two zeros: a number with the code of its country. */
    boolean isInternational(int word) {
        boolean plus = start[word] > 0 && text[start[word] - 1] == '+';
        return plus || (length(word) > 1 && at(word, 0) == '0' && at(word, 1) == '0');
    }

    /** @return whether it is ASCII; otherwise nothing is read */
    private boolean foldAscii(byte[] utf8) {
        if (folded.length < utf8.length) {
            folded = new byte[Math.max(utf8.length, 2 * folded.length)];
        }
        int from = -1;
        boolean allDigits = true;
        for (int i = 0; i < utf8.length; i++) {
            byte c = utf8[i];
            if (c < 0) {
                count = 0;
                return false;
            }
            byte letter = FOLDED[c];
            folded[i] = letter;
            if (letter == 0) {
                if (from >= 0) {
                    add(from, i, allDigits);
                    from = -1;
                }
            } else {
                if (from < 0) {
                    from = i;
                    allDigits = true;
                }
                allDigits &= letter <= '9';
            }
        }
        if (from >= 0) {
            add(from, utf8.length, allDigits);
        }
        return true;
    }

    private static int characters(byte[] utf8, int from, int to) {
        int characters = 0;
        for (int i = from; i < to; i++) {
            characters += (utf8[i] & 0xc0) == 0x80 ? 0 : 1;
        }
        return characters;
    }

    /**
     * With a blank for whatever is no letter nor digit and not ASCII, and blanks around what is written without any.
     */
    private static byte[] normalized(byte[] utf8) {
        String composed = Normalizer.normalize(new String(utf8, StandardCharsets.UTF_8), Normalizer.Form.NFC);
        StringBuilder plain = new StringBuilder(composed.length() + 16);
        composed.codePoints().forEach(c -> {
            if (c < 128) {
                plain.append((char) c);
            } else if (Character.isIdeographic(c)) {
                plain.append(' ').appendCodePoint(c).append(' ');
            } else if (Character.isLetterOrDigit(c) || isMark(c)) {
                plain.appendCodePoint(Character.toLowerCase(c));
            } else {
                plain.append(' ');
            }
        });
        return plain.toString().strip().getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    /** Of a normalized text: all of it that is not ASCII belongs to words. */
    private void foldAll() {
        if (folded.length < text.length) {
            folded = new byte[Math.max(text.length, 2 * folded.length)];
        }
        int from = -1;
        for (int i = 0; i < text.length; i++) {
            byte letter = text[i] < 0 ? text[i] : FOLDED[text[i]];
            folded[i] = letter;
            if (letter == 0 && from >= 0) {
                add(from, i, isDigits(from, i));
                from = -1;
            } else if (letter != 0 && from < 0) {
                from = i;
            }
        }
        if (from >= 0) {
            add(from, text.length, isDigits(from, text.length));
        }
    }

    private void add(int from, int to, boolean allDigits) {
        if (count == start.length) {
            start = Arrays.copyOf(start, 2 * count);
            end = Arrays.copyOf(end, 2 * count);
            digests = Arrays.copyOf(digests, 2 * count);
            digits = Arrays.copyOf(digits, 2 * count);
        }
        start[count] = from;
        end[count] = to;
        digits[count] = allDigits;
        count++;
    }

    private boolean isDigits(int from, int to) {
        for (int i = from; i < to; i++) {
            if (folded[i] < '0' || folded[i] > '9') {
                return false;
            }
        }
        return true;
    }
}
