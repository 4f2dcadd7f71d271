package dev.dbsync.core.masking;

import dev.dbsync.core.config.RuleConfig;
import dev.dbsync.core.database.Column;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts rules to work in columns. Columns of one domain get the same key and the same bounds. */
final class Treatments {

    private static final Pattern LIMITED_ELEMENTS = Pattern.compile("character(?: varying)?\\(([0-9]{1,9})\\)\\[]");

    private static final List<String> INTEGERS = List.of("smallint", "integer", "bigint");

    private final Strategies strategies;
    private final ColumnGroups groups;
    private final Domains domains;
    private final Set<ColumnId> unique;
    private final MaskingKey key;
    private final Map<List<Object>, Treatment> made = new HashMap<>();

    /** Of domains without columns → of what type the rules inside of rules are that were put to work first. */
    private final Map<String, String> typesInside = new HashMap<>();

    /** @param unique owners of all columns that a unique index depends on */
    Treatments(Strategies strategies, ColumnGroups groups, Domains domains, Set<ColumnId> unique, MaskingKey key) {
        this.strategies = strategies;
        this.groups = groups;
        this.domains = domains;
        this.unique = unique;
        this.key = key;
    }

    boolean isKnown(String strategy) {
        return strategies.get(strategy) != null;
    }

    /** @throws IllegalArgumentException when an option's value will not do */
    Treatment of(ColumnId owner, RuleConfig rule) {
        List<Object> question = List.of(owner, rule.strategy(), rule.options());
        Treatment known = made.get(question);
        if (known == null) {
            MaskingStrategy strategy = strategies.get(rule.strategy());
            RuleTerms terms = RuleTerms.of(rule);
            MaskingContext context = context(owner, rule);
            known = new Treatment(rule, terms, strategy, context, promise(strategy, context, terms));
            made.put(question, known);
        }
        return known;
    }

    /** What the strategy promises of values that are normalized as the rule or the strategy has it. */
    static OutputPromise promise(MaskingStrategy strategy, MaskingContext context, RuleTerms terms) {
        OutputPromise promise = strategy.promise(context);
        if (promise.keepsInput() && (terms.when().isPresent() || terms.domain().isPresent())) {
            throw new IllegalArgumentException(
                    "'" + strategy.name() + "' masks nothing, so that 'when' and 'domain' have no meaning");
        }
        boolean isText = context.type() == TypeCategory.TEXT;
        if (terms.normalize().isEmpty()) {
            return isText ? promise : promise.of(Normalization.NONE);
        }
        if (!isText) {
            throw new IllegalArgumentException("'normalize' is for text, and the column holds none");
        }
        if (promise.keepsInput() || promise.outputs() == 1) {
            throw new IllegalArgumentException(
                    "'normalize' would have no effect: '" + strategy.name() + "' tells no values apart");
        }
        return promise.of(terms.normalize().get());
    }

    private MaskingContext context(ColumnId owner, RuleConfig rule) {
        Collection<ColumnId> joined = domains.members(owner);
        ColumnId root = Domains.root(groups, owner);
        String domain = rule.strategy() + " of " + domains.name(owner);
        return new MaskingContext(
                TypeCategory.of(groups.column(owner)),
                baseType(groups.column(root), joined),
                maxLength(joined),
                isUnique(joined),
                new RuleOptions(RuleTerms.ofStrategy(rule.options())),
                key.inDomain(domain),
                new KnownNestedRules(strategies, path -> key.inDomain(domain + " at " + path), this::inside));
    }

    /** What a rule inside of a rule shares with the columns of its domain, so that it gives the same as theirs. */
    private Optional<NestedDomains.Joined> inside(String named, String strategy, String baseType) {
        return domains.ofInside(named).map(shared -> {
            String type = shared.members().stream()
                    .findFirst()
                    .map(first -> baseType(groups.column(first), shared.members()))
                    .orElseGet(() -> typesInside.getOrDefault(shared.name(), baseType));
            TypeCategory category = shared.members().stream()
                    .findFirst()
                    .map(first -> TypeCategory.of(groups.column(first)))
                    .orElseGet(() -> TypeCategory.ofBuiltIn(type));
            if (!takes(baseType, type, category)) {
                throw new IllegalArgumentException("the domain '" + shared.shown() + "' is of " + type
                        + ", and the values that stand here are of " + baseType);
            }
            String domain = strategy + " of " + shared.name();
            return new NestedDomains.Joined(
                    category == TypeCategory.TEXT ? baseType : type,
                    maxLength(shared.members()),
                    isUnique(shared.members()),
                    key.inDomain(domain),
                    path -> key.inDomain(domain + " at " + path),
                    () -> typesInside.putIfAbsent(shared.name(), type));
        });
    }

    /** Whether values of a type may stand among those of a domain, and its outputs where they stand. */
    private static boolean takes(String baseType, String ofDomain, TypeCategory category) {
        boolean isWider = INTEGERS.contains(ofDomain)
                && (baseType.equals("numeric") || INTEGERS.indexOf(baseType) > INTEGERS.indexOf(ofDomain));
        return TypeCategory.ofBuiltIn(baseType) == category
                && (category == TypeCategory.TEXT || baseType.equals(ofDomain) || isWider);
    }

    private boolean isUnique(Collection<ColumnId> joined) {
        return joined.stream().anyMatch(unique::contains);
    }

    private Optional<Integer> maxLength(Collection<ColumnId> joined) {
        return joined.stream()
                .map(groups::column)
                .map(Treatments::maxLength)
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder());
    }

    /** That of the referenced column; of integers the narrowest, since each value must fit all joined columns. */
    private String baseType(Column root, Collection<ColumnId> group) {
        return group.stream()
                .map(member -> groups.column(member).baseType())
                .filter(INTEGERS::contains)
                .min(Comparator.comparing(INTEGERS::indexOf))
                .orElse(root.baseType());
    }

    /** The limit of an array's elements stands in its type only: {@code character varying(40)[]}. */
    private static Optional<Integer> maxLength(Column column) {
        Matcher limited = LIMITED_ELEMENTS.matcher(column.type());
        return limited.matches() ? Optional.of(Integer.valueOf(limited.group(1))) : column.maxLength();
    }
}
