package dev.dbsync.core.config;

import java.util.Map;
import java.util.Optional;

/**
 * The masking rules.
 *
 * @param key the secret that makes masked values repeatable; absent: a random key for each run
 * @param unclassified what happens to a column that no rule names and that is not of a harmless kind
 * @param tables table (schema-qualified or not) → column → rule
 * @param columns pattern of columns' names, such as {@code *.email} → rule
 * @param proof what is accepted of what a proof finds, and what follows from the rest
 */
public record AnonymizeConfig(
        Optional<Template> key,
        Unclassified unclassified,
        Map<String, Map<String, RuleConfig>> tables,
        Map<String, RuleConfig> columns,
        ProofConfig proof) {

    /** What happens to a column without a classification. */
    public enum Unclassified {
        FAIL,
        REDACT,
        KEEP
    }
}
