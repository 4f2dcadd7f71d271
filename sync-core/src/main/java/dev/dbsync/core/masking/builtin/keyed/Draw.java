package dev.dbsync.core.masking.builtin.keyed;

import dev.dbsync.core.masking.KeyedHash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Numbers that follow from a keyed hash, one after the other; there is no end of them. Equal hashes give equal numbers
 * on every machine. Not thread-safe: one a value.
 */
public final class Draw {

    private final KeyedHash hash;
    private byte[] digest;
    private int taken;

    /** @param digest of the value; more is hashed from it when its 32 bytes are used up */
    public Draw(KeyedHash hash, byte[] digest) {
        this.hash = hash;
        this.digest = digest;
    }

    /** A secret of 16 bytes that belongs to the hash's key and domain, for ciphers. */
    public static byte[] secret(KeyedHash hash, String purpose) {
        byte[] digest = hash.hash(("secret of " + purpose).getBytes(StandardCharsets.US_ASCII));
        byte[] secret = new byte[16];
        System.arraycopy(digest, 0, secret, 0, secret.length);
        return secret;
    }

    /** The next 64 bits. */
    public long bits() {
        if (taken + Long.BYTES > digest.length) {
            digest = hash.hash(digest);
            taken = 0;
        }
        long bits = ByteBuffer.wrap(digest, taken, Long.BYTES).getLong();
        taken += Long.BYTES;
        return bits;
    }

    /**
     * A number from 0 to {@code bound - 1}, all equally likely but for a part in 2^63 / bound.
     *
     * @param bound from 1 to 2^62
     */
    public long below(long bound) {
        return Math.multiplyHigh(bits() >>> 1, bound << 1);
    }

    /** A number from -1 (included) to 1 (excluded). */
    public double fraction() {
        return (bits() >> 10) * 0x1p-53;
    }
}
