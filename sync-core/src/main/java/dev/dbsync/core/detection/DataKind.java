package dev.dbsync.core.detection;

/** What a value is known to be by its looks and check digits. */
public enum DataKind {
    EMAIL("e-mail addresses"),
    /** A telephone number in its international form, or in a national one that is written like a telephone number. */
    PHONE("telephone numbers"),
    IBAN("IBANs"),
    /** The number of a payment card: its issuer's length and prefix, and its check digit. */
    CARD_NUMBER("card numbers"),
    /** Of version 4 or 6. */
    IP_ADDRESS("IP addresses"),
    MAC_ADDRESS("MAC addresses"),
    /** Nobody can tell it from another date by its looks: only the name of what holds it says so. */
    DATE_OF_BIRTH("dates of birth"),
    /** What a state or its insurances call a person by: social security, tax and identity numbers. */
    NATIONAL_NUMBER("national numbers of persons"),
    /** Tokens, private keys, and passwords, hashed ones too. */
    SECRET("secrets");

    private final String shown;

    DataKind(String shown) {
        this.shown = shown;
    }

    /** In the plural and in words: {@code e-mail addresses}. */
    public String shown() {
        return shown;
    }
}
