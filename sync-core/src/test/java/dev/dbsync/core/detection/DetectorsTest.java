package dev.dbsync.core.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DetectorsTest {

    private final Detectors detectors = Detectors.standard();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "EMAIL|anna.schmidt@example.com",
                "EMAIL|  o'brien+news@mail.example.co.uk ",
                "EMAIL|jörg.müller@bücher.de",
                "EMAIL|ANNA@EXAMPLE.ORG",
                "PHONE|+49 30 901820",
                "PHONE|+49 (0)171 1234567",
                "PHONE|+1-555-123-4567",
                "PHONE|(212) 736-5000",
                "PHONE|0171/1234567",
                "PHONE|06 12 34 56 78",
                "PHONE|020 7946 0958",
                "PHONE|0033 6 12 34 56 78",
                "IBAN|DE89370400440532013000",
                "IBAN|GB29 NWBK 6016 1331 9268 19",
                "IBAN|fr1420041010050500013m02606",
                "CARD_NUMBER|4111111111111111",
                "CARD_NUMBER|5500 0000 0000 0004",
                "CARD_NUMBER|3782-822463-10005",
                "IP_ADDRESS|192.168.17.4",
                "IP_ADDRESS|10.0.0.1",
                "IP_ADDRESS|10.20.0.0/16",
                "IP_ADDRESS|2001:db8::8a2e:370:7334",
                "IP_ADDRESS|fe80::1",
                "MAC_ADDRESS|00:1A:2b:3C:4d:5E",
                "MAC_ADDRESS|00-1a-2b-3c-4d-5e",
                "NATIONAL_NUMBER|123-45-6789",
                "NATIONAL_NUMBER|AB123456C",
                "NATIONAL_NUMBER|86095742719",
                "NATIONAL_NUMBER|12345678Z",
                "NATIONAL_NUMBER|X1234567L",
                "NATIONAL_NUMBER|255081416802538",
                "NATIONAL_NUMBER|RSSMRA85T10A562S",
                "NATIONAL_NUMBER|811228-9874",
                "NATIONAL_NUMBER|529.982.247-25",
                "NATIONAL_NUMBER|44051401359",
                "NATIONAL_NUMBER|131052-308T",
                "NATIONAL_NUMBER|756.9217.0769.85",
                "NATIONAL_NUMBER|85.07.30-033.28",
                "NATIONAL_NUMBER|65170839J003",
                "NATIONAL_NUMBER|11010519491231002X",
                "SECRET|eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
                "SECRET|AKIAIOSFODNN7EXAMPLE",
                "SECRET|$2a$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy",
                "SECRET|$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQxMjM0$RdescudvJCsgt3ub+b0dWRWJTmaaJObG",
                "SECRET|kV3p9ZtQ/x7LmB2sRw8YcN4fHj6+TgD1aUe5oKiX",
                "SECRET|postgres://app:hunter2@db.example.com:5432/app",
            })
    void aValueIsKnown(DataKind kind, String value) {
        assertThat(detectors.whole(value)).contains(kind);
        assertThat(detectors.possible(value)).contains(kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "Berlin",
                "anna@localhost",
                "logo@2x.png",
                "react@17.0.2",
                "2024-05-17",
                "17.05.2024",
                "2024-05-17 10:30:00",
                "10:20:30",
                "4012345678901234",
                "4006381333931",
                "978-3-16-148410-0",
                "1.4.12.0",
                "DE12345678901234567890",
                "550e8400-e29b-41d4-a716-446655440000",
                "d41d8cd98f00b204e9800998ecf8427e",
                "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
                "INV-2024-000123",
                "CustomerOrderNumber2024Confirmation",
                "path/to/SomeFile12/OtherFile34.txt",
                "3.14159265",
                "0.123456789",
                "12345678",
                "EUR",
                "FRA-JFK",
                "<p>a long text of nothing much, 12 pieces</p>",
            })
    void aHarmlessValueIsNot(String value) {
        assertThat(detectors.whole(value)).isEmpty();
        assertThat(detectors.within(value)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NATIONAL_NUMBER|111222333",
                "PHONE|015112345678",
                "DATE_OF_BIRTH|1984-02-29",
                "DATE_OF_BIRTH|3.10.1990",
                "SECRET|d41d8cd98f00b204e9800998ecf8427e",
                "MAC_ADDRESS|0011.2233.4455",
                "IP_ADDRESS|1.4.12.0",
            })
    void weakEvidenceCountsOnlyInNumbers(DataKind kind, String value) {
        assertThat(detectors.whole(value)).isEmpty();
        assertThat(detectors.possible(value)).contains(kind);
    }

    @Test
    void whatStandsInATextIsFoundInItsPlace() {
        String text = "Call +49 171 1234567, or mail <anna@example.com>; card 4111 1111 1111 1111 (exp 12/27),"
                + " from 192.168.17.4 and 00:1a:2b:3c:4d:5e. IBAN: DE89 3704 0044 0532 0130 00. SSN 123-45-6789.";

        List<Found> found = detectors.within(text);

        assertThat(found)
                .extracting(one -> one.kind() + " " + text.substring(one.start(), one.end()))
                .containsExactly(
                        "PHONE +49 171 1234567",
                        "EMAIL anna@example.com",
                        "CARD_NUMBER 4111 1111 1111 1111",
                        "IP_ADDRESS 192.168.17.4",
                        "MAC_ADDRESS 00:1a:2b:3c:4d:5e",
                        "IBAN DE89 3704 0044 0532 0130 00",
                        "NATIONAL_NUMBER 123-45-6789");
    }

    @ParameterizedTest
    @ValueSource(strings = {"236-205-3616", "(236) 205-3616", "604-555-0123", "+49 171 1234567", "(030) 901820"})
    void parenthesesAroundATelephoneNumberAreNoPartOfIt(String number) {
        for (String text : List.of("phone (" + number + "), x", "(see " + number + ")", "[" + number + "]")) {
            assertThat(detectors.within(text))
                    .extracting(one -> text.substring(one.start(), one.end()))
                    .containsExactly(number);
        }
    }

    @Test
    void whatNeedsItsNameIsFoundBesideIt() {
        assertThat(detectors.within("BSN: 111222333")).hasSize(1);
        assertThat(detectors.within("article 111222333")).isEmpty();
        assertThat(detectors.within("Tel. 030901820")).hasSize(1);
        assertThat(detectors.within("lot 030901820")).isEmpty();
    }

    @Test
    void whatIsBorneInAHeaderIsASecretWhateverItLooksLike() {
        String token = "9f86d081884c7d659a2feaa0c55ad015";

        assertThat(detectors.within("Authorization: Bearer " + token + "\", next"))
                .containsExactly(new Found(DataKind.SECRET, 22, 22 + token.length()));
        assertThat(detectors.within("checksum " + token)).isEmpty();
        assertThat(detectors.within("the bearer of this")).isEmpty();
    }

    @Test
    void aKeyOfSeveralLinesIsFoundWhole() {
        String key = "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\nIBAAKC\n-----END RSA PRIVATE KEY-----";

        assertThat(detectors.whole(key)).isEqualTo(Optional.of(DataKind.SECRET));
        assertThat(detectors.within("key:\n" + key + "\n"))
                .containsExactly(new Found(DataKind.SECRET, 5, 5 + key.length()));
    }

    /** Each would take hours if any detector looked at the rest of the text again from every place in it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "1",
                "@",
                ".",
                "-",
                "+",
                "a@",
                "@a.",
                "1 ",
                "1-",
                "1.",
                "1:",
                "a1",
                "aA1",
                "aA1_",
                "(",
                "(0",
                "+1 ",
                "0171 ",
                "::",
                "a:",
                "00:",
                "eyJ",
                "eyJa.",
                "$2a$",
                "-----BEGIN ",
                "-----BEGIN PRIVATE KEY-----",
                "://",
                "a://b:",
                "a://b:c@",
                "DE89",
                "DE89 ",
                "\u0000",
                "\ud83d",
                "é",
                "123-",
                "4111 1111 "
            })
    void halfAMegabyteOfAnythingIsReadInOneGo(String piece) {
        String text = piece.repeat((1 << 19) / piece.length());

        assertThat(detectors.within(text)).doesNotContainNull();
        assertThat(detectors.possible(text)).isNotNull();
        assertThat(detectors.whole(text)).isNotNull();
    }
}
