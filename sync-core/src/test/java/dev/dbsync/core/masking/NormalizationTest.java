package dev.dbsync.core.masking;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What means the same is brought into one form, on every Java alike. */
class NormalizationTest {

    private static String apply(Normalization normalization, String text) {
        return new String(normalization.apply(text.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Ann@Example.org",
                " ann@example.org",
                "\tANN@EXAMPLE.ORG\r\n",
                "\u00a0ann@example.org\u3000",
                "ann@example.org"
            })
    void spellingsOfOneAddressAreOne(String spelling) {
        assertThat(apply(Normalization.LOWER_NFC_TRIM, spelling)).isEqualTo("ann@example.org");
    }

    @ParameterizedTest
    @CsvSource({
        "MU\u0308LLER, m\u00fcller", // an umlaut of two characters
        "\u00c9cole, \u00e9cole",
        "J\u030c, \u01f0", // a small letter has a form that its capital lacks
        "\u212a, k", // the sign for kelvin
        "\u0130, i",
        "I\u0307, i",
        "\u1e9e, \u00df",
        "\u039f\u03a3, \u03bf\u03c3", // never the sigma of a word's end
        "\ud801\udc00, \ud801\udc28" // beyond 16 bits
    })
    void lettersOfAllAlphabetsAreFoldedOneByOne(String written, String normal) {
        assertThat(apply(Normalization.LOWER_NFC_TRIM, written)).isEqualTo(normal);
    }

    @Test
    void eachFormDoesNothingButItsOwn() {
        String text = " A\u0308B ";

        assertThat(apply(Normalization.NONE, text)).isEqualTo(text);
        assertThat(apply(Normalization.LOWER_CASE, text)).isEqualTo(" a\u0308b ");
        assertThat(apply(new Normalization(false, true, false), text)).isEqualTo(" \u00c4B ");
        assertThat(apply(new Normalization(false, false, true), text)).isEqualTo("A\u0308B");
        assertThat(apply(new Normalization(false, false, true), " AB ")).isEqualTo("AB");
        assertThat(apply(new Normalization(false, false, true), " \t ")).isEmpty();
    }

    @Test
    void theGivenArrayIsNeverChanged() {
        byte[] value = " Ann ".getBytes(StandardCharsets.UTF_8);

        Normalization.LOWER_NFC_TRIM.apply(value);

        assertThat(new String(value, StandardCharsets.UTF_8)).isEqualTo(" Ann ");
    }

    @Test
    void whatIsNoUtf8StaysAsDifferentAsItWas() {
        byte[] one = {' ', 'A', (byte) 0xff};
        byte[] other = {' ', 'A', (byte) 0xfe};

        assertThat(Normalization.LOWER_NFC_TRIM.apply(one)).isEqualTo(new byte[] {'a', (byte) 0xff});
        assertThat(Normalization.LOWER_NFC_TRIM.apply(other)).isEqualTo(new byte[] {'a', (byte) 0xfe});
    }

    /** A Java that knew other letters would mask differently. */
    @Test
    void theLettersAreThoseOfOneVersionOfUnicode() throws Exception {
        String letters = SmallLetters.capitals() + SmallLetters.smallOnes();

        assertThat(letters.codePointCount(0, letters.length())).isEqualTo(2 * 1393);
        assertThat(HexFormat.of()
                        .formatHex(
                                MessageDigest.getInstance("SHA-256").digest(letters.getBytes(StandardCharsets.UTF_8)))
                        .substring(0, 16))
                .isEqualTo("1ccbfbc3dac02553");
    }
}
