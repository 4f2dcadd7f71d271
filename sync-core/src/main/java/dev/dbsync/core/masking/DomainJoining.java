package dev.dbsync.core.masking;

import dev.dbsync.core.config.RuleConfig;
import dev.dbsync.core.database.Table;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.problem.NearestName;
import dev.dbsync.core.problem.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Joins columns, and rules inside of rules, into the domains that rules name, one rule after the other. */
final class DomainJoining {

    private static final String FREE = "domain ";

    private final MaskingScope scope;
    private final ColumnGroups groups;
    private final ConfiguredRules rules;
    private final List<Problem> problems;

    /** Name → the roots of the groups that it joins, each with its rule. */
    private final Map<String, Map<ColumnId, RuleConfig>> byName = new TreeMap<>();

    /** Name → the rules inside of rules that it joins. */
    private final Map<String, List<DomainInside>> insideByName = new TreeMap<>();

    private final Map<ColumnId, String> nameOf = new HashMap<>();

    /** A rule of a domain, and what it is for, as messages have it. */
    private record Ruled(RuleConfig rule, String shown) {}

    DomainJoining(MaskingScope scope, ColumnGroups groups, ConfiguredRules rules, List<Problem> problems) {
        this.scope = scope;
        this.groups = groups;
        this.rules = rules;
        this.problems = problems;
    }

    /**
     * @param ofRoots takes what each root of a joined group shares
     * @param ofInside takes what a rule inside of a rule shares by the domain that it names; empty where that was
     *     refused
     */
    void into(Map<ColumnId, Domains.Shared> ofRoots, Map<String, Optional<Domains.Shared>> ofInside) {
        Map<String, String> names = new HashMap<>();
        rules.all().forEach((owner, rule) -> {
            // The rule of a column that references another is that one's, or yields to it.
            if (groups.roots(owner).contains(owner)) {
                domain(rule)
                        .flatMap(domain -> name(rule, owner.shown(), domain, new TreeSet<>()))
                        .ifPresent(name -> join(Domains.root(groups, owner), rule, name));
                for (DomainInside inside : DomainInside.of(rule, owner.shown())) {
                    ofInside.putIfAbsent(inside.domain(), Optional.empty());
                    name(inside.rule(), inside.shown(), inside.domain(), new TreeSet<>())
                            .ifPresent(name -> {
                                names.put(inside.domain(), name);
                                insideByName
                                        .computeIfAbsent(name, first -> new ArrayList<>())
                                        .add(inside);
                            });
                }
            }
        });
        Set<String> all = new TreeSet<>(byName.keySet());
        all.addAll(insideByName.keySet());
        for (String name : all) {
            Map<ColumnId, RuleConfig> joined = byName.getOrDefault(name, Map.of());
            shared(name, joined, insideByName.getOrDefault(name, List.of())).ifPresent(made -> {
                joined.keySet().forEach(root -> ofRoots.put(root, made));
                names.forEach((domain, its) -> {
                    if (its.equals(name)) {
                        ofInside.put(domain, Optional.of(made));
                    }
                });
            });
        }
    }

    private static Optional<String> domain(RuleConfig rule) {
        return rule.options().get(RuleTerms.DOMAIN) instanceof String domain ? Optional.of(domain) : Optional.empty();
    }

    /**
     * What the domain is called whichever of its rules names it. A column stands for its group, and where that is
     * itself called after another one, for that.
     *
     * @param of what the rule is for, for messages
     * @param seen the columns that led here
     */
    private Optional<String> name(RuleConfig rule, String of, String domain, TreeSet<ColumnId> seen) {
        int dot = domain.lastIndexOf('.');
        if (dot < 0) {
            return Optional.of(FREE + domain);
        }
        String column = domain.substring(dot + 1);
        Optional<ColumnId> target = scope.source()
                .named(domain.substring(0, dot), scope.defaultSchema())
                .filter(table -> table.column(column).isPresent())
                .map(table -> Domains.root(groups, groups.owner(new ColumnId(table.name(), column))));
        if (target.isEmpty()) {
            return refused(
                    rule,
                    "The domain '" + domain + "' of the rule for " + of + " is no column of the source",
                    NearestName.hint(domain, ruledPaths()));
        }
        Optional<RuleConfig> its =
                rules.of(target.get()).filter(found -> !found.strategy().equals("keep"));
        if (its.isEmpty()) {
            return refused(
                    rule,
                    "The domain '" + domain + "' of the rule for " + of + " is a column that no rule masks",
                    "Write a rule for " + target.get().shown() + ", or name the domain without a dot");
        }
        if (!seen.add(target.get())) {
            return Optional.of(Domains.path(seen.first()));
        }
        Optional<String> further = domain(its.get());
        if (further.isPresent()) {
            return name(its.get(), target.get().shown(), further.get(), seen);
        }
        join(target.get(), its.get(), Domains.path(target.get()));
        return Optional.of(Domains.path(target.get()));
    }

