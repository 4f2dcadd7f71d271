package dev.dbsync.core.detection;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what columns are called: {@code customer_email}, {@code KundenTelefonNr}, {@code fnaissance}. A name is
 * evidence, and no proof: see {@link #ofThings}.
 */
public final class ColumnNames {

    private static final Set<String> VALUE =
            NameWords.set("value values canonical normalized raw text wert valeur valor");

    /** Events, products and companies have such names, too. */
    private static final List<List<String>> OF_THINGS_TOO =
            List.of(List.of("display", "name"), List.of("displayname"), List.of("legal", "name"), List.of("legalname"));

    /** What tables of things are called, besides {@link Whose#THINGS}; columns may mean something else by it. */
    private static final Set<String> TABLES_OF_THINGS =
            NameWords.set("extension extensions plugin plugins addon addons feature features setting settings resource"
                    + " resources report reports dashboard dashboards widget widgets form forms subscription"
                    + " subscriptions integration integrations dataset datasets workflow workflows provider providers");

    private static final Set<String> TOWN = NameWords.set(
            "city town ort stadt ville ciudad citta stad cidade miasto plaats wohnort suburb village locality localite"
                    + " gemeinde ortsteil");

    /** Parts of a country: of an address, where the table has others. */
    private static final Set<String> REGION = NameWords.set(
            "county district region province parish landkreis bundesland departement provincia comarca powiat");

    /** What of a place is written down besides its name. */
    private static final Set<String> OF_A_TOWN = NameWords.set("name code nom nombre nome naam nazwa");

    /** Before an id that tells a person, not a row: in a table of persons. */
    private static final Set<String> SHOWN_OR_FOREIGN = NameWords.set(
            "external foreign legacy remote display public human short visible alternate secondary other old");

    /** Their texts are those of whoever runs the application. */
    private static final Set<String> SETTINGS = NameWords.set(
            "setting settings config configs configuration configurations option options parameter parameters template"
                    + " templates translation translations");

    private static final Set<String> TO_AND_FROM =
            NameWords.set("to cc bcc from recipient recipients sender addressee addressees");

    private static final Set<String> MAILS = NameWords.set(
            "email emails mail mails mailing mailings message messages newsletter newsletters communication"
                    + " communications");

    /** Of mails and notes: what somebody has written there. */
    private static final Set<String> WRITTEN = NameWords.set("content contents subject text body");

    /** Tables, and words of columns, of files that came from somebody. */
    private static final Set<String> SENT_IN = NameWords.set("upload uploads uploaded attachment attachments blob blobs"
            + " original anhang anhaenge adjunto adjuntos allegato allegati bijlage bijlagen anexo anexos zalacznik"
            + " zalaczniki");

    /** Tables that say what somebody would earn who is not known yet. */
    private static final Set<String> JOBS = NameWords.set(
            "vacancy vacancies job jobs position positions posting postings offer offers advert adverts grade grades scale"
                    + " scales band bands");

    /** Tables whose clients are programs. */
    private static final Set<String> PROGRAMS = NameWords.set("api oauth oauth2 oidc openid saml app application");

    private ColumnNames() {}

    /** What a name tells, whatever table the column is in. */
    public static Optional<Meaning> meaning(String column) {
        return TellingWords.meaning(words(column));
    }

    /**
     * What a name tells in this table: the {@code name} and the {@code city} of customers are theirs, those of
     * warehouses are nobody's.
     */
    public static Optional<Meaning> meaning(String table, String column) {
        List<String> words = words(column);
        if (words.size() == 1
                && TO_AND_FROM.contains(words.get(0))
                && words(table).stream().anyMatch(MAILS::contains)) {
            return Optional.of(Meaning.EMAIL);
        }
        if (isOfASentFile(words(table), words)) {
            return Optional.of(Meaning.FILE_NAME);
        }
        boolean persons = isOfPersons(table);
        Optional<Meaning> own = TellingWords.meaning(words);
        if (own.isPresent()) {
            return !persons && isOfTheTable(own.get(), words(table), words) ? Optional.empty() : own;
        }
        String last = last(words);
        if (words.size() == 1 && WRITTEN.contains(last) && isOfTexts(words(table))) {
            return Optional.of(Meaning.FREE_TEXT);
        }
        if (words.size() == 1 && VALUE.contains(last)) {
            // A table of e-mail addresses, in which each is the value.
            return TellingWords.meaning(words(table));
        }
        return persons ? ofAPerson(words) : Optional.empty();
    }

    /** {@code uploads.filename}, {@code original_file_name}. */
    private static boolean isOfASentFile(List<String> table, List<String> words) {
        int last = words.size() - 1;
        boolean named = last >= 0
                && (words.get(last).equals("filename")
                        || (last > 0
                                && words.get(last).equals("name")
                                && words.get(last - 1).equals("file")));
        return named && (words.stream().anyMatch(SENT_IN::contains) || SENT_IN.contains(last(table)));
    }

    private static boolean isOfTexts(List<String> table) {
        return !table.isEmpty()
                && !SETTINGS.contains(table.get(table.size() - 1))
                && (table.stream().anyMatch(MAILS::contains)
                        || TellingWords.meaning(table).equals(Optional.of(Meaning.FREE_TEXT)));
    }

    /** What is public where the table is of things and places, and nobody's own where it is of settings. */
    static boolean isOfTheTable(Meaning meaning, List<String> table, List<String> words) {
        String last = last(table);
        return switch (meaning) {
            case ADDRESS, TRAIT, LOCATION ->
                (isOfThings(table) || Whose.isPlace(last)) && words.stream().noneMatch(Whose::isPerson);
            case FREE_TEXT -> SETTINGS.contains(last);
            case INCOME -> JOBS.contains(last);
            default -> false;
        };
    }

    /** What a name that tells nothing elsewhere tells in a table of persons. */
    private static Optional<Meaning> ofAPerson(List<String> words) {
        String last = last(words);
        if (words.size() == 1 && TellingWords.NAME.contains(last)) {
            return Optional.of(Meaning.PERSON_NAME);
        }
        if (isOfATown(words)) {
            return Optional.of(Meaning.ADDRESS);
        }
        boolean named = words.size() > 1
                && TellingWords.NAME.contains(last)
                && !Whose.BEFORE_ATTRIBUTES.contains(words.get(0))
                && !isOfThings(words)
                && words.stream().noneMatch(Whose::isPlace);
        if (named) {
            return Optional.of(Meaning.PERSON_NAME);
        }
        boolean number =
                TellingWords.NUMBER.contains(last) && words.stream().noneMatch(TellingWords::isNoNumberOfAPerson);
        boolean subject = words.size() == 1
                && TellingWords.SUBJECT.contains(last)
                && !last.equals("id")
                && !last.equals("subject");
        boolean id = words.size() == 2 && SHOWN_OR_FOREIGN.contains(words.get(0)) && last.equals("id");
        return number || subject || id || words.equals(List.of("reference"))
                ? Optional.of(Meaning.PERSON_NUMBER)
                : Optional.empty();
    }

    /** {@code city}, {@code city_name}, {@code town_or_city}. */
    private static boolean isOfATown(List<String> words) {
        return !words.isEmpty()
                && words.size() <= 3
                && TOWN.contains(words.get(0))
                && words.subList(1, words.size()).stream()
                        .allMatch(word -> OF_A_TOWN.contains(word) || TOWN.contains(word) || word.equals("or"));
    }

    /**
     * What a name tells in this table, among these columns: the {@code display_name} of events is no person's, unless
     * another column of the table tells of persons.
     *
     * @param siblings the table's columns, this one among them or not
     */
    public static Optional<Meaning> meaning(String table, String column, Collection<String> siblings) {
        Optional<Meaning> meaning = meaning(table, column);
        if (meaning.isEmpty()) {
            return besides(words(table), column, siblings);
        }
        boolean ofAThing = meaning.equals(Optional.of(Meaning.PERSON_NAME))
                && OF_THINGS_TOO.contains(words(column))
                && !isOfPersons(table)
                && (isOfThings(words(table))
                        || words(table).stream()
                                .anyMatch(word -> TABLES_OF_THINGS.contains(word) || Whose.isPlace(word)))
                && siblings.stream().noneMatch(sibling -> !sibling.equals(column) && tellsOfAPerson(sibling));
        return ofAThing ? Optional.empty() : meaning;
    }

    /** A name beside an e-mail address, a town beside a street: what tells nothing alone. */
    private static Optional<Meaning> besides(List<String> table, String column, Collection<String> siblings) {
        List<String> words = words(column);
        if (TellingWords.meaning(words).equals(Optional.of(Meaning.TRAIT))
                && siblings.stream().anyMatch(ColumnNames::isOfSomebody)) {
            return Optional.of(Meaning.TRAIT);
        }
        boolean place = Whose.isPlace(last(table));
        if (words.isEmpty() || place || isOfThings(table)) {
            return Optional.empty();
        }
        boolean name = words.size() == 1 && TellingWords.NAME.contains(words.get(0));
        if (name && siblings.stream().anyMatch(ColumnNames::isOfAPersonOnly)) {
            return Optional.of(Meaning.PERSON_NAME);
        }
        boolean town = isOfATown(words) || (words.size() == 1 && REGION.contains(words.get(0)));
        return town && siblings.stream().anyMatch(sibling -> meaning(sibling).equals(Optional.of(Meaning.ADDRESS)))
                ? Optional.of(Meaning.ADDRESS)
                : Optional.empty();
    }

    /** Whether what is called so has one address for mail, a birthday, a first name: a company has a telephone, too. */
    private static boolean isOfAPersonOnly(String sibling) {
        return meaning(sibling)
                .filter(meaning -> switch (meaning) {
                    case EMAIL -> words(sibling).size() == 1 || words(sibling).equals(List.of("email", "address"));
                    case PERSON_NAME -> !OF_THINGS_TOO.contains(words(sibling));
                    case BIRTH -> true;
                    default -> false;
                })
                .isPresent();
    }

    /** Whether what is called so is somebody who may have a sex and a belief, whatever its table is called. */
    private static boolean isOfSomebody(String sibling) {
        return isOfAPersonOnly(sibling) || meaning(sibling).equals(Optional.of(Meaning.NATIONAL_NUMBER));
    }

    private static boolean tellsOfAPerson(String sibling) {
        return meaning(sibling)
                .filter(meaning -> switch (meaning) {
                    case PERSON_NAME -> !OF_THINGS_TOO.contains(words(sibling));
                    case EMAIL, PHONE, USER_NAME, PERSON_NUMBER, BIRTH, NATIONAL_NUMBER -> true;
                    default -> false;
                })
                .isPresent();
    }

    /** Whether the table's name says that each row is a person. */
    public static boolean isOfPersons(String table) {
        List<String> words = words(table);
        boolean programs = words.stream().anyMatch(PROGRAMS::contains)
                && words.get(words.size() - 1).startsWith("client");
        return !words.isEmpty()
                && !programs
                && (Whose.isPerson(words.get(words.size() - 1))
                        || (words.size() > 1
                                && Whose.isPerson(words.get(0))
                                && NameWords.set("address addresses details data info profile profiles record records")
                                        .contains(words.get(words.size() - 1))));
    }

    /** Whether the name says that it is about things: then digits with a check digit are those of an article. */
    public static boolean ofThings(String column) {
        List<String> words = words(column);
        return TellingWords.meaning(words).isEmpty() && isOfThings(words);
    }

    /** The words of a name, in lower case and without accents. */
    public static List<String> words(String name) {
        return NameWords.of(name, Vocabulary.KNOWN);
    }

    /** Empty where there is none. */
    private static String last(List<String> words) {
        return words.isEmpty() ? "" : words.get(words.size() - 1);
    }

    private static boolean isOfThings(List<String> words) {
        return words.stream().anyMatch(word -> Whose.isThing(word) || Whose.ATTRIBUTES.contains(word));
    }
}
