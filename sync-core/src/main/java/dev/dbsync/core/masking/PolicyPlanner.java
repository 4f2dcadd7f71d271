package dev.dbsync.core.masking;

import dev.dbsync.core.config.AnonymizeConfig.Unclassified;
import dev.dbsync.core.config.RuleConfig;
import dev.dbsync.core.database.Column;
import dev.dbsync.core.database.Table;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.masking.ColumnRule.Why;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Makes a {@link MaskingPolicy}: rules → decisions → findings → masks, or a refusal with everything that is wrong. */
final class PolicyPlanner {

    private static final int COLUMNS_SHOWN = 10;

    private final MaskingScope scope;
    private final MaskingKey key;
    private final EventSink events;
    private final ColumnGroups groups;
    private final CheckedTables tables;
    private final List<Problem> problems = new ArrayList<>();
    private final ConfiguredRules configured;
    private final Decisions decisions;
    private final Assessment assessment;
    private final SourceRows rows;
    private final Domains domains;
    private final TermsCheck terms;

    PolicyPlanner(MaskingScope scope, MaskingKey key, Strategies strategies, SourceRows rows, EventSink events) {
        this.scope = scope;
        this.key = key;
        this.events = events;
        this.rows = rows;
        groups = new ColumnGroups(scope.source(), scope.lookups());
        tables = new CheckedTables(scope.source(), scope.selected());
        configured = ConfiguredRules.resolve(scope, strategies, groups, problems);
        decisions = new Decisions(groups, configured, scope.lookups(), problems);
        domains = Domains.of(scope, groups, configured, problems);
        UniqueIndexes indexes = new UniqueIndexes(scope.source().tables(), rows);
        assessment = new Assessment(strategies, groups, domains, indexes, tables, rows, key);
        terms = new TermsCheck(groups, domains, rows, this::treatment);
    }

    MaskingPolicy plan() {
        Collection<ColumnId> columns = columns();
        Set<ColumnId> undecided = new TreeSet<>();
        List<ColumnId> keptUnclassified = new ArrayList<>();
        for (ColumnId column : columns) {
            if (decisions.of(column) instanceof Decision.Unclassified unclassified) {
                Optional<RuleConfig> rule = ruleOfTheUnclassified(column);
                rule.ifPresentOrElse(
                        found -> decisions.put(column, new Decision.Ruled(found, Why.UNCLASSIFIED)),
                        () -> undecided.add(unclassified.root()));
                if (rule.isPresent() && scope.config().unclassified() == Unclassified.KEEP) {
                    keptUnclassified.add(column);
                }
            }
        }
        judge(undecided);
        if (!undecided.isEmpty()) {
            problems.add(unclassified(undecided));
        }
        if (problems.isEmpty()) {
            judgeTerms();
        }
        if (!problems.isEmpty()) {
            throw new RefusedException(problems.stream().distinct().toList());
        }
        warn(keptUnclassified);
        return policy(columns);
    }

    /**
     * What {@code unclassified} makes of a column and will not do is undecided like one without a rule; what remains is
     * wrong whatever becomes of these.
     */
    private void judge(Set<ColumnId> undecided) {
        List<Finding> findings;
        boolean more;
        do {
            findings = assessment.findings(decidedWithout(undecided));
            more = false;
            for (Finding finding : findings) {
                for (ColumnId column : finding.concerned()) {
                    if (decisions.of(column) instanceof Decision.Ruled ruled && ruled.why() == Why.UNCLASSIFIED) {
                        more |= undecided.add(root(column));
                    }
                }
            }
        } while (more);
        for (Finding finding : findings) {
            problems.add(withRemedy(finding, undecided));
        }
    }

    /** One rule holds for the whole group, so that one column of it is asked for. */
    private ColumnId root(ColumnId column) {
        List<ColumnId> roots = groups.roots(column);
        return roots.stream()
                .filter(root -> !groups.column(root).generated())
                .findFirst()
                .orElse(roots.get(0));
    }

    private Rules decidedWithout(Set<ColumnId> undecided) {
        return column -> isUndecided(column, undecided) ? Optional.empty() : rule(column);
    }

    /** What a rule of its own has cut off follows no other column. */
    private boolean isUndecided(ColumnId column, Set<ColumnId> undecided) {
        boolean cutOff = decisions.of(column) instanceof Decision.Ruled ruled && ruled.why() == Why.RULE;
        return !cutOff && groups.roots(column).stream().anyMatch(undecided::contains);
    }

