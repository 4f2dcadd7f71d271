package dev.dbsync.core.classify;

import dev.dbsync.core.detection.Meaning;
import java.util.Optional;

/**
 * What a column was found to hold.
 *
 * @param meaning what it is about; empty where a person must decide
 * @param alike whether nothing points to persons, so that it may be asked in one line with others of its table of which
 *     the same is said
 * @param evidence why, in words that stay the same as long as the column does, and without values
 * @param counted the same with counts of the sample; without values
 */
record Judgement(Optional<Meaning> meaning, boolean alike, String evidence, String counted) {

    static Judgement personal(Meaning meaning, String evidence, String counted) {
        return new Judgement(Optional.of(meaning), false, evidence, counted);
    }

    static Judgement undecided(String evidence, String counted) {
        return new Judgement(Optional.empty(), false, evidence, counted);
    }

    /** A question that may stand in one line with others. */
    static Judgement alike(String evidence, String counted) {
        return new Judgement(Optional.empty(), true, evidence, counted);
    }

    boolean isPersonal() {
        return meaning.isPresent();
    }
}
