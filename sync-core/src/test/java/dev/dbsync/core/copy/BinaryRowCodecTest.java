package dev.dbsync.core.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.database.TableName;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class BinaryRowCodecTest {

    private static final byte[] TRAILER = {-1, -1};
    private static final UnaryOperator<byte[]> NEVER = value -> {
        throw new AssertionError("asked");
    };

    @Property
    void withoutAMaskEveryByteOfTheStreamPasses(
            @ForAll("tables") List<List<byte[]>> rows, @ForAll("extensions") byte[] extension, @ForAll int packing) {
        List<byte[]> messages = messages(header(extension), rows, packing);

        assertThat(rewritten(new BinaryRowCodec(columns(width(rows), i -> Optional.empty())), messages))
                .isEqualTo(joined(messages));
    }

    @Property
    void onlyMaskedFieldsChangeAndNullStaysNull(
            @ForAll("tables") List<List<byte[]>> rows, @ForAll("values") byte[] mask, @ForAll int packing) {
        List<TableCopy.Column> columns =
                columns(width(rows), i -> i % 3 == 1 ? Optional.of(value -> mask) : Optional.empty());
        List<List<byte[]>> expected = rows.stream()
                .map(row -> {
                    List<byte[]> fields = new ArrayList<>(row);
                    for (int i = 1; i < fields.size(); i += 3) {
                        fields.set(i, fields.get(i) == null ? null : mask);
                    }
                    return fields;
                })
                .toList();

        assertThat(rewritten(new BinaryRowCodec(columns), messages(header(), rows, packing)))
                .isEqualTo(joined(messages(header(), expected, packing)));
    }

    @Property
    void aMaskIsAskedForEveryValueOfItsColumnAndForNoOther(
            @ForAll("tables") List<List<byte[]>> rows, @ForAll int packing) {
        List<byte[]> asked = new ArrayList<>();
        List<TableCopy.Column> columns = columns(
                width(rows),
                i -> i > 0
                        ? Optional.empty()
                        : Optional.of(value -> {
                            asked.add(value);
                            return null;
                        }));

        rewritten(new BinaryRowCodec(columns), messages(header(), rows, packing));

        List<byte[]> values = rows.stream()
                .map(row -> row.get(0))
                .filter(value -> value != null)
                .toList();
        assertThat(asked.stream().map(BinaryRowCodecTest::hex))
                .containsExactlyElementsOf(
                        values.stream().map(BinaryRowCodecTest::hex).toList());
    }

    @Property
    void rowsAreCountedHoweverTheyArePacked(@ForAll("tables") List<List<byte[]>> rows, @ForAll int packing) {
        BinaryRowCodec codec = new BinaryRowCodec(columns(width(rows), i -> Optional.empty()));
        RowBuffer out = new RowBuffer(1);

        assertThat(messages(header(), rows, packing).stream()
                        .mapToInt(message -> codec.rewrite(message, out))
                        .sum())
                .isEqualTo(rows.size());
    }

    @Test
    void whatMasksNeedOfARowComesFirstAndGoesNowhere() {
        List<String> kept = new ArrayList<>();
        RowMask mask = new RowMask(
                Optional.of("staff"),
                Optional.of("id::text"),
                (value, by) -> by == null ? null : joined(List.of(by, value)),
                () -> kept.add("one"));
        TableCopy copy = new TableCopy(
                        new TableName("s", "t"),
                        new TableName("s", "t"),
                        List.of(new TableCopy.Column("id", Optional.empty()), new TableCopy.Column("secret", mask)))
                .as(FormatChoice.binary(Set.of()));
        byte[] yes = null;
        byte[] no = utf8("-");

        assertThat(copy.out())
                .isEqualTo("COPY (SELECT CASE WHEN (\nstaff\n) IS FALSE THEN '-' END, id::text, \"id\", \"secret\""
                        + " FROM ONLY \"s\".\"t\") TO STDOUT (FORMAT binary)");
        assertThat(rewritten(
                        copy.codec(),
                        List.of(
                                header(),
                                row(yes, utf8("7"), utf8("a"), utf8("x")),
                                row(yes, null, utf8("b"), utf8("x")),
                                row(no, utf8("9"), utf8("c"), utf8("x")),
                                row(no, utf8("9"), null, null),
                                TRAILER)))
                .isEqualTo(joined(List.of(
                        header(),
                        row(utf8("a"), utf8("7x")),
                        row(utf8("b"), null),
                        row(utf8("c"), utf8("x")),
                        row(null, null),
                        TRAILER)));
        assertThat(kept).as("a NULL is no value").hasSize(1);
        assertThatThrownBy(() -> rewritten(copy.codec(), List.of(header(), row(utf8("a"), utf8("x")))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("2 fields and not of 4");
    }

    @Test
    void aMaskThatNeedsNothingOfTheRowIsNoneOfThese() {
        assertThatThrownBy(() -> new RowMask(Optional.empty(), Optional.empty(), (value, by) -> value, () -> {}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(new TableCopy(
                                new TableName("s", "t"),
                                new TableName("s", "t"),
                                List.of(new TableCopy.Column("id", Optional.of(NEVER))))
                        .out())
                .isEqualTo("COPY \"s\".\"t\" (\"id\") TO STDOUT");
    }

    @Test
    void aMaskMayMakeNullOfAValue() {
        List<TableCopy.Column> columns = columns(3, i -> i == 1 ? Optional.of(value -> null) : Optional.empty());

        assertThat(rewritten(new BinaryRowCodec(columns), List.of(header(), row(utf8("1"), utf8("secret"), utf8("2")))))
                .isEqualTo(joined(List.of(header(), row(utf8("1"), null, utf8("2")))));
    }

    @Test
    void aMaskOfJsonbSeesItsTextAndNotItsVersion() {
        List<TableCopy.Column> columns = List.of(new TableCopy.Column(
                "info",
                Optional.of(value -> {
                    assertThat(value).asString(StandardCharsets.UTF_8).isEqualTo("{\"a\": 1}");
                    return utf8("{}");
                }),
                true));

        assertThat(rewritten(new BinaryRowCodec(columns), List.of(header(), row(utf8("\u0001{\"a\": 1}")))))
                .isEqualTo(joined(List.of(header(), row(utf8("\u0001{}")))));
    }

    @Test
    void aJsonbOfAnUnknownVersionIsNotGuessedAt() {
        BinaryRowCodec codec = new BinaryRowCodec(List.of(new TableCopy.Column("info", Optional.of(NEVER), true)));

        assertRefused(codec, header(), row(utf8("\u0002{}")));
    }

    @Test
    void aMaskThatReturnsNulIsStopped() {
        assertRefused(
                new BinaryRowCodec(columns(1, i -> Optional.of(value -> utf8("x\0y")))), header(), row(utf8("a")));
    }

    @Test
    void aStreamThatIsNoneIsNotGuessedAt() {
        assertRefused(plain(1), utf8("a\tb\n"));
        assertRefused(plain(1), Arrays.copyOf(header(), 18));
        assertRefused(plain(2), header(), row(utf8("a")));
        assertRefused(plain(1), header(), Arrays.copyOf(row(utf8("abc")), 8));
        assertRefused(plain(1), header(), Arrays.copyOf(row(utf8("abc")), 4));
        assertRefused(plain(1), header(), new byte[] {0, 1, -1, -1, -1, -2});
        assertRefused(plain(1), header(), TRAILER, row(utf8("a")));
    }

    @Test
    void aStreamThatIsBegunAgainBeginsAsItDid() {
        BinaryRowCodec codec = plain(1);
        byte[] header = header(new byte[] {1, 2, 3});

        rewritten(codec, List.of(joined(List.of(header, row(utf8("a"))))));

        assertThat(codec.header()).isEqualTo(header);
        assertThat(codec.trailer()).isEqualTo(TRAILER);
    }

    private static void assertRefused(BinaryRowCodec codec, byte[]... messages) {
        assertThatThrownBy(() -> rewritten(codec, List.of(messages))).isInstanceOf(IllegalStateException.class);
    }

    private static BinaryRowCodec plain(int columns) {
        return new BinaryRowCodec(columns(columns, i -> Optional.empty()));
    }

    @Provide
    Arbitrary<byte[]> values() {
        return Arbitraries.bytes().filter(each -> each != 0).array(byte[].class).ofMaxSize(40);
    }

    @Provide
    Arbitrary<byte[]> extensions() {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(9);
    }

    /** Rows of one width; empty fields and NULLs among them. */
    @Provide
    Arbitrary<List<List<byte[]>>> tables() {
        Arbitrary<byte[]> fields =
                Arbitraries.bytes().array(byte[].class).ofMaxSize(40).injectNull(0.2);
        return Arbitraries.integers()
                .between(1, 8)
                .flatMap(width -> fields.list().ofSize(width).list().ofMaxSize(6));
    }

    private static int width(List<List<byte[]>> rows) {
        return rows.isEmpty() ? 1 : rows.get(0).size();
    }

    private static List<TableCopy.Column> columns(int count, IntFunction<Optional<UnaryOperator<byte[]>>> masks) {
        List<TableCopy.Column> columns = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            columns.add(new TableCopy.Column("c" + i, masks.apply(i)));
        }
        return columns;
    }

    private static byte[] header(byte... extension) {
        return ByteBuffer.allocate(19 + extension.length)
                .put("PGCOPY\n".getBytes(StandardCharsets.US_ASCII))
                .put(new byte[] {(byte) 0xFF, '\r', '\n', 0})
                .putInt(0)
                .putInt(extension.length)
                .put(extension)
                .array();
    }

    private static byte[] row(byte[]... fields) {
        ByteBuffer row = ByteBuffer.allocate(2
                + Arrays.stream(fields)
                        .mapToInt(field -> 4 + (field == null ? 0 : field.length))
                        .sum());
        row.putShort((short) fields.length);
        for (byte[] field : fields) {
            row.putInt(field == null ? -1 : field.length);
            if (field != null) {
                row.put(field);
            }
        }
        return row.array();
    }

    /** One message a row, or some in one, as the bits of {@code packing} say; also the header and the trailer. */
    private static List<byte[]> messages(byte[] header, List<List<byte[]>> rows, int packing) {
        List<byte[]> parts = new ArrayList<>(List.of(header));
        rows.forEach(fields -> parts.add(row(fields.toArray(byte[][]::new))));
        parts.add(TRAILER);
        List<byte[]> messages = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            boolean together = i > 0 && (packing >> i & 1) == 1;
            messages.add(together ? joined(List.of(messages.remove(messages.size() - 1), parts.get(i))) : parts.get(i));
        }
        return messages;
    }

    private static byte[] rewritten(RowCodec codec, List<byte[]> messages) {
        RowBuffer out = new RowBuffer(1);
        messages.forEach(message -> codec.rewrite(message, out));
        return out.toBytes();
    }

    private static byte[] joined(List<byte[]> parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        parts.forEach(all::writeBytes);
        return all.toByteArray();
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
