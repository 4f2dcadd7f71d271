package dev.dbsync.core.classify;

import dev.dbsync.core.detection.DataKind;
import dev.dbsync.core.detection.Detectors;
import dev.dbsync.core.detection.Found;
import dev.dbsync.core.detection.JsonDocuments;
import dev.dbsync.core.detection.JsonDocuments.Document;
import dev.dbsync.core.detection.PersonLooks;
import dev.dbsync.core.masking.TypeCategory;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What was counted in the sampled values of a column. Holds hashes of values and no value. */
final class ColumnProfile {

    private static final int FEW = 20;

    private final Map<DataKind, Integer> whole = new EnumMap<>(DataKind.class);
    private final Map<DataKind, Integer> unmistakable = new EnumMap<>(DataKind.class);
    private final Map<DataKind, Integer> possible = new EnumMap<>(DataKind.class);
    private final Map<DataKind, Integer> within = new EnumMap<>(DataKind.class);
    private final Set<Integer> distinct = new HashSet<>();
    private final JsonDocuments json = new JsonDocuments();
    private int values;
    private int names;
    private int mentions;
    private int streets;
    private int digests;
    private int documents;
    private int emailLists;
    private int ofPersons;
    private long words;
    private int shortest = Integer.MAX_VALUE;
    private int longest;

    /** Counts one more value; NULLs and empty texts, documents and arrays tell nothing. */
    void add(String value) {
        if (value == null || isEmpty(value.strip())) {
            return;
        }
        values++;
        distinct.add(value.hashCode());
        shortest = Math.min(shortest, value.length());
        longest = Math.max(longest, value.length());
        words += wordsOf(value);
        Detectors detectors = Detectors.standard();
        detectors.whole(value).ifPresentOrElse(kind -> addWhole(kind, value), () -> addPieces(detectors, value));
        detectors.possible(value).forEach(kind -> count(possible, kind));
        names += PersonLooks.isName(value) ? 1 : 0;
        mentions += PersonLooks.mentionsName(value) ? 1 : 0;
        streets += PersonLooks.isStreet(value) ? 1 : 0;
        digests += value.matches("[0-9a-fA-F]{24,128}") ? 1 : 0;
        json.read(value, value.length() >= Samples.LONGEST_VALUE).ifPresent(this::count);
    }

    private void addWhole(DataKind kind, String value) {
        count(whole, kind);
        if (isUnmistakable(kind, value)) {
            count(unmistakable, kind);
        }
    }

    private static boolean isUnmistakable(DataKind kind, String value) {
        return switch (kind) {
            case EMAIL, IBAN -> true;
            // Digits alone may be a number of anything.
            case PHONE -> value.strip().startsWith("+");
            default -> false;
        };
    }

    private static boolean isEmpty(String value) {
        return value.isEmpty() || value.equals("{}") || value.equals("[]");
    }

    private void count(Document document) {
        documents++;
        emailLists += document.emails() ? 1 : 0;
        ofPersons += document.ofPersons() ? 1 : 0;
    }

    private void addPieces(Detectors detectors, String value) {
        Set<DataKind> kinds = EnumSet.noneOf(DataKind.class);
        for (Found found : detectors.within(value)) {
            kinds.add(found.kind());
        }
        kinds.forEach(kind -> count(within, kind));
    }

    private static void count(Map<DataKind, Integer> counts, DataKind kind) {
        counts.merge(kind, 1, Integer::sum);
    }

    private static int wordsOf(String value) {
        int words = 0;
        boolean inWord = false;
        for (int i = 0; i < value.length(); i++) {
            boolean letter = !Character.isWhitespace(value.charAt(i));
            words += letter && !inWord ? 1 : 0;
            inWord = letter;
        }
        return words;
    }

    /** How many values were looked at: neither NULL nor blank. */
    int values() {
        return values;
    }

    int distinct() {
        return distinct.size();
    }

    /** How many are such a value as a whole. */
    int whole(DataKind kind) {
        return whole.getOrDefault(kind, 0);
    }

    /** How many of those no chance and no habit makes, so that some of them say enough of a column. */
    int unmistakable(DataKind kind) {
        return unmistakable.getOrDefault(kind, 0);
    }

    /** How many could be such a value. */
    int possible(DataKind kind) {
        return possible.getOrDefault(kind, 0);
    }

    /** How many hold such a value among others. */
    int within(DataKind kind) {
        return within.getOrDefault(kind, 0);
    }

    int names() {
        return names;
    }

    /** How many speak of somebody by name. */
    int mentions() {
        return mentions;
    }

    int streets() {
        return streets;
    }

    /** Whether more than half of the values are JSON documents; an array is no such, though written in braces, too. */
    boolean holdsDocuments(TypeCategory type) {
        return (type == TypeCategory.TEXT || type == TypeCategory.JSON) && documents * 2 > values;
    }

    /** Whether all these documents are arrays of e-mail addresses. */
    boolean isEmailLists() {
        return emailLists > 0 && emailLists == documents;
    }

    /** How many are documents in which names of members tell of a person. */
    int ofPersons() {
        return ofPersons;
    }

    /** In words, to be put behind others; nothing where there was no value. */
    String sampled() {
        return values == 0 ? "" : " (" + values + " sampled, " + distinct.size() + " distinct)";
    }

    double share(int count) {
        return values == 0 ? 0 : (double) count / values;
    }

    /** The length of the longest value. */
    int longest() {
        return longest;
    }

    /** Few values that come again and again, as a code or a status has. */
    boolean isCodeList() {
        return values >= 30 && distinct.size() * 8 <= values;
    }

    /** As few as a person reads through. */
    boolean isOfFewValues() {
        return isCodeList() && distinct.size() <= FEW;
    }

    /** All of one length, without blanks: codes, numbers of articles, keys. */
    boolean isOfOneLength() {
        return values >= 10 && shortest == longest && words == values;
    }

    /** Without blanks: ids rather than words. */
    boolean isOfSingleWords() {
        return words == values;
    }

    /** Hex digits by the dozen: digests, of files or of secrets. */
    boolean isDigests() {
        return values > 0 && share(digests) >= 0.9;
    }

    /** Nearly every row has another one. */
    boolean isVaried() {
        return values >= 10 && distinct.size() * 2 >= values;
    }

    /** Sentences rather than words. */
    boolean isFreeText() {
        return values > 0 && words >= 4L * values && distinct.size() * 3 > values;
    }
}
