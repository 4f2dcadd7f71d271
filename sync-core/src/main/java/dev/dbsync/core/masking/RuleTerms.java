package dev.dbsync.core.masking;

import dev.dbsync.core.config.RuleConfig;
import dev.dbsync.core.problem.NearestName;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a rule says beside its strategy and the strategy's own options.
 *
 * @param when a condition in SQL; a value of a row for which it is false stays as it is
 * @param by the column of the same row that the strategy's outputs depend on as well
 * @param domain the domain that the column shares with others: a name, or the path of one of them
 * @param normalize what is done to values first, instead of what the strategy asks for
 */
record RuleTerms(
        Optional<String> when, Optional<String> by, Optional<String> domain, Optional<Normalization> normalize) {

    static final String WHEN = "when";
    static final String BY = "by";
    static final String DOMAIN = "domain";
    static final String NORMALIZE = "normalize";

    /** The options that every rule may have, whatever its strategy; no strategy sees them. */
    static final Set<String> COMMON = Set.of(WHEN, DOMAIN, NORMALIZE);

    private static final Set<String> FORMS = Set.of("lower", "nfc", "trim");

    /** @throws IllegalArgumentException when one of them will not do; the message is shown to the user */
    static RuleTerms of(RuleConfig rule) {
        Optional<String> when = text(rule, WHEN);
        if (when.isPresent() && when.get().chars().anyMatch(c -> c == ';' || c == '?')) {
            throw new IllegalArgumentException(
                    "'when' must be one SQL condition, without ';' and '?' (write chr(59) and"
                            + " chr(63) inside of texts, and jsonb_exists(column, 'key') for jsonb's '?')");
        }
        return new RuleTerms(when, text(rule, BY), text(rule, DOMAIN), normalization(rule));
    }

    /** The options that are the strategy's own. */
    static Map<String, Object> ofStrategy(Map<String, Object> options) {
        if (options.keySet().stream().noneMatch(COMMON::contains)) {
            return options;
        }
        Map<String, Object> own = new HashMap<>(options);
        own.keySet().removeAll(COMMON);
        return own;
    }

    private static Optional<String> text(RuleConfig rule, String option) {
        Object value = rule.options().get(option);
        if (value == null && !rule.options().containsKey(option)) {
            return Optional.empty();
        }
        if (value instanceof String text && !text.isBlank()) {
            return Optional.of(text);
        }
        throw new IllegalArgumentException("'" + option + "' must be a text");
    }

    private static Optional<Normalization> normalization(RuleConfig rule) {
        if (!rule.options().containsKey(NORMALIZE)) {
            return Optional.empty();
        }
        Object value = rule.options().get(NORMALIZE);
        if ("none".equals(value)) {
            return Optional.of(Normalization.NONE);
        }
        Set<Object> forms = new LinkedHashSet<>();
        if (value instanceof List<?> list) {
            forms.addAll(list);
        } else {
            forms.add(value);
        }
        for (Object form : forms) {
            if (!(form instanceof String name) || !FORMS.contains(name)) {
                throw new IllegalArgumentException(
                        "'normalize' must be 'none', or a list of 'lower', 'nfc' and 'trim'. "
                                + (form instanceof String name ? NearestName.hint(name, FORMS) : ""));
            }
        }
        if (forms.isEmpty()) {
            throw new IllegalArgumentException("'normalize' must be 'none', or a list of 'lower', 'nfc' and 'trim'");
        }
        return Optional.of(new Normalization(forms.contains("lower"), forms.contains("nfc"), forms.contains("trim")));
    }
}
