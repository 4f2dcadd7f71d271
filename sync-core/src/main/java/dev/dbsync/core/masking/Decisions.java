package dev.dbsync.core.masking;

import dev.dbsync.core.config.RuleConfig;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.masking.ColumnRule.Why;
import dev.dbsync.core.problem.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides what becomes of each column, by its own rule or by those of the columns that it references: equal values must
 * stay equal across a foreign key, so that one rule holds for the whole group.
 */
final class Decisions {

    private static final String NULL = "null";
    private static final String KEEP = "keep";

    private final ColumnGroups groups;
    private final ConfiguredRules rules;
    private final Set<TableName> lookups;
    private final List<Problem> problems;
    private final Map<ColumnId, Decision> decided = new HashMap<>();

    /** @param problems takes rules that contradict each other */
    Decisions(ColumnGroups groups, ConfiguredRules rules, Set<TableName> lookups, List<Problem> problems) {
        this.groups = groups;
        this.rules = rules;
        this.lookups = lookups;
        this.problems = problems;
    }

    /** What becomes of a column, given by its owner. */
    Decision of(ColumnId owner) {
        Decision known = decided.get(owner);
        if (known == null) {
            known = decide(owner);
            decided.put(owner, known);
        }
        return known;
    }

    /** Takes the place of what was decided; for columns that {@code unclassified} speaks of. */
    void put(ColumnId owner, Decision decision) {
        decided.put(owner, decision);
    }

    private Decision decide(ColumnId owner) {
        if (groups.group(owner).stream().anyMatch(rules::isBroken)) {
            return new Decision.Undecidable();
        }
        List<ColumnId> ruled = ruledRoots(owner);
        Optional<RuleConfig> own = rules.of(owner)
                // What is for all columns of a name, or stands in a comment, yields to the column that is referenced.
                .filter(rule -> rules.why(owner) == Why.RULE || ruled.isEmpty() || ruled.contains(owner));
        if (own.isPresent() && rules.why(owner) == Why.RULE && cutsTheReference(owner, own.get())) {
            return new Decision.Ruled(own.get(), Why.RULE);
        }
        if (ruled.isEmpty()) {
            return withoutRule(owner, own);
        }
        RuleConfig rule = rules.of(ruled.get(0)).orElseThrow();
        Optional<ColumnId> other = ruled.stream()
                .filter(root -> !ConfiguredRules.same(rules.of(root).orElseThrow(), rule))
                .findFirst();
        if (other.isPresent()) {
            return contradiction(other.get(), rules.of(other.get()).orElseThrow(), ruled.get(0));
        }
        if (own.isPresent() && !ConfiguredRules.same(own.get(), rule)) {
            return contradiction(owner, own.get(), ruled.get(0));
        }
        return new Decision.Ruled(rule, own.isPresent() ? rules.why(owner) : Why.INHERITED);
    }

    private Decision withoutRule(ColumnId owner, Optional<RuleConfig> own) {
        Optional<ColumnId> unclassified = groups.roots(owner).stream()
                .filter(root -> needsRule(root, owner))
                .findFirst();
        if (unclassified.isPresent()) {
            return new Decision.Unclassified(unclassified.get());
        }
        if (own.isEmpty()) {
            return new Decision.Harmless();
        }
        return own.get().strategy().equals(KEEP)
                ? new Decision.Ruled(own.get(), rules.why(owner))
                : contradiction(owner, own.get(), groups.roots(owner).get(0));
    }

    private List<ColumnId> ruledRoots(ColumnId owner) {
        List<ColumnId> ruled = new ArrayList<>(groups.roots(owner));
        ruled.removeIf(root -> rules.of(root).isEmpty());
        return ruled;
    }

    /** A generated column is not copied, but a column that references it is, and holds the same. */
    private boolean needsRule(ColumnId root, ColumnId owner) {
        boolean isNotCopied = groups.column(root).generated() && root.equals(owner);
        boolean isMarked = groups.group(root).stream().anyMatch(rules::isMarked);
        return isMarked || !lookups.contains(root.table()) && !isNotCopied && !Harmless.is(groups.column(root));
    }

    /** NULL references nothing, so it may stand where another rule would break the foreign key. */
    private boolean cutsTheReference(ColumnId owner, RuleConfig own) {
        // What a condition leaves as it is would still reference something.
        boolean always = !own.options().containsKey(RuleTerms.WHEN);
        return own.strategy().equals(NULL) && always && !groups.isReferenced(owner);
    }

    private Decision contradiction(ColumnId owner, RuleConfig own, ColumnId root) {
        problems.add(new Problem(
                "The rule for " + owner.shown() + " would tear it from " + root.shown()
                        + ", to which a foreign key joins it",
                own.where(),
                (rules.why(owner) == Why.RULE
                                ? "Remove it and write"
                                : "Give " + owner.shown()
                                        + " the rule 'keep' of its own, under anonymize.tables, or write")
                        + " the rule for " + root.shown() + "; it is inherited (or 'null', which references nothing)"));
        return new Decision.Undecidable();
    }
}
