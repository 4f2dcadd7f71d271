package dev.dbsync.core.detection;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what columns are called: {@code customer_email}, {@code KundenTelefonNr}, {@code fnaissance}. A name is
 * evidence, and no proof: see {@link #ofThings}.
 */
public final class ColumnNames {

    private static final Set<String> NAME = NameWords.set("name names nom nombre nome naam nazwa bezeichnung");
    private static final Set<String> HANDLE = NameWords.set("handle alias nick signature photo avatar portrait");
    private static final Set<String> VALUE =
            NameWords.set("value values canonical normalized raw text wert valeur valor");
    private static final Set<String> OF = NameWords.set("of de der des di van do da");
    private static final Set<String> NUMBERS = NameWords.set("number no nr num nummer numero numer id key code hash");

    /** Events and products have such names, too. */
    private static final List<List<String>> OF_THINGS_TOO = List.of(List.of("display", "name"), List.of("displayname"));

    /** What tables of things are called, besides {@link Whose#THINGS}; columns may mean something else by it. */
    private static final Set<String> TABLES_OF_THINGS =
            NameWords.set("extension extensions plugin plugins addon addons feature features setting settings resource"
                    + " resources report reports dashboard dashboards widget widgets form forms subscription"
                    + " subscriptions integration integrations dataset datasets workflow workflows provider providers");

    /** {@code date_str} is a date as a text, {@code wohn_str} a street. */
    private static final Set<String> BEFORE_A_STREET =
            NameWords.set("wohn haus liefer rechnung rechnungs haupt privat firma firmen home kontakt post");

    private ColumnNames() {}

    /** What a name tells, whatever table the column is in. */
    public static Optional<Meaning> meaning(String column) {
        return meaning(words(column));
    }

    /**
     * What a name tells in this table: the {@code name} and the {@code city} of customers are theirs, those of
     * warehouses are nobody's.
     */
    public static Optional<Meaning> meaning(String table, String column) {
        List<String> words = words(column);
        boolean persons = isOfPersons(table);
        Optional<Meaning> own = meaning(words);
        if (own.isPresent()) {
            boolean ofAThing = !persons
                    && (own.get() == Meaning.ADDRESS || own.get() == Meaning.TRAIT)
                    && isOfThings(words(table));
            return ofAThing ? Optional.empty() : own;
        }
        String last = words.isEmpty() ? "" : words.get(words.size() - 1);
        if (words.size() == 1 && VALUE.contains(last)) {
            // A table of e-mail addresses, in which each is the value.
            return meaning(words(table));
        }
        if (persons && words.size() == 1 && NAME.contains(last)) {
            return Optional.of(Meaning.PERSON_NAME);
        }
        boolean place = NameWords.set("city town ort stadt ville ciudad citta stad cidade miasto plaats wohnort")
                .contains(last);
        return persons && place && words.size() == 1 ? Optional.of(Meaning.ADDRESS) : Optional.empty();
    }

    /**
     * What a name tells in this table, among these columns: the {@code display_name} of events is no person's, unless
     * another column of the table tells of persons.
     *
     * @param siblings the table's columns, this one among them or not
     */
    public static Optional<Meaning> meaning(String table, String column, Collection<String> siblings) {
        Optional<Meaning> meaning = meaning(table, column);
        boolean ofAThing = meaning.equals(Optional.of(Meaning.PERSON_NAME))
                && OF_THINGS_TOO.contains(words(column))
                && !isOfPersons(table)
                && (isOfThings(words(table)) || words(table).stream().anyMatch(TABLES_OF_THINGS::contains))
                && siblings.stream().noneMatch(sibling -> !sibling.equals(column) && tellsOfAPerson(sibling));
        return ofAThing ? Optional.empty() : meaning;
    }

    private static boolean tellsOfAPerson(String sibling) {
        return meaning(sibling)
                .filter(meaning -> switch (meaning) {
                    case PERSON_NAME -> !OF_THINGS_TOO.contains(words(sibling));
                    case EMAIL, PHONE, USER_NAME, BIRTH, NATIONAL_NUMBER -> true;
                    default -> false;
                })
                .isPresent();
    }

    /** Whether the table's name says that each row is a person. */
    public static boolean isOfPersons(String table) {
        List<String> words = words(table);
        return !words.isEmpty()
                && (Whose.PERSONS.contains(words.get(words.size() - 1))
                        || (words.size() > 1
                                && Whose.PERSONS.contains(words.get(0))
                                && NameWords.set("address addresses details data info profile profiles record records")
                                        .contains(words.get(words.size() - 1))));
    }

    /** Whether the name says that it is about things: then digits with a check digit are those of an article. */
    public static boolean ofThings(String column) {
        List<String> words = words(column);
        return meaning(words).isEmpty() && isOfThings(words);
    }

    /** The words of a name, in lower case and without accents. */
    public static List<String> words(String name) {
        return NameWords.of(name, Vocabulary.KNOWN);
    }

    private static boolean isOfThings(List<String> words) {
        return words.stream().anyMatch(word -> isThing(word) || Whose.ATTRIBUTES.contains(word));
    }

    /** In one or in many. */
    private static boolean isThing(String word) {
        return Whose.THINGS.contains(word)
                || (word.endsWith("s") && Whose.THINGS.contains(word.substring(0, word.length() - 1)))
                || (word.endsWith("ies") && Whose.THINGS.contains(word.substring(0, word.length() - 3) + "y"))
                || (word.endsWith("es") && Whose.THINGS.contains(word.substring(0, word.length() - 2)));
    }

    private static Optional<Meaning> meaning(List<String> words) {
        int last = words.size() - 1;
        while (last > 0 && Chars.allDigits(words.get(last))) {
            last--;
        }
        if (last > 0 && isAString(words.subList(0, last + 1))) {
            last--;
        }
        List<String> counted = words.subList(0, last + 1);
        for (Map.Entry<Meaning, Vocabulary.Terms> each : Vocabulary.TERMS.entrySet()) {
            int end = end(counted, each.getValue());
            if (end > 0 && !belongsToSomethingElse(counted, end, each.getKey())) {
                return Optional.of(each.getKey());
            }
        }
        if (isOfSomebody(counted, NAME)) {
            return Optional.of(Meaning.PERSON_NAME);
        }
        return isOfSomebody(counted, HANDLE) ? Optional.of(Meaning.USER_NAME) : Optional.empty();
    }

    /** {@code date_str}: the word tells of a type, and of a street only alone or with a person or a house. */
    private static boolean isAString(List<String> words) {
        String before = words.get(words.size() - 2);
        return words.get(words.size() - 1).equals("str")
                && !Whose.PERSONS.contains(before)
                && !BEFORE_A_STREET.contains(before);
    }

    /** Behind the last word that tells; 0 where none does. */
    private static int end(List<String> words, Vocabulary.Terms terms) {
        for (int end = words.size(); end > 0; end--) {
            if (terms.words().contains(words.get(end - 1))) {
                return end;
            }
            for (List<String> phrase : terms.phrases()) {
                if (end >= phrase.size()
                        && words.subList(end - phrase.size(), end).equals(phrase)) {
                    return end;
                }
            }
        }
        return 0;
    }

    /** The last word in one or in many: {@code given_names}. */
    private static boolean isPhrase(List<String> words, List<String> phrase) {
        int last = phrase.size() - 1;
        return words.subList(0, last).equals(phrase.subList(0, last))
                && (words.get(last).equals(phrase.get(last)) || words.get(last).equals(phrase.get(last) + "s"));
    }

    /** {@code phone_model}, {@code has_phone}, {@code password_changed_at}, {@code product_note}. */
    private static boolean belongsToSomethingElse(List<String> words, int end, Meaning meaning) {
        String last = words.get(words.size() - 1);
        boolean endsOtherwise = end < words.size()
                && (Whose.ATTRIBUTES.contains(last)
                        || (last.equals("id") && meaning != Meaning.SECRET)
                        || (last.equals("date") && meaning != Meaning.BIRTH)
                        || (last.equals("name") && meaning != Meaning.PERSON_NAME && meaning != Meaning.USER_NAME)
                        || last.equals("time"));
        boolean beginsOtherwise = words.size() > 1
                && Whose.BEFORE_ATTRIBUTES.contains(words.get(0))
                && meaning != Meaning.TRAIT
                && !(meaning == Meaning.NATIONAL_NUMBER || meaning == Meaning.CARD_NUMBER);
        boolean ofAThing = (meaning == Meaning.FREE_TEXT || meaning == Meaning.ADDRESS || meaning == Meaning.DEVICE)
                && words.size() > 1
                && end > 1
                && isThing(words.get(0))
                && !OF.contains(words.get(1))
                && !Whose.PERSONS.contains(words.get(0));
        boolean numberOfAThing = meaning == Meaning.BANK_ACCOUNT && NUMBERS.contains(words.get(0)) && end == 1;
        return endsOtherwise || beginsOtherwise || ofAThing || numberOfAThing;
    }

    /** {@code customer_name}, {@code name_of_patient}, {@code kundenname}. */
    private static boolean isOfSomebody(List<String> words, Set<String> what) {
        boolean named = words.stream().anyMatch(what::contains);
        boolean somebody = words.stream().anyMatch(Whose.PERSONS::contains);
        String last = words.isEmpty() ? "" : words.get(words.size() - 1);
        return named && somebody && !Whose.ATTRIBUTES.contains(last);
    }
}
