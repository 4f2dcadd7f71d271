package dev.dbsync.core.detection;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what is said about columns, by {@code COMMENT ON COLUMN}. */
public final class ColumnComments {

    private static final Set<String> ARTICLES =
            NameWords.set("the a an this its le la les l un une der die das ein eine el los las het de il lo");

    /** Where a sentence stops naming what it is about. */
    private static final Set<String> GOES_ON = NameWords.set(
            "for to from that which who whom when where this these with if was were is are received sent used using via"
                    + " through by in on at as pour qui que dans fuer wenn wo para voor per");

    private static final Set<String> TIMES_AND_FLAGS =
            NameWords.set("date time timestamp id ind indicator flag datum zeitpunkt fecha");

    /** Besides these, what is none of the matter that a sentence speaks of behind it. */
    private static final Set<String> NO_MATTER =
            NameWords.set("whether when which foreign error authorization number amount list identifier data");

    private ColumnComments() {}

    /**
     * What a sentence about a column tells: of what it is about first. "The type of the call that the e-mail led to" is
     * about a type.
     */
    public static Optional<Meaning> meaning(String table, String column, String sentence) {
        List<String> name = ColumnNames.words(column);
        String last = name.isEmpty() ? "" : name.get(name.size() - 1);
        if (Whose.ATTRIBUTES.contains(last)
                || TellingWords.ENDS_OTHERWISE.contains(last)
                || TIMES_AND_FLAGS.contains(last)) {
            return Optional.empty();
        }
        List<String> words = new ArrayList<>(ColumnNames.words(sentence));
        while (!words.isEmpty() && ARTICLES.contains(words.get(0))) {
            words.remove(0);
        }
        int end = 0;
        while (end < words.size() && !GOES_ON.contains(words.get(end))) {
            end++;
        }
        List<String> about = words.subList(0, end);
        Optional<Meaning> meaning = TellingWords.meaning(about);
        boolean ofSomethingElse = about.isEmpty()
                || (isOfSomethingElse(about.get(0))
                        && meaning.filter(Meaning.BIRTH::equals).isEmpty());
        return ofSomethingElse
                ? Optional.empty()
                : meaning.filter(found -> ColumnNames.isOfPersons(table)
                        || !ColumnNames.isOfTheTable(found, ColumnNames.words(table), about));
    }

    private static boolean isOfSomethingElse(String first) {
        return Whose.ATTRIBUTES.contains(first) || TIMES_AND_FLAGS.contains(first) || NO_MATTER.contains(first);
    }
}
