package dev.dbsync.core.copy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Rewrites the masked fields of rows in COPY's text format, and passes all other bytes on as they are.
 *
 * <p>A raw tab ends a field and never stands inside one (COPY writes it as {@code \t}), so that fields are found
 * without decoding them: only a masked field is unescaped. Not thread-safe: one codec a stream.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-copy.html#id-1.9.3.55.9.2">COPY's text format</a>
 */
public final class TextRowCodec implements RowCodec {

    private static final byte[] NOTHING = {};

    private final List<Optional<UnaryOperator<byte[]>>> masks;
    private final int lastMasked;
    private final RowInputs inputs;

    /**
     * @param masks one for each column of the stream, in its order. A mask gets the value's text form in UTF-8, never
     *     null, and may return null for NULL; NULL itself stays NULL without being asked about
     */
    public TextRowCodec(List<Optional<UnaryOperator<byte[]>>> masks) {
        this(masks, null);
    }

    /** @param inputs the first fields of each row, which no mask is for; null where there are none */
    private TextRowCodec(List<Optional<UnaryOperator<byte[]>>> masks, RowInputs inputs) {
        this.inputs = inputs;
        this.masks = List.copyOf(masks);
        int last = -1;
        for (int i = 0; i < masks.size(); i++) {
            if (masks.get(i).isPresent()) {
                last = i;
            }
        }
        this.lastMasked = last;
    }

    static TextRowCodec of(List<TableCopy.Column> columns) {
        RowInputs inputs = RowInputs.of(columns).orElse(null);
        List<Optional<UnaryOperator<byte[]>>> masks = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            int column = i;
            masks.add(columns.get(i).mask().or(() -> Optional.ofNullable(inputs).flatMap(some -> some.mask(column))));
        }
        return new TextRowCodec(masks, inputs);
    }

    @Override
    public int rewrite(byte[] row, RowOutput out) {
        int start = inputs == null ? 0 : takeInputs(row);
        int copied = start;
        for (int column = 0; column <= lastMasked; column++) {
            int end = endOfField(row, start);
            if (masks.get(column).isPresent()
                    && !isNull(row, start, end)
                    && (inputs == null || !inputs.keeps(column))) {
                out.pass(row, copied, start);
                encode(masks.get(column).get().apply(decode(row, start, end)), out);
                copied = end;
            }
            start = end + 1;
        }
        out.pass(row, copied, row.length);
        return 1;
    }

    @Override
    public byte[] header() {
        return NOTHING;
    }

    @Override
    public byte[] trailer() {
        return NOTHING;
    }

    /** @return where the first of the table's own fields begins */
    private int takeInputs(byte[] row) {
        int start = 0;
        for (int i = 0; i < inputs.count(); i++) {
            int end = endOfField(row, start);
            inputs.put(i, isNull(row, start, end) ? null : decode(row, start, end));
            start = end + 1;
        }
        return start;
    }

    private int endOfField(byte[] row, int start) {
        for (int i = start; i < row.length; i++) {
            if (row[i] == '\t' || row[i] == '\n') {
                return i;
            }
        }
        throw new IllegalStateException("a row with fewer than " + masks.size() + " fields");
    }

    private static boolean isNull(byte[] row, int start, int end) {
        return end - start == 2 && row[start] == '\\' && row[start + 1] == 'N';
    }

    /** The value behind a field that is not {@code \N}. */
    static byte[] decode(byte[] row, int start, int end) {
        int escape = start;
        while (escape < end && row[escape] != '\\') {
            escape++;
        }
        if (escape == end) {
            return Arrays.copyOfRange(row, start, end);
        }
        byte[] plain = new byte[end - start];
        int length = 0;
        int at = start;
        while (at < end) {
            byte next = row[at++];
            if (next != '\\' || at == end) {
                plain[length++] = next;
                continue;
            }
            byte escaped = row[at++];
            switch (escaped) {
                case 'b' -> plain[length++] = '\b';
                case 'f' -> plain[length++] = '\f';
                case 'n' -> plain[length++] = '\n';
                case 'r' -> plain[length++] = '\r';
                case 't' -> plain[length++] = '\t';
                case 'v' -> plain[length++] = 0x0B;
                case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                    int limit = Math.min(end, at + 2);
                    int value = escaped - '0';
                    while (at < limit && row[at] >= '0' && row[at] <= '7') {
                        value = value * 8 + row[at++] - '0';
                    }
                    plain[length++] = (byte) value;
                }
                case 'x' -> {
                    int limit = Math.min(end, at + 2);
                    int digits = at;
                    int value = 0;
                    while (at < limit && Character.digit(row[at], 16) >= 0) {
                        value = value * 16 + Character.digit(row[at++], 16);
                    }
                    plain[length++] = (byte) (at == digits ? 'x' : value);
                }
                default -> plain[length++] = escaped;
            }
        }
        return Arrays.copyOf(plain, length);
    }

    /** Writes a value, or {@code \N} for null, so that COPY reads the same value back. */
    static void encode(byte[] value, RowOutput out) {
        if (value == null) {
            out.append((byte) '\\');
            out.append((byte) 'N');
            return;
        }
        int copied = 0;
        for (int i = 0; i < value.length; i++) {
            char letter = switch (value[i]) {
                case '\\' -> '\\';
                case '\t' -> 't';
                case '\n' -> 'n';
                case '\r' -> 'r';
                case 0 -> throw new IllegalStateException("a mask returned a NUL, which no PostgreSQL text can hold");
                default -> 0;
            };
            if (letter != 0) {
                out.append(value, copied, i);
                out.append((byte) '\\');
                out.append((byte) letter);
                copied = i + 1;
            }
        }
        out.append(value, copied, value.length);
    }
}
