package dev.dbsync.core.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.detection.Detectors;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a value is wrapped in, it is found; and nothing else is. */
class TextScanTest {

    private static final String EMAIL = "Ann.O'Miller+news@corp-shop.example";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Ann.O'Miller+news@corp-shop.example",
                " ann.o'miller+NEWS@CORP-shop.example\t",
                "write to <ann.o'miller+news@corp-shop.example>, please",
                "{\"who\": [\"x\", \"Ann.O'Miller+news@corp-shop.example\"]}",
                "{\"log\": \"first\\nAnn.O'Miller+news@corp-shop.example\\tlast\"}",
                "{\"deep\": \"{\\\"a\\\": \\\"x\\\\nAnn.O'Miller+news@corp-shop.example\\\"}\"}",
                "{NULL,\"Ann.O'Miller+news@corp-shop.example\",x}",
                "(1,\"Ann.O'Miller+news@corp-shop.example\",)",
                "\"mail\"=>\"Ann.O'Miller+news@corp-shop.example\"",
                "'ann.o''miller+news@corp-shop.example':3 'write':1",
                "<a href=\"mailto:Ann.O&apos;Miller&#43;news&#x40;corp-shop.example\"/>",
                "https://x.example/?mail=Ann.O%27Miller%2Bnews%40corp-shop.example&y=1",
                "\\x416e6e2e4f274d696c6c65722b6e65777340636f72702d73686f702e6578616d706c65",
                "{\"\\\\x416e6e2e4f274d696c6c65722b6e65777340636f72702d73686f702e6578616d706c65\"}",
                "\"\\u0041nn.O\\u0027Miller\\u002bnews\\u0040corp-shop.example\""
            })
    void anAddressIsFoundInWhateverItStands(String text) {
        assertThat(isFound(EMAIL, text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "o'miller+news@corp-shop.example",
                "Ann.O'Millers+news@corp-shop.example",
                "Ann O'Miller, news of corp-shop.example",
                "annomillernews@corp-shop.example",
                "",
                "\\x",
                "\\xff00ff00ff00",
                "%",
                "&;&#;&#x;\\u12"
            })
    void whatIsSomethingElseIsNotFound(String text) {
        assertThat(isFound(EMAIL, text)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "+49 151 23456789, 0151-23456789",
        "+49 151 23456789, 4915123456789",
        "+49 151 23456789, 0049 (151) 2345-6789",
        "+49 151 23456789, please call +4915123456789 today",
        "+49 151 23456789, 151/234 567 89",
        "0151 23456789, +49 151 23456789",
        "(202) 555-0143, +1 202.555.0143",
        "(202) 555-0143, 2025550143",
        "4111 1111 1111 1111, 4111-1111-1111-1111",
        "4111111111111111, paid by 4111 1111 1111 1111 yesterday",
        "DE89 3704 0044 0532 0130 00, de89370400440532013000",
        "DE89370400440532013000, to DE89 3704 0044 0532 0130 00 by Friday"
    })
    void aNumberIsFoundHoweverItIsGrouped(String value, String text) {
        assertThat(isFound(value, text)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "+49 151 23456789, +49 151 23456780",
        "+49 151 23456789, order 49 of 151: 23456789",
        "12345, 12345",
        "Berg, Berg",
        "123456789, 12345678",
        "DE89 3704 0044 0532 0130 00, DE89 3704 0044 0532 0130 01"
    })
    void anotherNumberAndWhatIsTooShortAreNotFound(String value, String text) {
        assertThat(isFound(value, text)).isFalse();
    }

    @Test
    void whatStandsInAUuidByChanceIsNobodysNumber() {
        String uuid = "1b4e28ba-2fa1-11d2-883f-442012345678";

        assertThat(isFound("+44 20 12345678", uuid)).isFalse();
        assertThat(isFound("442012345678", uuid)).isFalse();
        assertThat(isFound(uuid.toUpperCase(Locale.ROOT), uuid)).isTrue();
        assertThat(isFound("+44 20 12345678", uuid + "/442012345678")).isTrue();
    }

    @Test
    void accentsAreTheSameHoweverTheyAreEncoded() {
        String composed = "Zoë Müller-Çelik";
        String decomposed = Normalizer.normalize(composed, Normalizer.Form.NFD);

        assertThat(isFound(composed, "an " + decomposed.toUpperCase(Locale.ROOT) + "\u2026"))
                .isTrue();
        assertThat(isFound(decomposed, "«zoë\u00a0müller\u2010çelik»")).isTrue();
        assertThat(isFound(composed, "Zoe Muller-Celik")).isFalse();
    }

    @Test
    void namesOfOtherScriptsAreFoundAmongOtherWords() {
        assertThat(isFound("محمد عبد الله", "السيد محمد عبد الله،")).isTrue();
        assertThat(isFound("山田太郎左衛門", "本日は山田太郎左衛門様")).isTrue();
        assertThat(isFound("Ann 😀 Miller", "ann miller")).isTrue();
    }

    @Test
    void ofALongTextItsBeginningIsSoughtAndWhatDetectorsKnowInIt() {
        String letter = "Dear all of you, this is to say that Ann can be reached at ann@corp.example from now on";

        assertThat(isFound(letter, "{\"bio\": \"" + letter.substring(0, 60) + "\"}"))
                .isTrue();
        assertThat(isFound(letter, "ann@corp.example")).isTrue();
        assertThat(isFound(letter, "this is to say that Ann can be reached")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\": \"Ann Miller\", \"n\": 1}",
                "[{\"a\": {\"b\": \"Ann\\u0020Miller\"}}]",
                "{x,\"Ann Miller\"}",
                "{x,Ann Miller}",
                "(7,\"Ann Miller\",t)",
                "\"who\"=>\"Ann Miller\", \"x\"=>NULL",
                "<p>Ann Miller</p>"
            })
    void eachTextOfAStructuredValueIsSought(String value) {
        assertThat(isFound(value, "visit of ann miller")).isTrue();
    }

    @Test
    void namesOfFieldsAreNotSought() {
        assertThat(isFound("{\"customer_email\": \"ann@corp.example\"}", "{\"customer_email\": null}"))
                .isFalse();
        assertThat(isFound("\"customer_email\"=>\"ann@corp.example\"", "\"customer_email\"=>NULL"))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "{\"amount\": 1234.0}, 1234_0, false",
        "{\"amount\": 1234.0}, 1234:0, false",
        "{\"amount\": 1234.0}, 1234.0, true",
        "{\"amount\": 1234.0}, 1234-0, true",
        "1234_0, 1234.0, false",
        "1234_0, 1234_0, true",
        "2024-12-31, 2024/12/31, true",
        "{\"amount\": 12345}, 12345, false"
    })
    void aShortNumberIsNoIdOfTheSameDigits(String value, String text, boolean found) {
        assertThat(isFound(value, text)).isEqualTo(found);
    }

    @Test
    void whetherItIsAllOfATextIsTold() {
        assertThat(wholeness("Holzminden", " HOLZMINDEN ")).isTrue();
        assertThat(wholeness("Holzminden", "from Holzminden")).isFalse();
    }

    @Test
    void aTextOfAMegabyteIsSearched() {
        assertThat(isFound(EMAIL, "word ".repeat(200_000) + EMAIL + " x")).isTrue();
    }

    private static boolean isFound(String value, String text) {
        AtomicBoolean found = new AtomicBoolean();
        scan(value, text, (digest, whole) -> found.set(true));
        return found.get();
    }

    private static boolean wholeness(String value, String text) {
        AtomicBoolean isWhole = new AtomicBoolean();
        scan(value, text, (digest, whole) -> isWhole.set(whole));
        return isWhole.get();
    }

    private static void scan(String value, String text, TextScan.Sink sink) {
        Digest digest = Digest.random();
        Sought sought = new Sought(100, 1 << 20);
        new Identifying(digest, Detectors.standard()).of(bytes(value), (found, first, words, part) -> {
            if (words == 0) {
                sought.addForm(found, (int) first);
            } else {
                sought.add(found, first, words);
            }
        });
        new TextScan(sought, digest).scan(bytes(text), sink);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
