package dev.dbsync.core.proof;

import dev.dbsync.core.detection.DataKind;
import dev.dbsync.core.detection.Detectors;
import dev.dbsync.core.detection.Found;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What of a masked value would tell whose it is if it stood elsewhere: the value; of a long one its beginning, and
 * whatever a detector knows in it; of a structured one (JSON, an array, a composite) each of its texts as well. Not
 * thread-safe.
 */
final class Identifying {

    /** What is shorter may be anybody's. */
    static final int SHORTEST = 6;

    private final Detectors detectors;
    private final Words words;
    private final Forms forms;

    Identifying(Digest digest, Detectors detectors) {
        this.detectors = detectors;
        this.words = new Words(digest);
        this.forms = new Forms(words, digest);
    }

    /** Takes what identifies. */
    @FunctionalInterface
    interface Sink {

        /**
         * @param first the digest of its first word; of a form, its shape
         * @param words of it, up to {@link Sought#LONGEST}; 0 for a form of it that no window has
         * @param part what it stands for
         */
        void found(long digest, long first, int words, Part part);
    }

    /**
     * A value or a part of one.
     *
     * @param text in UTF-8
     * @param known what a detector has found it to be, where that was asked
     * @param weak whether it is a short number, which means nothing in the midst of a text
     * @param complete whether it is all of the value
     */
    record Part(byte[] text, Optional<DataKind> known, boolean weak, boolean complete) {

        /** What a detector takes it for. */
        Optional<DataKind> kind(Detectors detectors) {
            return known.isPresent() ? known : detectors.whole(new String(text, StandardCharsets.UTF_8));
        }

        /**
         * Whether a detector knows it by more than its digits: those of a number of a person may as well be a time in
         * milliseconds, of which one in some hundred has the right check digits.
         */
        boolean isHardlyAnythingElse(Detectors detectors) {
            Optional<DataKind> kind = kind(detectors);
            return kind.isPresent() && (kind.get() != DataKind.NATIONAL_NUMBER || !isDigits());
        }

        /** Blanks aside: a document has them around its numbers. */
        private boolean isDigits() {
            for (byte c : text) {
                if (c != ' ' && (c < '0' || c > '9')) {
                    return false;
                }
            }
            return true;
        }
    }

    void of(byte[] value, Sink sink) {
        of(value, sink, Optional.empty());
    }

    /** @param measure is told of the value, too */
    void of(byte[] value, Sink sink, Optional<Measure> measure) {
        boolean isLong = part(value, Optional.empty(), true, sink);
        measure.ifPresent(found -> found.add(words.all(), words.length()));
        boolean structured = Leaves.isStructured(value);
        if (structured) {
            Leaves.of(value, leaf -> part(leaf, Optional.empty(), false, sink));
        }
        if (structured || isLong) {
            String text = new String(value, StandardCharsets.UTF_8);
            for (Found found : detectors.within(text)) {
                byte[] stretch = text.substring(found.start(), found.end()).getBytes(StandardCharsets.UTF_8);
                part(stretch, Optional.of(found.kind()), false, sink);
            }
        }
    }

    /** @return whether it is longer than what is sought of it */
    private boolean part(byte[] text, Optional<DataKind> known, boolean complete, Sink sink) {
        words.read(text);
        if (words.count() == 0 || words.length() < SHORTEST) {
            return false;
        }
        Part[] part = new Part[1];
        int digits = forms.whole((form, shape) -> {
            if (part[0] == null) {
                part[0] = new Part(text, known, false, complete);
            }
            sink.found(form, shape, 0, part[0]);
        });
        if (part[0] != null && digits > 0 && forms.isOneNumber()) {
            return false;
        }
        boolean weak = digits > 0 && digits < Forms.FEWEST_DIGITS;
        int sought = Math.min(words.count(), Sought.LONGEST);
        long digest = words.digest(0);
        for (int i = 1; i < sought; i++) {
            digest = Digest.followed(digest, words.digest(i));
        }
        Part whole = new Part(text, known, weak, complete);
        sink.found(weak ? forms.ofAll(digest) : digest, words.digest(0), sought, whole);
        if (words.areLikeUuid()) {
            sink.found(digest, Forms.UUID, 0, whole);
        }
        return words.count() > sought;
    }
}
