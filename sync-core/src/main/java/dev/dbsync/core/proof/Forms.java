package dev.dbsync.core.proof;

/**
 * Forms of what is written in groups, which are the same however it is grouped: the digits of a number ({@code +49 151
 * 2345-678}), and letters with digits as an IBAN has them. Not thread-safe: of one {@link Words}.
 */
final class Forms {

    /** A number with fewer digits may as well be another one's. */
    static final int FEWEST_DIGITS = 9;

    private static final int MOST_DIGITS = 19;
    private static final int FEWEST_MIXED = 15;
    private static final int MOST_MIXED = 34;

    /** Shapes: of numbers, how many digits they have; of what is mixed, its length and this. */
    private static final int MIXED = 20;

    /** The shape of a UUID, whose digest is that of its words. */
    static final int UUID = 63;

    private static final long ALL = -1;
    private static final long NO_NUMBER = -1;
    private static final long NUMBERS = (1L << MIXED) - 1;

    private final Words words;
    private final Digest digest;
    private final long wanted;
    private final byte[] joined = new byte[1 + MOST_MIXED];

    /** Gives all forms. */
    Forms(Words words, Digest digest) {
        this(words, digest, ALL);
    }

    /** @param wanted a bit for each shape of which forms are given */
    Forms(Words words, Digest digest, long wanted) {
        this.words = words;
        this.digest = digest;
        this.wanted = wanted;
    }

    /** Takes the digest of a form. */
    @FunctionalInterface
    interface Sink {
        /** @param shape what it is and how long, from 0 to 63 */
        void form(long digest, int shape);
    }

    /** The forms of all that begin with this word. */
    void from(int first, Sink sink) {
        if (words.isDigits(first)) {
            if ((wanted & NUMBERS) != 0) {
                numbers(first, sink);
            }
        } else if ((wanted & ~NUMBERS) != 0 && isMixed(first)) {
            mixed(first, sink);
        }
    }

    /**
     * The forms of numbers and of what is mixed, of all words together, where they are such a number; how many digits
     * it has is returned, else 0.
     */
    int whole(Sink sink) {
        int digits = 0;
        for (int i = 0; i < words.count(); i++) {
            if (!words.isDigits(i)) {
                if (isMixed(0)) {
                    joined(0, words.count(), sink);
                }
                return 0;
            }
            digits += words.length(i);
        }
        if (digits >= FEWEST_DIGITS && digits <= MOST_DIGITS) {
            int length = 1;
            for (int i = 0; i < words.count(); i++) {
                words.copy(i, joined, length);
                length += words.length(i);
            }
            number(length, words.isInternational(0), sink);
        }
        return digits;
    }

    /** Whether all words are groups of one number, which its forms are enough to find. */
    boolean isOneNumber() {
        for (int i = 0; i + 1 < words.count(); i++) {
            if (!words.isGapOfNumber(i)) {
                return false;
            }
        }
        return words.count() <= Sought.LONGEST;
    }

    /**
     * The digest of all words, of which a short number is sought. Digits between which something else stands than
     * between the groups of a number, as the underscore of an id, are no number, and another text than it.
     *
     * @param sequence the digest of the words alone
     */
    long ofAll(long sequence) {
        int digits = 0;
        for (int i = 0; i < words.count(); i++) {
            if (!words.isDigits(i)) {
                return sequence;
            }
            digits += words.length(i);
        }
        return digits < FEWEST_DIGITS && !isOneNumber() ? Digest.followed(sequence, NO_NUMBER) : sequence;
    }

    private void numbers(int first, Sink sink) {
        int length = 1;
        for (int i = first; i < words.count() && i - first < Sought.LONGEST && words.isDigits(i); i++) {
            if (length - 1 + words.length(i) > MOST_DIGITS) {
                return;
            }
            words.copy(i, joined, length);
            length += words.length(i);
            if (length > FEWEST_DIGITS) {
                number(length, words.isInternational(first), sink);
            }
            if (!words.isGapOfNumber(i)) {
                return;
            }
        }
    }

    /** Without the zeros that it begins with, and where it has the code of a country, without that, too. */
    private void number(int length, boolean international, Sink sink) {
        int from = withoutZeros(1, length);
        if (length - from < FEWEST_DIGITS - 1) {
            return;
        }
        form('#', from, length, length - from, sink);
        if (international) {
            int national = withoutZeros(from + CountryCode.length(joined, from), length);
            if (length - national >= FEWEST_DIGITS - 1) {
                form('#', national, length, length - national, sink);
            }
        }
    }

    private int withoutZeros(int from, int length) {
        int at = from;
        while (at < length && joined[at] == '0') {
            at++;
        }
        return at;
    }

    /** The byte before the form is of no word, so that no word has the same digest. */
    private void form(char mark, int from, int length, int shape, Sink sink) {
        if ((wanted & 1L << shape) == 0) {
            return;
        }
        byte before = joined[from - 1];
        joined[from - 1] = (byte) mark;
        long form = digest.of(joined, from - 1, length);
        joined[from - 1] = before;
        sink.form(form, shape);
    }

    /** Whether it begins as an IBAN does: two letters, two digits. */
    private boolean isMixed(int word) {
        return words.count() > word
                && words.length(word) >= 4
                && words.at(word, 0) >= 'a'
                && words.at(word, 0) <= 'z'
                && words.at(word, 1) >= 'a'
                && words.at(word, 1) <= 'z'
                && words.at(word, 2) >= '0'
                && words.at(word, 2) <= '9'
                && words.at(word, 3) >= '0'
                && words.at(word, 3) <= '9';
    }

    private void mixed(int first, Sink sink) {
        for (int last = first; last < words.count() && last - first < Sought.LONGEST; last++) {
            if (!joined(first, last + 1, sink)) {
                return;
            }
        }
    }

    /** @return whether more may follow */
    private boolean joined(int first, int end, Sink sink) {
        int length = 1;
        for (int i = first; i < end; i++) {
            if (length - 1 + words.length(i) > MOST_MIXED) {
                return false;
            }
            words.copy(i, joined, length);
            length += words.length(i);
        }
        if (length - 1 >= FEWEST_MIXED) {
            form('=', 1, length, MIXED + length - 1, sink);
        }
        return true;
    }
}
