package dev.dbsync.core.detection;

/** What a column is about, as its name, its comment or its values tell. */
public enum Meaning {
    EMAIL("e-mail addresses"),
    PHONE("telephone numbers"),
    PERSON_NAME("names of persons"),
    /** What somebody logs in by, or is called by in a system. */
    USER_NAME("user names"),
    /** Street, house number, post code, town: of persons. */
    ADDRESS("addresses"),
    BIRTH("dates of birth"),
    NATIONAL_NUMBER("national numbers of persons"),
    /** What an office, a business or another system calls a person by. */
    PERSON_NUMBER("numbers and ids of persons"),
    BANK_ACCOUNT("bank accounts"),
    CARD_NUMBER("card numbers"),
    SECRET("secrets"),
    IP_ADDRESS("IP addresses"),
    /** What tells devices apart, and so those who carry them. */
    DEVICE("devices"),
    LOCATION("places where somebody is"),
    INCOME("incomes"),
    /** What the law protects more than other data: health, belief, origin, orientation; and sex and nationality. */
    TRAIT("traits of persons"),
    FREE_TEXT("free text"),
    /** Free text that names persons, whom no detector finds in it. */
    NAMING_TEXT("texts that name persons"),
    /** What somebody has called a file before sending it: after the person, as often as not. */
    FILE_NAME("names of files that somebody has sent"),
    /** Objects and arrays of JSON, whatever the type that holds them. */
    DOCUMENT("JSON documents"),
    /** JSON arrays of e-mail addresses. */
    EMAIL_LIST("lists of e-mail addresses");

    private final String shown;

    Meaning(String shown) {
        this.shown = shown;
    }

    /** In the plural and in words. */
    public String shown() {
        return shown;
    }

    /** What a column of such values is about. */
    public static Meaning of(DataKind kind) {
        return switch (kind) {
            case EMAIL -> EMAIL;
            case PHONE -> PHONE;
            case IBAN -> BANK_ACCOUNT;
            case CARD_NUMBER -> CARD_NUMBER;
            case IP_ADDRESS -> IP_ADDRESS;
            case MAC_ADDRESS -> DEVICE;
            case DATE_OF_BIRTH -> BIRTH;
            case NATIONAL_NUMBER -> NATIONAL_NUMBER;
            case SECRET -> SECRET;
        };
    }
}
