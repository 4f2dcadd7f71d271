package dev.dbsync.core.masking;

import dev.dbsync.core.config.RuleConfig;
import dev.dbsync.core.problem.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Rules inside of a rule, by the strategies that there are. */
final class KnownNestedRules implements NestedRules {

    private static final String STRATEGY = "strategy";

    private final Strategies strategies;
    private final Function<String, KeyedHash> domains;

    /** @param domains the keyed hash of a part of the outer rule's domain, by the part's path */
    KnownNestedRules(Strategies strategies, Function<String, KeyedHash> domains) {
        this.strategies = strategies;
        this.domains = domains;
    }

    @Override
    public NestedRule of(String path, Object rule, String baseType) {
        Map<String, Object> options = new LinkedHashMap<>();
        String name = strategy(path, rule, options);
        if (options.containsKey(RuleTerms.WHEN) || options.containsKey(RuleTerms.DOMAIN)) {
            throw new IllegalArgumentException(
                    "the rule for '" + path + "': 'when' and 'domain' are for whole columns");
        }
        Optional<Problem> complaint = strategies.complaint(name, options.keySet(), "'" + path + "'", "");
        if (complaint.isPresent()) {
            throw new IllegalArgumentException(
                    complaint.get().what() + ". " + complaint.get().remedy());
        }
        MaskingStrategy strategy = strategies.get(name);
        TypeCategory type = TypeCategory.ofBuiltIn(baseType);
        MaskingContext context = new MaskingContext(
                type,
                baseType,
                Optional.empty(),
                false,
                new RuleOptions(RuleTerms.ofStrategy(options)),
                domains.apply(path),
                new KnownNestedRules(strategies, inner -> domains.apply(path + " " + inner)));
        try {
            OutputPromise promise =
                    Treatments.promise(strategy, context, RuleTerms.of(new RuleConfig(name, options, "")));
            if (!strategy.fits(type)) {
                throw new IllegalArgumentException("the output of '" + name + "' is no " + baseType);
            }
            return new NestedRule(promise, promise.normalization().before(strategy.mask(context)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the rule for '" + path + "': " + e.getMessage(), e);
        }
    }

    private static String strategy(String path, Object rule, Map<String, Object> options) {
        if (rule == null) {
            return "null";
        }
        if (rule instanceof String name) {
            return name;
        }
        if (rule instanceof Map<?, ?> map && map.containsKey(STRATEGY)) {
            map.forEach((key, value) -> options.put(String.valueOf(key), value));
            Object name = options.remove(STRATEGY);
            return name == null ? "null" : name.toString();
        }
        throw new IllegalArgumentException("'" + path
                + "' must be the name of a strategy, or a map with one, as in { strategy: hash, digits: 20 }");
    }
}
