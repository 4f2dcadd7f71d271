package dev.dbsync.core.config;

import java.util.Map;
import java.util.Optional;

/**
 * The masking rules.
 *
 * @param file the file of its own in which they stand, as {@code sync.yaml} names it; empty where they stand there
 * @param key the secret that makes masked values repeatable; absent: a random key for each run
 * @param unclassified what happens to a column that no rule names and that is not of a harmless kind
 * @param tables table (schema-qualified or not) → column → rule
 * @param columns pattern of columns' names, such as {@code *.email} → rule
 * @param proof what is accepted of what a proof finds, and what follows from the rest
 */
public record AnonymizeConfig(
        Optional<String> file,
        Optional<Template> key,
        Unclassified unclassified,
        Map<String, Map<String, RuleConfig>> tables,
        Map<String, RuleConfig> columns,
        ProofConfig proof) {

    /** Whether anything is said of masking at all. */
    public boolean isConfigured() {
        return file.isPresent() || key.isPresent() || !tables.isEmpty() || !columns.isEmpty();
    }

    /** The same with other rules for columns. */
    public AnonymizeConfig withTables(Map<String, Map<String, RuleConfig>> others) {
        return new AnonymizeConfig(file, key, unclassified, others, columns, proof);
    }

    /** What happens to a column without a classification. */
    public enum Unclassified {
        FAIL,
        REDACT,
        KEEP
    }
}
