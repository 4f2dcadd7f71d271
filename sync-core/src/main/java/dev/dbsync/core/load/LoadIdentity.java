package dev.dbsync.core.load;

import java.util.Objects;

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
}
