package dev.dbsync.core.masking;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Names that tell of personal data in a type that usually holds none: a phone number as {@code bigint}, a date of birth
 * as {@code timestamp}. A false alarm costs one line of {@code keep}; a miss costs a leak.
 */
final class SuspiciousNames {

    private static final Pattern BETWEEN_WORDS =
            Pattern.compile("[^\\p{L}\\p{N}]+|(?<=[\\p{Ll}])(?=[\\p{Lu}])|(?<=\\p{L})(?=\\p{N})|(?<=\\p{N})(?=\\p{L})");

    /** Numbers that stand for a person, or that one would not tell a stranger. */
    private static final Set<String> NUMBERS = wordList(
            // reaching somebody
            "phone telephone telefon telephones tel mobile mobil cell cellphone handy fax msisdn whatsapp sms phones"
                    // numbers of persons
                    + " ssn sin nin nino itin tin nif nie cpf cnpj curp bsn pesel aadhaar aadhar pan ahv svnr passport"
                    + " reisepass ausweis licence license nhs npi mrn personnummer taxid taxno steuernummer steuerid"
                    + " vatid"
                    // money
                    + " iban bban bic cvv cvc pin ccnum creditcard salary salaries wage wages gehalt lohn income"
                    + " einkommen payroll"
                    // places of persons and machines
                    + " latitude longitude lat lng lon geolocation ip ipaddress imei imsi mac"
                    // bodies
                    + " birth birthday birthdate birthyear dob yob geburt geburtsdatum geburtstag born bloodtype"
                    + " diagnosis"
                    // secrets
                    + " password passwd passwort secret otp totp");

    /** Pairs of words that follow each other. */
    private static final Set<String> PAIRS = Set.of(
            "tax id",
            "tax number",
            "tax no",
            "tax num",
            "vat id",
            "vat number",
            "vat no",
            "national id",
            "national number",
            "personal id",
            "personal number",
            "identity number",
            "id number",
            "id card",
            "social security",
            "social insurance",
            "insurance number",
            "insurance no",
            "health number",
            "driver license",
            "card number",
            "card no",
            "card num",
            "credit card",
            "debit card",
            "bank account",
            "account number",
            "account no",
            "account num",
            "sort code",
            "routing number",
            "contact number",
            "security code");

    /** Unmistakable even inside of longer words, such as {@code phonenumber}. */
    private static final Set<String> STEMS =
            wordList("phone telefon mobilen handyn faxn telnr telno birth geburt passport creditcard cardnumber salary"
                    + " gehalt latitude longitude socialsec nationalid personalid accountnumber kontonummer");

    private static final Set<String> STEMS_OF_TIMES = wordList("birth geburt deceased");

    private static final Set<String> TIMES =
            Set.of("birth", "birthday", "birthdate", "dob", "geburt", "geburtsdatum", "geburtstag", "born", "death");

    private static final Set<String> SECRETS =
            Set.of("token", "secret", "password", "passwd", "apikey", "otp", "session", "device", "credential");

    private static final Set<String> TRAITS = wordList(
            "gender sex religion religious confession ethnicity ethnic race orientation sexual pregnant hiv disability"
                    + " disabled diagnosis bloodtype nationality");

    private SuspiciousNames() {}

    /** Whether a column of a harmless kind needs a rule because of what it is called. */
    static boolean contains(String column, TypeCategory type) {
        List<String> words = words(column);
        return switch (type) {
            case NUMBER -> anyOf(words, NUMBERS) || anyPair(words) || containsAny(words, STEMS);
            case TIME -> anyOf(words, TIMES) || containsAny(words, STEMS_OF_TIMES);
            case UUID -> anyOf(words, SECRETS) || (follows(words, "api", "key"));
            case ENUM, BOOLEAN -> anyOf(words, TRAITS);
            default -> false;
        };
    }

    /** The words of a name in lower case: {@code tax_id}, {@code taxId} and {@code TAX-ID} are "tax" and "id". */
    static List<String> words(String name) {
        return BETWEEN_WORDS
                .splitAsStream(name)
                .filter(word -> !word.isEmpty())
                .map(word -> word.toLowerCase(Locale.ROOT))
                .toList();
    }

    private static Set<String> wordList(String words) {
        return Set.of(words.split(" "));
    }

    private static boolean anyOf(List<String> words, Set<String> suspicious) {
        return words.stream().anyMatch(suspicious::contains);
    }

    private static boolean containsAny(List<String> words, Set<String> stems) {
        String joined = String.join("", words);
        return stems.stream().anyMatch(joined::contains);
    }

    private static boolean anyPair(List<String> words) {
        return PAIRS.stream().map(pair -> pair.split(" ")).anyMatch(pair -> follows(words, pair[0], pair[1]));
    }

    private static boolean follows(List<String> words, String first, String second) {
        for (int i = 1; i < words.size(); i++) {
            if (words.get(i - 1).equals(first) && words.get(i).equals(second)) {
                return true;
            }
        }
        return false;
    }
}
