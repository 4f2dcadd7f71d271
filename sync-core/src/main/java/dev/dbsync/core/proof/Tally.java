package dev.dbsync.core.proof;

import java.util.Arrays;

/** How often digests were met in columns: in bounded memory, and it says so when that is not enough. Thread-safe. */
final class Tally {

    /** What an entry takes, with the room that is left free. */
    private static final int BYTES_EACH = 2 * (Long.BYTES + 3 * Integer.BYTES);

    private final int most;
    private long[] digests = new long[1 << 8];
    private int[] columns = new int[1 << 8];
    private int[] whole = new int[1 << 8];
    private int[] amid = new int[1 << 8];
    private int size;
    private boolean full;

    /** @param bytes at most about so many are used */
    Tally(long bytes) {
        most = (int) Math.min(1 << 28, Math.max(1 << 7, bytes / BYTES_EACH));
    }

    /** Takes entries. */
    @FunctionalInterface
    interface Sink {
        void entry(long digest, int column, int whole, int amid);
    }

    synchronized void add(long digest, int column, boolean isWhole) {
        int at = find(digest, column);
        if (isFree(at)) {
            if (size == most) {
                full = true;
                return;
            }
            if (2 * size >= digests.length) {
                grow();
                at = find(digest, column);
            }
            digests[at] = digest;
            columns[at] = column;
            size++;
        }
        if (isWhole) {
            whole[at] += whole[at] == Integer.MAX_VALUE ? 0 : 1;
        } else {
            amid[at] += amid[at] == Integer.MAX_VALUE ? 0 : 1;
        }
    }

    /** How often it was met there, whole or amid other words. */
    synchronized long count(long digest, int column) {
        int at = find(digest, column);
        return isFree(at) ? 0 : (long) whole[at] + amid[at];
    }

    synchronized boolean isEmpty() {
        return size == 0;
    }

    /** Whether something was met that there was no room for. */
    synchronized boolean isFull() {
        return full;
    }

    synchronized void forEach(Sink sink) {
        for (int i = 0; i < digests.length; i++) {
            if (!isFree(i)) {
                sink.entry(digests[i], columns[i], whole[i], amid[i]);
            }
        }
    }

    private boolean isFree(int at) {
        return whole[at] == 0 && amid[at] == 0;
    }

    private int find(long digest, int column) {
        int mask = digests.length - 1;
        int at = (int) ((digest ^ (digest >>> 32)) + column * 0x9e3779b9) & mask;
        while (!isFree(at) && (digests[at] != digest || columns[at] != column)) {
            at = (at + 1) & mask;
        }
        return at;
    }

    private void grow() {
        long[] oldDigests = digests;
        int[] oldColumns = columns;
        int[] oldWhole = whole;
        int[] oldAmid = amid;
        int length = 2 * oldDigests.length;
        digests = new long[length];
        columns = new int[length];
        whole = new int[length];
        amid = new int[length];
        for (int i = 0; i < oldDigests.length; i++) {
            if (oldWhole[i] != 0 || oldAmid[i] != 0) {
                int at = find(oldDigests[i], oldColumns[i]);
                digests[at] = oldDigests[i];
                columns[at] = oldColumns[i];
                whole[at] = oldWhole[i];
                amid[at] = oldAmid[i];
            }
        }
    }

    /** The digests that were met anywhere, in order. */
    synchronized long[] met() {
        long[] met = new long[size];
        int[] at = {0};
        forEach((digest, column, isWhole, isAmid) -> met[at[0]++] = digest);
        Arrays.sort(met);
        return Arrays.stream(met).distinct().toArray();
    }
}
