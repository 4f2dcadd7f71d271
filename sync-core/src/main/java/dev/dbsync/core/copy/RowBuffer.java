package dev.dbsync.core.copy;

import java.util.Arrays;

/** A growing block of bytes that is filled with rows and handed on when it is large enough. Not thread-safe. */
public final class RowBuffer implements RowOutput {

    private byte[] bytes;
    private int length;

    public RowBuffer(int capacity) {
        this.bytes = new byte[capacity];
    }

    @Override
    public void append(byte[] source, int from, int to) {
        reserve(to - from);
        System.arraycopy(source, from, bytes, length, to - from);
        length += to - from;
    }

    @Override
    public void append(byte next) {
        reserve(1);
        bytes[length++] = next;
    }

    /** A copy of what is in it. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** Empties the buffer; one that a huge row blew up shrinks back, so that such a row is paid for once. */
    void clear(int capacity) {
        length = 0;
        if (bytes.length > 8 * capacity) {
            bytes = new byte[capacity];
        }
    }

    private void reserve(int more) {
        if (length + more > bytes.length || length + more < 0) {
            long wanted = Math.max((long) length + more, 2L * bytes.length);
            if ((long) length + more > Integer.MAX_VALUE - 16) {
                throw new IllegalStateException("a row of more than 2 GB");
            }
            bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, Integer.MAX_VALUE - 16));
        }
    }
}
