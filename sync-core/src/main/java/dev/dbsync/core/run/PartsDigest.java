package dev.dbsync.core.run;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * SHA-256 of a list of parts, each behind its length, so that no two lists run together into the same bytes. Not
 * thread-safe.
 */
public final class PartsDigest {

    private final MessageDigest digest = sha256();

    /** @param text null counts as a part of its own, different from the empty text */
    public void add(String text) {
        add(text == null ? null : text.getBytes(StandardCharsets.UTF_8));
    }

    /** @param bytes null counts as a part of its own, different from no bytes */
    public void add(byte[] bytes) {
        digest.update(ByteBuffer.allocate(Integer.BYTES)
                .putInt(bytes == null ? -1 : bytes.length)
                .flip());
        if (bytes != null) {
            digest.update(bytes);
        }
    }

    /** The 32 bytes over all parts so far; to be asked once, after the last one. */
    public byte[] end() {
        return digest.digest();
    }

    /** An empty SHA-256. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
