package dev.dbsync.core.classify;

import dev.dbsync.core.detection.Meaning;
import java.util.Optional;

/**
 * What a column was found to hold.
 *
 * @param meaning what it is about; empty where a person must decide
 * @param evidence why, in words that stay the same as long as the column does, and without values
 * @param counted the same with counts of the sample; without values
 */
record Judgement(Optional<Meaning> meaning, String evidence, String counted) {

    static Judgement personal(Meaning meaning, String evidence, String counted) {
        return new Judgement(Optional.of(meaning), evidence, counted);
    }

    static Judgement undecided(String evidence, String counted) {
        return new Judgement(Optional.empty(), evidence, counted);
    }

    boolean isPersonal() {
        return meaning.isPresent();
    }
}
