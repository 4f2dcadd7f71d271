package dev.dbsync.core.run;

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

        private final PartsDigest digest = new PartsDigest();

        private Builder() {}

        /** @param text null counts as a part of its own, different from the empty text */
        public Builder part(String name, String text) {
            digest.add(name);
            digest.add(text);
            return this;
        }

        /** @param bytes null counts as a part of its own, different from no bytes */
        public Builder part(String name, byte[] bytes) {
            digest.add(name);
            digest.add(bytes);
            return this;
        }

        public PlanId build() {
            return new PlanId(HexFormat.of().formatHex(digest.end(), 0, 8));
        }
    }
}