    /** The owners of all columns that will be copied. */
    private Collection<ColumnId> columns() {
        Set<ColumnId> columns = new LinkedHashSet<>();
        for (Table table : tables.all()) {
            for (Column column : table.writableColumns()) {
                columns.add(groups.owner(new ColumnId(table.name(), column.name())));
            }
        }
        return columns;
    }

    private Optional<RuleConfig> rule(ColumnId owner) {
        return decisions.of(owner) instanceof Decision.Ruled ruled ? Optional.of(ruled.rule()) : Optional.empty();
    }

    /**
     * What {@code unclassified} makes of a column; nothing where a rule of its group shows that a person must decide.
     */
    private Optional<RuleConfig> ruleOfTheUnclassified(ColumnId column) {
        boolean ruled = groups.group(column).stream()
                .anyMatch(member -> configured.of(member).isPresent());
        boolean text = TypeCategory.of(groups.column(column)) == TypeCategory.TEXT;
        String strategy = switch (scope.config().unclassified()) {
            case FAIL -> null;
            case KEEP -> "keep";
            case REDACT -> text ? "redact" : null;
        };
        return ruled || strategy == null
                ? Optional.empty()
                : Optional.of(new RuleConfig(strategy, Map.of(), "anonymize.unclassified"));
    }

    private Problem withRemedy(Finding finding, Set<ColumnId> undecided) {
        Problem problem = finding.problem();
        RuleConfig rule = rule(finding.owner()).orElseThrow();
        List<String> others =
                new Suggestions(groups, assessment, decidedWithout(undecided)).insteadOf(rule, finding.owner());
        ColumnId root = groups.roots(finding.owner()).get(0);
        String place = root.equals(finding.owner()) ? "" : " for " + root.shown() + ", from which it is inherited";
        String masking = others.isEmpty() ? "" : String.join("; or ", others) + "; or ";
        return new Problem(
                problem.what(),
                problem.where(),
                "Would do" + place + ": " + masking + "keep, if the values may leave production as they are");
    }

    private Problem unclassified(Set<ColumnId> roots) {
        List<Suggestion> suggested =
                new Suggestions(groups, assessment, decidedWithout(roots)).forUnclassified(roots, this::wishFor);
        Map<TableName, Table> byName = scope.source().byName();
        String yaml = SuggestedYaml.block(
                suggested, table -> ConfiguredRules.configuredName(byName.get(table), scope.defaultSchema()));
        String columns = roots.size() == 1 ? "1 column has" : roots.size() + " columns have";
        return new Problem(
                columns + " no masking rule, and could hold personal data",
                shown(roots),
                scope.config()
                                .file()
                                .map(file -> "Decide: mvn sync:classify writes proposals into " + file
                                        + ". Or add there, where 'tables' stands without 'anonymize:':\n")
                                .orElse("Decide, and add to sync.yaml (lines of tables that are there already go under"
                                        + " these):\n")
                        + yaml);
    }

    private static String shown(Collection<ColumnId> columns) {
        String first =
                columns.stream().limit(COLUMNS_SHOWN).map(ColumnId::shown).collect(Collectors.joining(", "));
        int more = columns.size() - COLUMNS_SHOWN;
        return more > 0 ? first + " and " + more + " more" : first;
    }

    private Optional<RuleConfig> wishFor(ColumnId root) {
        return groups.group(root).stream()
                .flatMap(member -> configured.of(member).stream())
                .findFirst();
    }

    private void warn(List<ColumnId> kept) {
        if (!kept.isEmpty()) {
            events.warning("anonymize.unclassified is 'keep': " + kept.size()
                    + " columns that nobody has classified leave production unmasked: "
                    + kept.stream().map(ColumnId::shown).collect(Collectors.joining(", ")));
        }
    }

    /** Only of rules that are right by themselves. */
    private void judgeTerms() {
        for (Table table : tables.all()) {
            table.writableColumns().forEach(column -> problems.addAll(terms.problems(table, column)));
        }
        MatchFullCheck matchFull = new MatchFullCheck(groups, this::treatment);
        Set<TableName> names = tables.all().stream().map(Table::name).collect(Collectors.toSet());
        scope.source().foreignKeys().stream()
                .filter(key -> names.contains(key.table()))
                .forEach(key -> matchFull.problem(key).ifPresent(problems::add));
    }

    private MaskingPolicy policy(Collection<ColumnId> columns) {
        return new PolicyAssembly(
                        groups,
                        domains,
                        decisions,
                        this::treatment,
                        column -> assessment.collision(column, this::rule),
                        terms,
                        rows)
                .of(tables.all(), columns, scope.lookups(), key);
    }

    private Optional<Treatment> treatment(ColumnId owner) {
        return rule(owner).map(rule -> assessment.treatment(owner, rule));
    }
}
