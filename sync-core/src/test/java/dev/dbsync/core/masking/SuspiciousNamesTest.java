package dev.dbsync.core.masking;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuspiciousNamesTest {

    @ParameterizedTest
    @CsvSource({
        "phone, NUMBER",
        "phonenumber, NUMBER",
        "homephone, NUMBER",
        "cvv2, NUMBER",
        "phone2, NUMBER",
        "mobilePhone, NUMBER",
        "HOME_PHONE, NUMBER",
        "ssn, NUMBER",
        "birth_year, NUMBER",
        "dateOfBirth, TIME",
        "dob, TIME",
        "tax_number, NUMBER",
        "taxId, NUMBER",
        "iban, NUMBER",
        "card_number, NUMBER",
        "salary, NUMBER",
        "lat, NUMBER",
        "account_no, NUMBER",
        "reset_token, UUID",
        "api_key, UUID",
        "gender, ENUM",
        "is_pregnant, BOOLEAN",
        "geburtsdatum, TIME"
    })
    void aNameThatTellsOfAPersonNeedsARule(String name, TypeCategory type) {
        assertThat(SuspiciousNames.contains(name, type)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "id, NUMBER", "customer_id, NUMBER", "amount, NUMBER", "tax_rate, NUMBER", "tax_amount, NUMBER",
        "quantity, NUMBER", "cancelled_at, TIME", "phone_verified_at, TIME", "has_phone, BOOLEAN", "id, UUID",
        "status, ENUM", "created_at, TIME", "birthday_mails_enabled, BOOLEAN", "platform, NUMBER",
                "shipping_cost, NUMBER",
        "discard, NUMBER", "panel, NUMBER", "cellar, NUMBER"
    })
    void anEverydayNameNeedsNone(String name, TypeCategory type) {
        assertThat(SuspiciousNames.contains(name, type)).isFalse();
    }
}
