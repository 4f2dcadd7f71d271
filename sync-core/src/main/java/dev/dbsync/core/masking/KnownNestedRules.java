package dev.dbsync.core.masking;

import dev.dbsync.core.config.RuleConfig;
import dev.dbsync.core.problem.Problem;
import java.util.Optional;
import java.util.function.Function;

/** Rules inside of a rule, by the strategies that there are. */
final class KnownNestedRules implements NestedRules {

    private final Strategies strategies;
    private final Function<String, KeyedHash> parts;
    private final NestedDomains domains;

    /**
     * @param parts the keyed hash of a part of the outer rule's domain, by the part's path
     * @param domains those that a rule may share with columns
     */
    KnownNestedRules(Strategies strategies, Function<String, KeyedHash> parts, NestedDomains domains) {
        this.strategies = strategies;
        this.parts = parts;
        this.domains = domains;
    }

    @Override
    public NestedRule of(String path, Object rule, String baseType) {
        NestedForm form = NestedForm.of(path, rule);
        if (form.options().containsKey(RuleTerms.WHEN)) {
            throw new IllegalArgumentException("the rule for '" + path + "': 'when' is for whole columns");
        }
        Optional<Problem> complaint =
                strategies.complaint(form.strategy(), form.options().keySet(), "'" + path + "'", "");
        if (complaint.isPresent()) {
            throw new IllegalArgumentException(
                    complaint.get().what() + ". " + complaint.get().remedy());
        }
        MaskingStrategy strategy = strategies.get(form.strategy());
        try {
            RuleTerms terms = RuleTerms.of(new RuleConfig(form.strategy(), form.options(), ""));
            Optional<NestedDomains.Joined> joined =
                    terms.domain().flatMap(domain -> domains.of(domain, form.strategy(), baseType));
            MaskingContext context = context(path, form, joined, baseType);
            OutputPromise promise = Treatments.promise(strategy, context, terms);
            if (!strategy.fits(context.type())) {
                throw new IllegalArgumentException("the output of '" + form.strategy() + "' is no " + baseType);
            }
            ColumnMask mask = promise.normalization().before(strategy.mask(context));
            joined.ifPresent(domain -> domain.settled().run());
            return new NestedRule(promise, joined.isPresent() ? ComparedForm.of(baseType, mask) : mask);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the rule for '" + path + "': " + e.getMessage(), e);
        }
    }

    private MaskingContext context(
            String path, NestedForm form, Optional<NestedDomains.Joined> joined, String baseType) {
        String type = joined.map(NestedDomains.Joined::baseType).orElse(baseType);
        return new MaskingContext(
                TypeCategory.ofBuiltIn(type),
                type,
                joined.flatMap(NestedDomains.Joined::maxLength),
                joined.map(NestedDomains.Joined::unique).orElse(false),
                new RuleOptions(RuleTerms.ofStrategy(form.options())),
                joined.map(NestedDomains.Joined::hash).orElseGet(() -> parts.apply(path)),
                new KnownNestedRules(
                        strategies,
                        joined.map(NestedDomains.Joined::parts).orElse(inner -> parts.apply(path + " " + inner)),
                        domains));
    }
}
