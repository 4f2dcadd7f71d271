package dev.dbsync.core.load;

import java.util.Objects;
import java.util.Optional;

/**
 * What must be the same for a load to be resumed. Digests and fingerprints only: it is written to the target.
 *
 * @param source which database is read, as {@link dev.dbsync.core.database.DatabaseIdentity#key()} says it
 * @param selection digest of the tables, columns and conditions that are copied
 * @param rules digest of the masking rules
 * @param maskingKey fingerprint of the masking key; the empty text where nothing is masked
 */
public record LoadIdentity(String source, String selection, String rules, String maskingKey) {

    public LoadIdentity {
        Objects.requireNonNull(source);
        Objects.requireNonNull(selection);
        Objects.requireNonNull(rules);
        Objects.requireNonNull(maskingKey);
    }

    /** In a line, for {@link #parse}. */
    public String line() {
        return String.join(" ", source, selection, rules, maskingKey);
    }

    /** What {@link #line} has written; empty where the text is something else. */
    public static Optional<LoadIdentity> parse(String line) {
        String[] parts = line.split(" ", -1);
        return parts.length == 4
                ? Optional.of(new LoadIdentity(parts[0], parts[1], parts[2], parts[3]))
                : Optional.empty();
    }
}
