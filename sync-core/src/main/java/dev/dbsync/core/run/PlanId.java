package dev.dbsync.core.run;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/**
 * Identifies a plan by its content: the same id means that nothing the plan depends on has changed.
 *
 * @param value 16 lower-case hexadecimal digits, the start of a SHA-256
 */
public record PlanId(String value) {

    public PlanId {
        Objects.requireNonNull(value);
    }

    public static Builder of(String goal) {
        return new Builder().part("goal", goal);
    }

    @Override
    public String toString() {
        return value;
    }

    /** Collects what a plan depends on. The order of the parts matters; the caller sorts what has no order. */
    public static final class Builder {

        private final MessageDigest digest;

        private Builder() {
            try {
                digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }

        /** @param text null counts as a part of its own, different from the empty text */
        public Builder part(String name, String text) {
            return part(name, text == null ? null : text.getBytes(StandardCharsets.UTF_8));
        }

        /** @param bytes null counts as a part of its own, different from no bytes */
        public Builder part(String name, byte[] bytes) {
            add(name.getBytes(StandardCharsets.UTF_8));
            add(bytes);
            return this;
        }

        public PlanId build() {
            return new PlanId(HexFormat.of().formatHex(digest.digest(), 0, 8));
        }

        /** Lengths first, so that no two lists of parts run together into the same bytes. */
        private void add(byte[] bytes) {
            digest.update(ByteBuffer.allocate(4)
                    .putInt(bytes == null ? -1 : bytes.length)
                    .flip());
            if (bytes != null) {
                digest.update(bytes);
            }
        }
    }
}
