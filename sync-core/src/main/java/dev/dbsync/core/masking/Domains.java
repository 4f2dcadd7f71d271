package dev.dbsync.core.masking;

import dev.dbsync.core.config.RuleConfig;
import dev.dbsync.core.database.Table;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.problem.NearestName;
import dev.dbsync.core.problem.Problem;
import java.util.Collection;
import java.util.Comparator;
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

/**
 * Which columns share a domain, so that equal values have equal masks among them: those that foreign keys join, and
 * those whose rules say so by {@code domain}. All methods speak of owners.
 */
final class Domains {

    private final ColumnGroups groups;

    /** The root of each group that a rule has joined to others → what they share. */
    private final Map<ColumnId, Shared> shared = new HashMap<>();

    /**
     * What joined groups share.
     *
     * @param name of the domain, as the hash has it
     * @param shown as the rules have it
     * @param members all columns of these groups
     */
    private record Shared(String name, String shown, Set<ColumnId> members) {}

    private Domains(ColumnGroups groups) {
        this.groups = groups;
    }

    /** @param problems takes domains that cannot be */
    static Domains of(MaskingScope scope, ColumnGroups groups, ConfiguredRules rules, List<Problem> problems) {
        Domains domains = new Domains(groups);
        new Joining(scope, groups, rules, problems).into(domains.shared);
        return domains;
    }

    /** All columns that share its domain, itself among them. */
    Collection<ColumnId> members(ColumnId owner) {
        Shared joined = shared.get(root(groups, owner));
        return joined == null ? groups.group(owner) : joined.members();
    }

    /** The domain's name: it is a part of what is hashed. */
    String name(ColumnId owner) {
        Shared joined = shared.get(root(groups, owner));
        return joined == null ? path(root(groups, owner)) : joined.name();
    }

    /** The domain as rules name it; empty where nothing but foreign keys joins the column to others. */
    Optional<String> shown(ColumnId owner) {
        return Optional.ofNullable(shared.get(root(groups, owner))).map(Shared::shown);
    }

    private static ColumnId root(ColumnGroups groups, ColumnId owner) {
        return groups.roots(owner).stream().min(Comparator.naturalOrder()).orElseThrow();
    }

    private static String path(ColumnId root) {
        return root.table() + "." + root.column();
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

    /** The joining of groups, rule by rule. */
    private static final class Joining {

        private static final String FREE = "domain ";

        private final MaskingScope scope;
        private final ColumnGroups groups;
        private final ConfiguredRules rules;
        private final List<Problem> problems;

        /** Name → the roots of the groups that it joins, each with its rule. */
        private final Map<String, Map<ColumnId, RuleConfig>> byName = new TreeMap<>();

        private final Map<ColumnId, String> nameOf = new HashMap<>();

        Joining(MaskingScope scope, ColumnGroups groups, ConfiguredRules rules, List<Problem> problems) {
            this.scope = scope;
            this.groups = groups;
            this.rules = rules;
            this.problems = problems;
        }

        void into(Map<ColumnId, Shared> shared) {
            rules.all().forEach((owner, rule) -> {
                // The rule of a column that references another is that one's, or yields to it.
                if (groups.roots(owner).contains(owner)) {
                    domain(rule)
                            .flatMap(domain -> name(rule, owner, domain, new TreeSet<>()))
                            .ifPresent(name -> join(root(groups, owner), rule, name));
                }
            });
            byName.forEach((name, joined) ->
                    shared(name, joined).ifPresent(made -> joined.keySet().forEach(root -> shared.put(root, made))));
        }

        private static Optional<String> domain(RuleConfig rule) {
            return rule.options().get(RuleTerms.DOMAIN) instanceof String domain
                    ? Optional.of(domain)
                    : Optional.empty();
        }

        /**
         * What the domain is called whichever of its rules names it. A column stands for its group, and where that is
         * itself called after another one, for that.
         *
         * @param seen the columns that led here
         */
        private Optional<String> name(RuleConfig rule, ColumnId owner, String domain, TreeSet<ColumnId> seen) {
            int dot = domain.lastIndexOf('.');
            if (dot < 0) {
                return Optional.of(FREE + domain);
            }
            String column = domain.substring(dot + 1);
            Optional<ColumnId> target = scope.source()
                    .named(domain.substring(0, dot), scope.defaultSchema())
                    .filter(table -> table.column(column).isPresent())
                    .map(table -> root(groups, groups.owner(new ColumnId(table.name(), column))));
            if (target.isEmpty()) {
                return refused(
                        rule,
                        "The domain '" + domain + "' of the rule for " + owner.shown() + " is no column of the source",
                        NearestName.hint(domain, ruledPaths()));
            }
            Optional<RuleConfig> its =
                    rules.of(target.get()).filter(found -> !found.strategy().equals("keep"));
            if (its.isEmpty()) {
                return refused(
                        rule,
                        "The domain '" + domain + "' of the rule for " + owner.shown()
                                + " is a column that no rule masks",
                        "Write a rule for " + target.get().shown() + ", or name the domain without a dot");
            }
            if (!seen.add(target.get())) {
                return Optional.of(path(seen.first()));
            }
            Optional<String> further = domain(its.get());
            if (further.isPresent()) {
                return name(its.get(), target.get(), further.get(), seen);
            }
            join(target.get(), its.get(), path(target.get()));
            return Optional.of(path(target.get()));
        }

        private Optional<String> refused(RuleConfig rule, String what, String remedy) {
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

        private Optional<Shared> shared(String name, Map<ColumnId, RuleConfig> joined) {
            String shown = name.startsWith(FREE) ? name.substring(FREE.length()) : name;
            RuleConfig first = joined.values().iterator().next();
            if (joined.size() == 1 && uses(shown) < 2) {
                return refusedShared(
                        first,
                        "Only one rule is of the domain '" + shown + "', so that it joins nothing",
                        NearestName.hint(shown, otherNames(shown)));
            }
            Optional<RuleConfig> different =
                    joined.values().stream().filter(rule -> !agree(rule, first)).findFirst();
            if (different.isPresent()) {
                return refusedShared(
                        different.get(),
                        "Rules of the domain '" + shown + "' differ, so that equal values would have different masks"
                                + " (another one is at " + first.where() + ")",
                        "Give them the same strategy and options; only 'by' may differ");
            }
            Set<ColumnId> members = new TreeSet<>();
            joined.keySet().forEach(root -> members.addAll(groups.group(root)));
            Set<TypeCategory> types = new TreeSet<>();
            members.forEach(member -> types.add(TypeCategory.of(groups.column(member))));
            return types.size() > 1
                    ? refusedShared(
                            first,
                            "The columns of the domain '" + shown + "' are of different sorts of types: "
                                    + types.toString().toLowerCase(Locale.ROOT),
                            "Take those out of it that differ")
                    : Optional.of(new Shared(name, shown, members));
        }

        private Optional<Shared> refusedShared(RuleConfig rule, String what, String remedy) {
            problems.add(new Problem(what, rule.where(), remedy));
            return Optional.empty();
        }

        /** Rules that name the domain so, those for columns of other environments among them. */
        private long uses(String domain) {
            return Stream.concat(
                            scope.config().tables().values().stream().flatMap(columns -> columns.values().stream()),
                            scope.config().columns().values().stream())
                    .filter(rule -> domain(rule).equals(Optional.of(domain)))
                    .count();
        }

        private List<String> otherNames(String domain) {
            return rules.all().values().stream()
                    .flatMap(rule -> domain(rule).stream())
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
}
