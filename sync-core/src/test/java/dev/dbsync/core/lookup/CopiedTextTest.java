package dev.dbsync.core.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CopiedTextTest {

    /** What COPY writes for a text, by its documentation. */
    private static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace("\b", "\\b")
                .replace("\f", "\\f")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t")
                .replace("\u000b", "\\v");
    }

    private static byte[] row(String... fields) {
        return (String.join(
                                "\t",
                                Arrays.stream(fields)
                                        .map(CopiedTextTest::escaped)
                                        .toList()) + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Provide
    static Arbitrary<String> texts() {
        return Arbitraries.strings()
                .withChars('\\', 'b', 'n', 't', 'N', '\b', '\f', '\n', '\r', '\t', '\u000b', '\u0001', 'ä', '\uffee')
                .ofMaxLength(6);
    }

    @Property
    void fieldsAreFoundAndReadAsTheyWereWritten(@ForAll("texts") String one, @ForAll("texts") String other) {
        byte[] row = row(one, other);
        int end = CopiedText.end(row, 1);

        assertThat(CopiedText.plain(row, 0, end)).isEqualTo(one);
        assertThat(CopiedText.plain(row, end + 1, CopiedText.end(row, end + 1, 1)))
                .isEqualTo(other);
        assertThat(CopiedText.end(row, 2)).isEqualTo(row.length - 1);
    }

    @Property
    void fieldsAreOrderedByTheBytesThatTheyStandFor(@ForAll("texts") String one, @ForAll("texts") String other) {
        byte[] left = row(one);
        byte[] right = row("x", other);

        int order = CopiedText.compare(left, 0, left.length - 1, right, 2, right.length - 1);

        assertThat(Integer.signum(order))
                .isEqualTo(Integer.signum(Arrays.compareUnsigned(
                        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8))));
    }

    @Property
    void numbersAreReadToTheirLimits(@ForAll long number) {
        byte[] row = row(Long.toString(number));

        assertThat(CopiedText.number(row, 0, row.length - 1)).isEqualTo(number);
    }
}
