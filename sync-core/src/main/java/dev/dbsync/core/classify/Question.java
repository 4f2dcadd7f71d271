package dev.dbsync.core.classify;

import dev.dbsync.core.masking.TypeCategory;

/** What a person is asked about a column of which nothing tells whether it is personal. */
final class Question {

    private Question() {}

    static Judgement about(TypeCategory type, ColumnProfile profile) {
        if (type == TypeCategory.BINARY) {
            return Judgement.undecided("bytes, which nobody has looked into", "bytes, which nobody has looked into");
        }
        boolean document = profile.holdsDocuments(type);
        boolean alike = profile.values() == 0
                || type == TypeCategory.DATE
                || (profile.isOfFewValues() && !profile.isDigests() && !document);
        String shape = document ? "JSON documents, nothing found in them" : shape(type, profile);
        String counted = shape + profile.sampled();
        return alike ? Judgement.alike(shape, counted) : Judgement.undecided(shape, counted);
    }

    private static String shape(TypeCategory type, ColumnProfile profile) {
        if (profile.values() == 0) {
            return "no value to look at";
        }
        if (profile.isDigests()) {
            return "digests, of what is not known";
        }
        if (profile.isCodeList()) {
            return "few distinct values, no detector";
        }
        if (type == TypeCategory.DATE) {
            return "dates, of what is not known";
        }
        if (profile.isOfOneLength()) {
            return "codes of one length, no detector";
        }
        return profile.isFreeText() ? "free text, nothing found in it" : "no detector";
    }
}
