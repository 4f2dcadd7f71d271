package dev.dbsync.core.copy;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Rewrites the masked fields of rows in COPY's binary format, and passes all other bytes on as they are.
 *
 * <p>Each field is preceded by its length, so that those without a mask are passed over without being looked at. Every
 * message of the server holds whole rows; the first one begins with the stream's header, the last one ends with its
 * trailer. Not thread-safe: one codec a stream.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-copy.html#id-1.9.3.55.9.4">COPY's binary format</a>
 */
final class BinaryRowCodec implements RowCodec {

    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0};
    private static final int EXTENSION_LENGTH = SIGNATURE.length + 4;
    private static final int SHORTEST_HEADER = EXTENSION_LENGTH + 4;
    private static final byte[] END = {-1, -1};
    private static final int TRAILER = -1;
    private static final int NULL = -1;
    private static final byte JSONB_VERSION = 1;
    private static final VarHandle INT32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT16 = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

    private final UnaryOperator<byte[]>[] masks;
    private final boolean[] jsonb;
    private final RowInputs inputs;
    private final int inputFields;
    private byte[] header = {};
    private boolean ended;

    /**
     * @param columns of the stream, in its order. A mask gets the value's text form in UTF-8, never null, and may
     *     return null for NULL; NULL itself stays NULL without being asked about
     */
    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of masks can be made in no other way
    BinaryRowCodec(List<TableCopy.Column> columns) {
        this.masks = new UnaryOperator[columns.size()];
        this.jsonb = new boolean[columns.size()];
        this.inputs = RowInputs.of(columns).orElse(null);
        this.inputFields = inputs == null ? 0 : inputs.count();
        for (int i = 0; i < masks.length; i++) {
            int column = i;
            masks[i] = columns.get(i)
                    .mask()
                    .or(() -> Optional.ofNullable(inputs).flatMap(some -> some.mask(column)))
                    .orElse(null);
            jsonb[i] = columns.get(i).jsonb();
        }
    }

    @Override
    public int rewrite(byte[] message, RowOutput out) {
        int at = 0;
        if (header.length == 0) {
            at = endOfHeader(message);
            header = Arrays.copyOf(message, at);
            out.append(header, 0, at);
        }
        int rows = 0;
        while (at < message.length) {
            int fields = int16(message, at);
            if (ended || (fields != inputFields + masks.length && fields != TRAILER)) {
                throw new IllegalStateException(
                        "a row of " + fields + " fields and not of " + (inputFields + masks.length));
            }
            if (fields == TRAILER) {
                out.pass(message, at, at + 2);
                at += 2;
                ended = true;
            } else {
                at = row(message, at, out);
                rows++;
            }
        }
        return rows;
    }

    @Override
    public byte[] header() {
        return header;
    }

    @Override
    public byte[] trailer() {
        return END.clone();
    }

    /** @return the end of the row */
    private int row(byte[] message, int start, RowOutput out) {
        int copied = start;
        int at = start + 2;
        if (inputs != null) {
            at = takeInputs(message, at);
            copied = at;
            out.append((byte) (masks.length >>> 8));
            out.append((byte) masks.length);
        }
        for (int i = 0; i < masks.length; i++) {
            int length = int32(message, at);
            at += 4;
            if (length == NULL) {
                continue;
            }
            int end = end(message, at, length);
            if (masks[i] != null && (inputs == null || !inputs.keeps(i))) {
                out.pass(message, copied, at - 4);
                masked(masks[i], jsonb[i], message, at, end, out);
                copied = end;
            }
            at = end;
        }
        out.pass(message, copied, at);
        return at;
    }

    /** @return where the first of the table's own fields begins */
    private int takeInputs(byte[] message, int start) {
        int at = start;
        for (int i = 0; i < inputFields; i++) {
            int length = int32(message, at);
            at += 4;
            int end = length == NULL ? at : end(message, at, length);
            inputs.put(i, length == NULL ? null : Arrays.copyOfRange(message, at, end));
            at = end;
        }
        return at;
    }

    private static int end(byte[] message, int at, int length) {
        int end = at + length;
        if (length < 0 || end < at || end > message.length) {
            throw new IllegalStateException("a field of " + length + " bytes that ends outside of its row");
        }
        return end;
    }

    private static void masked(
            UnaryOperator<byte[]> mask, boolean jsonb, byte[] message, int from, int end, RowOutput out) {
        int version = jsonb ? 1 : 0;
        if (jsonb && (from == end || message[from] != JSONB_VERSION)) {
            throw new IllegalStateException("a jsonb of a version that is not " + JSONB_VERSION);
        }
        byte[] value = mask.apply(Arrays.copyOfRange(message, from + version, end));
        if (value == null) {
            appendInt32(NULL, out);
            return;
        }
        for (byte each : value) {
            if (each == 0) {
                throw new IllegalStateException("a mask returned a NUL, which no PostgreSQL text can hold");
            }
        }
        appendInt32(version + value.length, out);
        if (jsonb) {
            out.append(JSONB_VERSION);
        }
        out.append(value, 0, value.length);
    }

    private static int endOfHeader(byte[] message) {
        if (message.length < SHORTEST_HEADER
                || !Arrays.equals(message, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length)) {
            throw new IllegalStateException("no header of COPY's binary format");
        }
        int extension = int32(message, EXTENSION_LENGTH);
        if (extension < 0 || extension > message.length - SHORTEST_HEADER) {
            throw new IllegalStateException("a header that ends outside of its message");
        }
        return SHORTEST_HEADER + extension;
    }

    private static int int16(byte[] message, int at) {
        requireBytes(message, at, 2);
        return (short) INT16.get(message, at);
    }

    private static int int32(byte[] message, int at) {
        requireBytes(message, at, 4);
        return (int) INT32.get(message, at);
    }

    private static void requireBytes(byte[] message, int at, int bytes) {
        if (at > message.length - bytes) {
            throw new IllegalStateException("a row that ends before its last field");
        }
    }

    private static void appendInt32(int value, RowOutput out) {
        out.append((byte) (value >>> 24));
        out.append((byte) (value >>> 16));
        out.append((byte) (value >>> 8));
        out.append((byte) value);
    }
}
