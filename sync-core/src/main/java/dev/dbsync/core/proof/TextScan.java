package dev.dbsync.core.proof;

import java.util.Arrays;
import java.util.Optional;

/** Seeks in one text after the other what is sought. Not thread-safe. */
final class TextScan {

    /** Escapes may be escaped: JSON in JSON. */
    private static final int DEEPEST = 3;

    private static final int UUID_LENGTH = 36;

    private final Sought sought;
    private final Words words;
    private final Forms forms;
    private long[] found = new long[16];
    private int count;
    private boolean whole;

    /** @param sought to which nothing is added any more */
    TextScan(Sought sought, Digest digest) {
        this.sought = sought;
        this.words = new Words(digest);
        this.forms = new Forms(words, digest, sought.shapes());
    }

    /** Hears of what may be sought. */
    @FunctionalInterface
    interface Sink {
        /** @param whole whether it is all that the text says */
        void found(long digest, boolean whole);
    }

    /**
     * Each digest that may be sought is told once a text.
     *
     * @param text in UTF-8
     * @return whether any was told
     */
    boolean scan(byte[] text, Sink sink) {
        return scan(text, sink, Optional.empty());
    }

    /** @param measure is told of the text, too */
    boolean scan(byte[] text, Sink sink, Optional<Measure> measure) {
        count = 0;
        Optional<byte[]> next = Optional.of(text);
        for (int depth = 0; next.isPresent() && depth <= DEEPEST; depth++) {
            byte[] read = next.get();
            boolean uuid = isUuid(read);
            if (uuid && measure.isEmpty() && !sought.mayHaveUuids()) {
                break;
            }
            words.read(read);
            if (depth == 0) {
                measure.ifPresent(found -> found.add(words.all(), words.length()));
            }
            if (uuid) {
                look(words.all(), true, sink);
                break;
            }
            windows(sink);
            next = Unescaped.of(read);
        }
        return count > 0;
    }

    /** One group of a UUID in three hundred is digits alone: in millions of them, anybody's number stands by chance. */
    private static boolean isUuid(byte[] text) {
        if (text.length != UUID_LENGTH) {
            return false;
        }
        for (int i = 0; i < text.length; i++) {
            boolean hyphen = i == 8 || i == 13 || i == 18 || i == 23;
            if (hyphen ? text[i] != '-' : Character.digit(text[i], 16) < 0) {
                return false;
            }
        }
        return true;
    }

    private void windows(Sink sink) {
        int all = words.count();
        for (int first = 0; first < all; first++) {
            int lengths = sought.lengths(words.digest(first));
            long digest = words.digest(first);
            for (int length = 1; lengths != 0 && first + length <= all; length++) {
                if (length > 1) {
                    digest = Digest.followed(digest, words.digest(first + length - 1));
                }
                if ((lengths & 1) != 0) {
                    boolean isWhole = first == 0 && length == all;
                    look(isWhole ? forms.ofAll(digest) : digest, isWhole, sink);
                }
                lengths >>>= 1;
            }
            whole = first == 0;
            forms.from(first, (form, shape) -> look(form, whole && isAll(), sink));
        }
    }

    /** Whether a form of what begins the text can be all of it; for a text of digits only. */
    private boolean isAll() {
        for (int i = 0; i < words.count(); i++) {
            if (!words.isDigits(i)) {
                return false;
            }
        }
        return true;
    }

    private void look(long digest, boolean isWhole, Sink sink) {
        if (!sought.mayContain(digest)) {
            return;
        }
        for (int i = 0; i < count; i++) {
            if (found[i] == digest) {
                return;
            }
        }
        if (count == found.length) {
            found = Arrays.copyOf(found, 2 * count);
        }
        found[count++] = digest;
        sink.found(digest, isWhole);
    }
}
