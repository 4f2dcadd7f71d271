package dev.dbsync.core.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class TextRowCodecTest {

    private static final UnaryOperator<byte[]> SAME = value -> value;

    @Property
    void whatIsEncodedIsDecodedAgain(@ForAll("values") String value) {
        byte[] field = encoded(value);

        assertThat(TextRowCodec.decode(field, 0, field.length)).isEqualTo(utf8(value));
    }

    @Property
    void anEncodedValueHoldsNoRawTabOrLineEnd(@ForAll("values") String value) {
        assertThat(encoded(value)).doesNotContain('\t', '\n', '\r');
        assertThat(new String(encoded(value), StandardCharsets.UTF_8)).isNotEqualTo("\\N");
    }

    @Property
    void aMaskThatChangesNothingLeavesEveryRowAsItIs(@ForAll("rows") List<String> values) {
        byte[] row = row(values);
        List<Optional<UnaryOperator<byte[]>>> masks = new ArrayList<>();
        values.forEach(value -> masks.add(Optional.of(SAME)));

        assertThat(rewritten(masks, row)).isEqualTo(row);
    }

    @Property
    void onlyTheMaskedFieldChanges(@ForAll("rows") List<String> values, @ForAll("values") String mask) {
        List<Optional<UnaryOperator<byte[]>>> masks = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            boolean masked = i % 3 == 1;
            masks.add(masked ? Optional.of(value -> utf8(mask)) : Optional.empty());
            expected.add(masked && values.get(i) != null ? mask : values.get(i));
        }

        assertThat(rewritten(masks, row(values))).isEqualTo(row(expected));
    }

    @Test
    void whatMasksNeedOfARowComesFirstAndGoesNowhere() {
        List<String> kept = new ArrayList<>();
        TextRowCodec codec = TextRowCodec.of(List.of(
                new TableCopy.Column("id", Optional.empty()),
                new TableCopy.Column(
                        "secret",
                        new RowMask(
                                Optional.of("staff"),
                                Optional.of("name"),
                                (value, by) -> utf8(new String(by, StandardCharsets.UTF_8) + value.length),
                                () -> kept.add("one"))),
                new TableCopy.Column("note", Optional.empty())));

        assertThat(codecRewritten(codec, "\\N\ta\\tb\t1\txx\tn\n")).isEqualTo("1\ta\\tb2\tn\n");
        assertThat(codecRewritten(codec, "-\ta\t1\tx\\\\x\tn\n")).isEqualTo("1\tx\\\\x\tn\n");
        assertThat(codecRewritten(codec, "-\t\\N\t1\t\\N\tn\n")).isEqualTo("1\t\\N\tn\n");
        assertThat(kept).hasSize(1);
    }

    private static String codecRewritten(RowCodec codec, String row) {
        RowBuffer out = new RowBuffer(1);
        assertThat(codec.rewrite(utf8(row), out)).isEqualTo(1);
        return new String(out.toBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void everyEscapeOfCopyIsUnderstood() {
        assertThat(decoded("\\b\\f\\n\\r\\t\\v\\\\")).isEqualTo("\b\f\n\r\t\u000B\\");
        assertThat(decoded("\\101\\60\\x41\\x9\\q\\.")).isEqualTo("A0A\tq.");
        assertThat(decoded("\\xZ\\1018\\")).isEqualTo("xZA8\\");
        assertThat(decoded("\\303\\251")).isEqualTo("é");
    }

    @Test
    void aWindowsPathIsNotTakenForAnEscape() {
        assertThat(new String(encoded("C:\\New"), StandardCharsets.UTF_8)).isEqualTo("C:\\\\New");
        assertThat(decoded("C:\\\\New")).isEqualTo("C:\\New");
    }

    @Test
    void nullStaysNullWithoutAskingTheMask() {
        UnaryOperator<byte[]> never = value -> {
            throw new AssertionError("asked");
        };
        byte[] row = "\\N\tx\n".getBytes(StandardCharsets.UTF_8);

        assertThat(rewritten(List.of(Optional.of(never), Optional.empty()), row))
                .isEqualTo(row);
    }

    @Test
    void aMaskMayMakeNullOfAValue() {
        byte[] row = "1\tsecret\t2\n".getBytes(StandardCharsets.UTF_8);

        assertThat(rewritten(List.of(Optional.empty(), Optional.of(value -> null), Optional.empty()), row))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("1\t\\N\t2\n");
    }

    @Test
    void anUnmaskedFieldPassesEvenWhereItsBytesAreNoText() {
        byte[] row = {(byte) 0xFF, (byte) 0xFE, '\t', 'a', '\t', (byte) 0x80, '\n'};

        assertThat(rewritten(List.of(Optional.empty(), Optional.of(value -> utf8("b")), Optional.empty()), row))
                .isEqualTo(new byte[] {(byte) 0xFF, (byte) 0xFE, '\t', 'b', '\t', (byte) 0x80, '\n'});
    }

    @Test
    void aRowWithTooFewFieldsIsNotGuessedAt() {
        byte[] row = utf8("1\n");
        List<Optional<UnaryOperator<byte[]>>> masks = List.of(Optional.empty(), Optional.of(SAME));

        assertThatThrownBy(() -> rewritten(masks, row)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aMaskThatReturnsNulIsStopped() {
        byte[] row = "a\n".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> rewritten(List.of(Optional.of(value -> utf8("x\0y"))), row))
                .isInstanceOf(IllegalStateException.class);
    }

    @Provide
    Arbitrary<String> values() {
        Arbitrary<String> telling = Arbitraries.of(
                "\\N", "\\.", "C:\\New", "\t", "\n", "\r\n", "", "😀", "\\", "\\\\N", "\u0001", "\b\f\u000B");
        Arbitrary<String> any = Arbitraries.strings()
                .withChars("\\tnrbfvxN.01789\t\n\r\b\f\u000B'\"")
                .withCharRange('\u0001', '\u00ff')
                .withCharRange('\u4e00', '\u4eff')
                .ofMaxLength(30);
        return Arbitraries.oneOf(telling, any);
    }

    @Provide
    Arbitrary<List<String>> rows() {
        return values().injectNull(0.2).list().ofMinSize(1).ofMaxSize(8);
    }

    private static byte[] rewritten(List<Optional<UnaryOperator<byte[]>>> masks, byte[] row) {
        RowBuffer out = new RowBuffer(1);
        new TextRowCodec(masks).rewrite(row, out);
        return content(out);
    }

    /** As PostgreSQL writes it, which escapes more characters than it has to. */
    private static byte[] row(List<String> values) {
        RowBuffer out = new RowBuffer(1);
        for (int i = 0; i < values.size(); i++) {
            TextRowCodec.encode(values.get(i) == null ? null : utf8(values.get(i)), out);
            out.append((byte) (i == values.size() - 1 ? '\n' : '\t'));
        }
        return content(out);
    }

    private static byte[] encoded(String value) {
        RowBuffer out = new RowBuffer(1);
        TextRowCodec.encode(utf8(value), out);
        return content(out);
    }

    private static byte[] content(RowBuffer out) {
        return Arrays.copyOf(out.bytes(), out.length());
    }

    private static String decoded(String field) {
        byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
        return new String(TextRowCodec.decode(bytes, 0, bytes.length), StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
