package dev.dbsync.core.detection;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the words of a name tell by themselves, whatever table the column is in. */
final class TellingWords {

    static final Set<String> NAME = NameWords.set("name names nom nombre nome naam nazwa bezeichnung");
    private static final Set<String> HANDLE = NameWords.set("handle alias nick signature photo avatar portrait");
    private static final Set<String> OF = NameWords.set("of de der des di van do da");
    private static final Set<String> NUMBERS = NameWords.set("number no nr num nummer numero numer id key code hash");

    /** {@code date_str} is a date as a text, {@code wohn_str} a street. */
    private static final Set<String> BEFORE_A_STREET =
            NameWords.set("wohn haus liefer rechnung rechnungs haupt privat firma firmen home kontakt post");

    static final Set<String> NUMBER =
            NameWords.set("number no nr num nummer numero numer kennung identifier matricule");

    /** Whose numbers in a table of persons count something, or are no person's. */
    private static final Set<String> COUNTED =
            NameWords.set("line row sequence seq run attempt week shirt jersey bed seat ticket");

    /** Who says of a person who it is: {@code google_id}, {@code okta_user_id}. */
    private static final Set<String> IDENTITY_PROVIDERS = NameWords.set(
            "google github gitlab apple facebook twitter linkedin discord slack microsoft azure entra telegram skype"
                    + " wechat steam twitch instagram okta auth0 auth onelogin cognito keycloak firebase clerk ldap saml"
                    + " sso oidc openid oauth franceconnect itsme");

    static final Set<String> SUBJECT = NameWords.set("id uid sub subject guid oid upn identifier");

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
    static final Set<String> ENDS_OTHERWISE = NameWords.set(
            "check checks checked match matches matched result results outcome timestamp indicator url uri href path");

    /** A {@code payroll_run} is nobody's income. */
    private static final Set<String> OF_A_PAYROLL =
            NameWords.set("run reference ref period cycle provider system number no"
                    + " gender frequency batch file export calendar");

    /** What a login returns. */
    private static final Set<String> OF_A_LOGIN = NameWords.set("code codes");

    /** Not what somebody wrote, but how it is called. */
    private static final Set<String> OF_A_TEXT = NameWords.set("code slug file");

    /** An {@code email_body} is a text; an {@code awarding_body} is an office. */
    private static final Set<String> SENT = NameWords.set(
            "email mail message sms comment note post reply request response raw text html plain letter ticket");

    /** {@code written_by}, besides what ends as {@code created_by} does. */
    private static final Set<String> DONE =
            NameWords.set("written given sent made done seen paid sold taken held led read run drawn known born");

    /** {@code answer_expected_by} is a day. */
    private static final Set<String> DUE = NameWords.set("required needed expected ordered sorted grouped divided");

    /** {@code for_student} says what is done, and to whom. */
    private static final Set<String> UPON = NameWords.set("by for from to of per with new first");

    private TellingWords() {}

    static boolean isNoNumberOfAPerson(String word) {
        return COUNTED.contains(word)
                || (Whose.BEFORE_ATTRIBUTES.contains(word) && !NUMBER.contains(word))
                || (Whose.isThing(word) && !word.equals("file"));
    }

    /** What they tell; empty for nothing that a rule would be needed for. */
    static Optional<Meaning> meaning(List<String> words) {
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
                && before.stream().noneMatch(TellingWords::isNoNumberOfAPerson);
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
                        || (OF_A_LOGIN.contains(last) && meaning == Meaning.USER_NAME)
                        || (meaning == Meaning.INCOME
                                && words.get(end - 1).equals("payroll")
                                && OF_A_PAYROLL.contains(last))
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
