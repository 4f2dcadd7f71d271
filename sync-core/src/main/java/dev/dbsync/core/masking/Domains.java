package dev.dbsync.core.masking;

import dev.dbsync.core.problem.Problem;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
     * @param members all columns of these groups; none where it joins nothing but rules inside of rules
     * @param inside whether rules inside of rules are of it, too
     */
    record Shared(String name, String shown, Set<ColumnId> members, boolean inside) {}

    /** A domain as rules inside of rules name it → what they share by it; empty where that was refused. */
    private final Map<String, Optional<Shared>> inside = new HashMap<>();

    private Domains(ColumnGroups groups) {
        this.groups = groups;
    }

    /** @param problems takes domains that cannot be */
    static Domains of(MaskingScope scope, ColumnGroups groups, ConfiguredRules rules, List<Problem> problems) {
        Domains domains = new Domains(groups);
        new DomainJoining(scope, groups, rules, problems).into(domains.shared, domains.inside);
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

    /** Whether rules inside of rules share the column's domain. */
    boolean isInside(ColumnId owner) {
        Shared joined = shared.get(root(groups, owner));
        return joined != null && joined.inside();
    }

    /**
     * What a rule inside of a rule shares by the domain that it names; empty where that was refused.
     *
     * @throws IllegalArgumentException when no rule of the configuration names it so
     */
    Optional<Shared> ofInside(String domain) {
        Optional<Shared> joined = inside.get(domain);
        if (joined == null) {
            throw new IllegalArgumentException("no rule of the configuration is of the domain '" + domain + "'");
        }
        return joined;
    }

    static ColumnId root(ColumnGroups groups, ColumnId owner) {
        return groups.roots(owner).stream().min(Comparator.naturalOrder()).orElseThrow();
    }

    static String path(ColumnId root) {
        return root.table() + "." + root.column();
    }
}
