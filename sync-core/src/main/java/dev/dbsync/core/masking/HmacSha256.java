package dev.dbsync.core.masking;

import dev.dbsync.core.run.PartsDigest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * HMAC (RFC 2104) over {@code length(domain) || domain || zeros up to the end of a block || value}.
 *
 * <p>The states after key and domain are digested once and cloned for each value, which is faster than
 * {@code javax.crypto.Mac} and needs no lock: the originals are only ever cloned.
 */
final class HmacSha256 implements KeyedHash {

    private static final int BLOCK_BYTES = 64;

    private final MessageDigest inner;
    private final MessageDigest outer;

    HmacSha256(byte[] key, String domain) {
        byte[] block = new byte[BLOCK_BYTES];
        byte[] fitting = key.length > BLOCK_BYTES ? PartsDigest.sha256().digest(key) : key;
        System.arraycopy(fitting, 0, block, 0, fitting.length);
        inner = keyed(block, 0x36);
        outer = keyed(block, 0x5c);
        byte[] name = domain.getBytes(StandardCharsets.UTF_8);
        int blocks = (Integer.BYTES + name.length + BLOCK_BYTES - 1) / BLOCK_BYTES;
        // The length keeps ("ab", "c") apart from ("a", "bc"); whole blocks are digested here, once for all values.
        inner.update(ByteBuffer.allocate(blocks * BLOCK_BYTES)
                .putInt(name.length)
                .put(name)
                .array());
    }

    @Override
    public byte[] hash(byte[] value) {
        byte[] digest = copy(inner).digest(value);
        return copy(outer).digest(digest);
    }

    private static MessageDigest keyed(byte[] block, int pad) {
        MessageDigest digest = PartsDigest.sha256();
        for (byte b : block) {
            digest.update((byte) (b ^ pad));
        }
        return digest;
    }

    private static MessageDigest copy(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("SHA-256 of " + digest.getProvider() + " cannot be cloned", e);
        }
    }
}
