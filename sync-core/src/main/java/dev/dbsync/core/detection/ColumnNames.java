package dev.dbsync.core.detection;

import java.util.ArrayList;
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

    /** Events, products and companies have such names, too. */
    private static final List<List<String>> OF_THINGS_TOO =
            List.of(List.of("display", "name"), List.of("displayname"), List.of("legal", "name"), List.of("legalname"));

    /** What tables of things are called, besides {@link Whose#THINGS}; columns may mean something else by it. */
    private static final Set<String> TABLES_OF_THINGS =
            NameWords.set("extension extensions plugin plugins addon addons feature features setting settings resource"
                    + " resources report reports dashboard dashboards widget widgets form forms subscription"
                    + " subscriptions integration integrations dataset datasets workflow workflows provider providers");

    /** {@code date_str} is a date as a text, {@code wohn_str} a street. */
    private static final Set<String> BEFORE_A_STREET =
            NameWords.set("wohn haus liefer rechnung rechnungs haupt privat firma firmen home kontakt post");

    private static final Set<String> TOWN = NameWords.set(
            "city town ort stadt ville ciudad citta stad cidade miasto plaats wohnort suburb village locality localite"
                    + " gemeinde ortsteil");

    /** Parts of a country: of an address, where the table has others. */
    private static final Set<String> REGION = NameWords.set(
            "county district region province parish landkreis bundesland departement provincia comarca powiat");

    /** What of a place is written down besides its name. */
    private static final Set<String> OF_A_TOWN = NameWords.set("name code nom nombre nome naam nazwa");

    private static final Set<String> NUMBER =
            NameWords.set("number no nr num nummer numero numer kennung identifier matricule");

    /** Whose numbers in a table of persons count something, or are no person's. */
    private static final Set<String> COUNTED =
            NameWords.set("line row sequence seq run attempt week shirt jersey bed seat ticket");

    /** Who says of a person who it is: {@code google_id}, {@code okta_user_id}. */
    private static final Set<String> IDENTITY_PROVIDERS = NameWords.set(
            "google github gitlab apple facebook twitter linkedin discord slack microsoft azure entra telegram skype"
                    + " wechat steam twitch instagram okta auth0 auth onelogin cognito keycloak firebase clerk ldap saml"
                    + " sso oidc openid oauth franceconnect itsme");

    private static final Set<String> SUBJECT = NameWords.set("id uid sub subject guid oid upn identifier");

    /** Before an id that tells a person, not a row: in a table of persons. */
    private static final Set<String> SHOWN_OR_FOREIGN = NameWords.set(
            "external foreign legacy remote display public human short visible alternate secondary other old");

    /** Texts that nobody reads, made of what somebody could. */
    private static final Set<String> SEALED =
            NameWords.set("encrypted ciphertext cyphertext digested digest hashed hash hmac fingerprint bidx");

    /** Behind what they do not change: {@code ethnic_group}, {@code disability_type}. */
    private static final Set<String> STILL_A_TRAIT =
            NameWords.set("type status state group category level grade score result results");

    /**
     * Of {@link Whose#BEFORE_ATTRIBUTES}, before what is one still: {@code has_disability}, {@code number_of_children}.
     */
    private static final Set<String> OF_A_TRAIT = NameWords.set("is has was number num nr no nb anzahl");

    /** Traits whose words have other meanings, too. */
    private static final Set<String> OF_MORE_THAN_PERSONS = NameWords.set("race union orientation condition");

    /** Besides {@link Whose#ATTRIBUTES}, behind any word. */
    private static final Set<String> ENDS_OTHERWISE = NameWords.set(
            "check checks checked match matches matched result results outcome timestamp indicator url uri href path");

    /** Not what somebody wrote, but how it is called. */
    private static final Set<String> OF_A_TEXT = NameWords.set("code slug file");

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

    /** An {@code email_body} is a text; an {@code awarding_body} is an office. */
    private static final Set<String> SENT = NameWords.set(
            "email mail message sms comment note post reply request response raw text html plain letter ticket");

    /** Tables that say what somebody would earn who is not known yet. */
    private static final Set<String> JOBS = NameWords.set(
            "vacancy vacancies job jobs position positions posting postings offer offers advert adverts grade grades scale"
                    + " scales band bands");

    /** Tables whose clients are programs. */
    private static final Set<String> PROGRAMS = NameWords.set("api oauth oauth2 oidc openid saml app application");

    /** {@code written_by}, besides what ends as {@code created_by} does. */
    private static final Set<String> DONE =
            NameWords.set("written given sent made done seen paid sold taken held led read run drawn known born");

    /** {@code answer_expected_by} is a day. */
    private static final Set<String> DUE = NameWords.set("required needed expected ordered sorted grouped divided");

    /** {@code for_student} says what is done, and to whom. */
    private static final Set<String> UPON = NameWords.set("by for from to of per with new first");

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
        if (words.size() == 1
                && TO_AND_FROM.contains(words.get(0))
                && words(table).stream().anyMatch(MAILS::contains)) {
            return Optional.of(Meaning.EMAIL);
        }
        boolean persons = isOfPersons(table);
        Optional<Meaning> own = meaning(words);
        if (own.isPresent()) {
            return !persons && isOfTheTable(own.get(), words(table), words) ? Optional.empty() : own;
        }
        String last = words.isEmpty() ? "" : words.get(words.size() - 1);
        if (words.size() == 1 && WRITTEN.contains(last) && isOfTexts(words(table))) {
            return Optional.of(Meaning.FREE_TEXT);
        }
        if (words.size() == 1 && VALUE.contains(last)) {
            // A table of e-mail addresses, in which each is the value.
            return meaning(words(table));
        }
        return persons ? ofAPerson(words) : Optional.empty();
    }

    private static boolean isOfTexts(List<String> table) {
        return !table.isEmpty()
                && !SETTINGS.contains(table.get(table.size() - 1))
                && (table.stream().anyMatch(MAILS::contains) || meaning(table).equals(Optional.of(Meaning.FREE_TEXT)));
    }

    /** What is public where the table is of things and places, and nobody's own where it is of settings. */
    private static boolean isOfTheTable(Meaning meaning, List<String> table, List<String> words) {
        String last = table.isEmpty() ? "" : table.get(table.size() - 1);
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
        String last = words.isEmpty() ? "" : words.get(words.size() - 1);
        if (words.size() == 1 && NAME.contains(last)) {
            return Optional.of(Meaning.PERSON_NAME);
        }
        if (isOfATown(words)) {
            return Optional.of(Meaning.ADDRESS);
        }
        boolean named = words.size() > 1
                && NAME.contains(last)
                && !Whose.BEFORE_ATTRIBUTES.contains(words.get(0))
                && !isOfThings(words)
                && words.stream().noneMatch(Whose::isPlace);
        if (named) {
            return Optional.of(Meaning.PERSON_NAME);
        }
        boolean number = NUMBER.contains(last) && words.stream().noneMatch(ColumnNames::isNoNumberOfAPerson);
        boolean subject = words.size() == 1 && SUBJECT.contains(last) && !last.equals("id") && !last.equals("subject");
        boolean id = words.size() == 2 && SHOWN_OR_FOREIGN.contains(words.get(0)) && last.equals("id");
        return number || subject || id || words.equals(List.of("reference"))
                ? Optional.of(Meaning.PERSON_NUMBER)
                : Optional.empty();
    }

    private static boolean isNoNumberOfAPerson(String word) {
        return COUNTED.contains(word)
                || (Whose.BEFORE_ATTRIBUTES.contains(word) && !NUMBER.contains(word))
                || (Whose.isThing(word) && !word.equals("file"));
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
        boolean place = !table.isEmpty() && Whose.isPlace(table.get(table.size() - 1));
        if (words.isEmpty() || place || isOfThings(table)) {
            return Optional.empty();
        }
        boolean name = words.size() == 1 && NAME.contains(words.get(0));
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

    /**
     * What a sentence about a column tells: of what it is about first. "The type of the call that the e-mail led to" is
     * about a type.
     */
    public static Optional<Meaning> meaningOfComment(String table, String column, String sentence) {
        List<String> name = words(column);
        String last = name.isEmpty() ? "" : name.get(name.size() - 1);
        if (Whose.ATTRIBUTES.contains(last) || ENDS_OTHERWISE.contains(last) || TIMES_AND_FLAGS.contains(last)) {
            return Optional.empty();
        }
        List<String> words = new ArrayList<>(words(sentence));
        while (!words.isEmpty() && ARTICLES.contains(words.get(0))) {
            words.remove(0);
        }
        int end = 0;
        while (end < words.size() && !GOES_ON.contains(words.get(end))) {
            end++;
        }
        List<String> about = words.subList(0, end);
        Optional<Meaning> meaning = meaning(about);
        boolean ofSomethingElse = about.isEmpty()
                || (isOfSomethingElse(about.get(0))
                        && meaning.filter(Meaning.BIRTH::equals).isEmpty());
        return ofSomethingElse
                ? Optional.empty()
                : meaning.filter(found -> isOfPersons(table) || !isOfTheTable(found, words(table), about));
    }

    private static boolean isOfSomethingElse(String first) {
        return Whose.ATTRIBUTES.contains(first) || TIMES_AND_FLAGS.contains(first) || NO_MATTER.contains(first);
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
        return meaning(words).isEmpty() && isOfThings(words);
    }

    /** The words of a name, in lower case and without accents. */
    public static List<String> words(String name) {
        return NameWords.of(name, Vocabulary.KNOWN);
    }

    private static boolean isOfThings(List<String> words) {
        return words.stream().anyMatch(word -> Whose.isThing(word) || Whose.ATTRIBUTES.contains(word));
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
                return Optional.of(isSealed(counted) ? Meaning.SECRET : orText(counted, end, each.getKey()));
            }
        }
        if (isOfSomebody(counted, NAME)) {
            return Optional.of(isSealed(counted) ? Meaning.SECRET : Meaning.PERSON_NAME);
        }
        if (isOfSomebody(counted, HANDLE) || isDoneBySomebody(counted)) {
            return Optional.of(Meaning.USER_NAME);
        }
        if (isNumberOfSomebody(counted) || isSubject(counted)) {
            return Optional.of(Meaning.PERSON_NUMBER);
        }
        if (isCalledAfterAPerson(counted)) {
            return Optional.of(Meaning.PERSON_NAME);
        }
        return isEncrypted(counted) ? Optional.of(Meaning.SECRET) : Optional.empty();
    }

    /** {@code physician}, {@code attending_physician}. */
    private static boolean isCalledAfterAPerson(List<String> words) {
        String last = words.isEmpty() ? "" : words.get(words.size() - 1);
        boolean alone = words.size() == 1 && Whose.NAMED.contains(last);
        return alone
                || (words.size() > 1
                        && (Whose.NAMED.contains(last) || Whose.NAMED_WITH_MORE.contains(last))
                        && !Whose.BEFORE_ATTRIBUTES.contains(words.get(0))
                        && !UPON.contains(words.get(0)));
    }

    /** {@code phone_note}, {@code email_body}: what comes last is it. */
    private static Meaning orText(List<String> words, int end, Meaning meaning) {
        int last = words.size() - 1;
        boolean text = (meaning == Meaning.EMAIL || meaning == Meaning.PHONE)
                && end <= last
                && !words.get(last).equals("details")
                && Vocabulary.TERMS.get(Meaning.FREE_TEXT).words().contains(words.get(last))
                && !belongsToSomethingElse(words, last + 1, Meaning.FREE_TEXT);
        return text ? Meaning.FREE_TEXT : meaning;
    }

    /** {@code email_hash}: nothing that looks like an address may take its place. */
    private static boolean isSealed(List<String> words) {
        return words.stream().anyMatch(SEALED::contains);
    }

    /** {@code encrypted_answers}, {@code applicant_pii}: whatever it is, somebody thought it worth hiding. */
    private static boolean isEncrypted(List<String> words) {
        String last = words.isEmpty() ? "" : words.get(words.size() - 1);
        boolean ofSomething = (words.contains("encrypted") || words.contains("pii"))
                && !Whose.BEFORE_ATTRIBUTES.contains(words.get(0))
                && !Whose.ATTRIBUTES.contains(last)
                && !ENDS_OTHERWISE.contains(last);
        return words.size() > 1 && (ofSomething || last.equals("ciphertext"));
    }

    /** {@code created_by}, {@code submitted_by}. */
    private static boolean isDoneBySomebody(List<String> words) {
        int last = words.size() - 1;
        return last > 0
                && words.get(last).equals("by")
                && (words.get(last - 1).endsWith("ed") || DONE.contains(words.get(last - 1)))
                && !DUE.contains(words.get(last - 1));
    }

    /** {@code member_number}, {@code student_file_no}; {@code users_number} counts them. */
    private static boolean isNumberOfSomebody(List<String> words) {
        int last = words.size() - 1;
        if (last < 1 || !NUMBER.contains(words.get(last)) || Whose.BEFORE_ATTRIBUTES.contains(words.get(0))) {
            return false;
        }
        List<String> before = words.subList(0, last);
        return before.stream().anyMatch(word -> Whose.isPerson(word) && !word.endsWith("s"))
                && before.stream().noneMatch(ColumnNames::isNoNumberOfAPerson);
    }

    private static boolean isSubject(List<String> words) {
        int last = words.size() - 1;
        if (last < 1 || !SUBJECT.contains(words.get(last))) {
            return false;
        }
        int provider = last > 1
                        && (words.get(last - 1).equals("user")
                                || words.get(last - 1).equals("id"))
                ? last - 2
                : last - 1;
        return IDENTITY_PROVIDERS.contains(words.get(provider))
                || (last > 1 && words.subList(last - 2, last).equals(List.of("sign", "in")))
                || (last > 1 && words.subList(last - 2, last).equals(List.of("open", "id")))
                || (last > 0
                        && words.get(last).equals("id")
                        && words.get(last - 1).equals("open"));
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
                if (end >= phrase.size() && isPhrase(words.subList(end - phrase.size(), end), phrase)) {
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
        boolean stillATrait = meaning == Meaning.TRAIT
                && STILL_A_TRAIT.contains(last)
                && words.stream().noneMatch(OF_MORE_THAN_PERSONS::contains);
        boolean idOfTheSecret = meaning == Meaning.SECRET && end == words.size() - 1;
        boolean endsOtherwise = end < words.size()
                && !stillATrait
                && (Whose.ATTRIBUTES.contains(last)
                        || (ENDS_OTHERWISE.contains(last) && meaning != Meaning.SECRET)
                        || (OF_A_TEXT.contains(last) && meaning == Meaning.FREE_TEXT)
                        || last.equals("ids")
                        || (last.equals("id") && !idOfTheSecret)
                        || (last.equals("date") && meaning != Meaning.BIRTH)
                        || (last.equals("name") && meaning != Meaning.PERSON_NAME && meaning != Meaning.USER_NAME)
                        || last.equals("timestamp")
                        || last.equals("time"));
        boolean bodyOfPeople = meaning == Meaning.FREE_TEXT
                && words.get(end - 1).equals("body")
                && end > 1
                && !SENT.contains(words.get(end - 2));
        boolean publicKey = meaning == Meaning.SECRET
                && words.contains("public")
                && words.get(words.size() - 1).equals("key");
        boolean beginsOtherwise = words.size() > 1
                && Whose.BEFORE_ATTRIBUTES.contains(words.get(0))
                && !(meaning == Meaning.TRAIT && OF_A_TRAIT.contains(words.get(0)))
                && !(meaning == Meaning.NATIONAL_NUMBER || meaning == Meaning.CARD_NUMBER);
        boolean ofAThing = (meaning == Meaning.FREE_TEXT || meaning == Meaning.ADDRESS || meaning == Meaning.DEVICE)
                && words.size() > 1
                && end > 1
                && Whose.isThing(words.get(0))
                && !OF.contains(words.get(1))
                && !Whose.PERSONS.contains(words.get(0));
        boolean numberOfAThing = meaning == Meaning.BANK_ACCOUNT && NUMBERS.contains(words.get(0)) && end == 1;
        return endsOtherwise || beginsOtherwise || ofAThing || numberOfAThing || publicKey || bodyOfPeople;
    }

    /** {@code customer_name}, {@code name_of_patient}, {@code kundenname}. */
    private static boolean isOfSomebody(List<String> words, Set<String> what) {
        boolean named = words.stream().anyMatch(what::contains);
        boolean somebody = words.stream().anyMatch(Whose::isPerson);
        String last = words.isEmpty() ? "" : words.get(words.size() - 1);
        return named && somebody && !Whose.ATTRIBUTES.contains(last);
    }
}