    private <T> Optional<T> refused(RuleConfig rule, String what, String remedy) {
        problems.add(new Problem(what, rule.where(), remedy));
        return Optional.empty();
    }

    private void join(ColumnId root, RuleConfig rule, String name) {
        String other = nameOf.putIfAbsent(root, name);
        if (other == null || other.equals(name)) {
            byName.computeIfAbsent(name, first -> new TreeMap<>()).put(root, rule);
            return;
        }
        refused(
                rule,
                "The column " + root.shown() + " would belong to two domains: '" + other + "' and '" + name + "'",
                "Give all columns that belong together the same 'domain', best a name without a dot");
    }

    private Optional<Domains.Shared> shared(String name, Map<ColumnId, RuleConfig> joined, List<DomainInside> inside) {
        String shown = name.startsWith(FREE) ? name.substring(FREE.length()) : name;
        List<Ruled> all = new ArrayList<>();
        joined.forEach((root, rule) -> all.add(new Ruled(rule, root.shown())));
        inside.forEach(rule -> all.add(new Ruled(rule.rule(), rule.shown())));
        Ruled first = all.get(0);
        if (all.size() == 1 && uses(shown) < 2) {
            return refused(
                    first.rule(),
                    "Only one rule is of the domain '" + shown + "', so that it joins nothing",
                    NearestName.hint(shown, otherNames(shown)));
        }
        Optional<Ruled> ofTheRow = inside.isEmpty()
                ? Optional.empty()
                : all.stream().filter(DomainJoining::goesByTheRow).findFirst();
        if (ofTheRow.isPresent()) {
            return refused(
                    ofTheRow.get().rule(),
                    "The rule for " + ofTheRow.get().shown() + " goes by other things than its value ('when', 'by'),"
                            + " and shares the domain '" + shown + "' with the rule for "
                            + inside.get(0).shown() + ", which cannot",
                    "Remove 'when' and 'by', or take the rule inside of the other out of the domain");
        }
        Optional<Ruled> different =
                all.stream().filter(ruled -> !agree(ruled.rule(), first.rule())).findFirst();
        if (different.isPresent()) {
            return refused(
                    different.get().rule(),
                    "Rules of the domain '" + shown + "' differ, so that equal values would have different masks: that"
                            + " for " + different.get().shown() + ", and that for " + first.shown() + " (at "
                            + first.rule().where() + ")",
                    "Give them the same strategy and options; only 'by' may differ");
        }
        Set<ColumnId> members = new TreeSet<>();
        joined.keySet().forEach(root -> members.addAll(groups.group(root)));
        Set<TypeCategory> types = new TreeSet<>();
        members.forEach(member -> types.add(TypeCategory.of(groups.column(member))));
        return types.size() > 1
                ? refused(
                        first.rule(),
                        "The columns of the domain '" + shown + "' are of different sorts of types: "
                                + types.toString().toLowerCase(Locale.ROOT),
                        "Take those out of it that differ")
                : Optional.of(new Domains.Shared(name, shown, members, !inside.isEmpty()));
    }

    /** Whether two rules may share a domain. Whose value {@code by} is, each table has in a column of its own. */
    private static boolean agree(RuleConfig one, RuleConfig other) {
        return one.strategy().equals(other.strategy()) && Objects.equals(own(one), own(other));
    }

    private static Map<String, Object> own(RuleConfig rule) {
        Map<String, Object> options = new HashMap<>(rule.options());
        options.keySet().removeAll(Set.of(RuleTerms.DOMAIN, RuleTerms.BY));
        return options;
    }

    private static boolean goesByTheRow(Ruled ruled) {
        Set<String> options = ruled.rule().options().keySet();
        return options.contains(RuleTerms.WHEN) || options.contains(RuleTerms.BY);
    }

    /** Rules that name the domain so, those for columns of other environments among them. */
    private long uses(String domain) {
        return Stream.concat(
                        scope.config().tables().values().stream().flatMap(columns -> columns.values().stream()),
                        scope.config().columns().values().stream())
                .flatMap(DomainJoining::names)
                .filter(domain::equals)
                .count();
    }

    /** The domains that a rule names, and those that rules inside of it do. */
    private static Stream<String> names(RuleConfig rule) {
        return Stream.concat(
                domain(rule).stream(), DomainInside.of(rule, "").stream().map(DomainInside::domain));
    }

    private List<String> otherNames(String domain) {
        return rules.all().values().stream()
                .flatMap(DomainJoining::names)
                .filter(name -> !name.equals(domain))
                .distinct()
                .toList();
    }

    private List<String> ruledPaths() {
        Map<TableName, Table> tables = scope.source().byName();
        return rules.all().keySet().stream()
                .map(id -> ConfiguredRules.configuredName(tables.get(id.table()), scope.defaultSchema()) + "."
                        + id.column())
                .toList();
    }
}
