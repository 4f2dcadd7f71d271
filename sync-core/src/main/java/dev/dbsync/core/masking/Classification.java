package dev.dbsync.core.masking;

import dev.dbsync.core.config.LookupConfig;
import dev.dbsync.core.config.RuleConfig;
import dev.dbsync.core.config.SyncConfig;
import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.Column;
import dev.dbsync.core.database.Table;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.detection.Meaning;
import dev.dbsync.core.problem.Problem;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What the rules of the configuration make of the columns of a database, by its catalog alone; and rules for columns
 * that have none. Columns stand for all that foreign keys and partitions join to them.
 */
public final class Classification {

    private final MaskingScope scope;
    private final ColumnGroups groups;
    private final CheckedTables tables;
    private final Decisions decisions;
    private final ConfiguredRules configured;
    private final List<Problem> problems = new ArrayList<>();

    private Classification(MaskingScope scope) {
        this.scope = scope;
        groups = new ColumnGroups(scope.source(), scope.lookups());
        tables = new CheckedTables(scope.source(), scope.selected());
        configured = ConfiguredRules.resolve(scope, Strategies.discover(), groups, problems);
        decisions = new Decisions(groups, configured, scope.lookups(), problems);
    }

    public static Classification of(MaskingScope scope) {
        return new Classification(scope);
    }

    /**
     * The scope of a configuration in one database.
     *
     * @param others catalogs of other environments, whose columns rules may mean, too
     * @param isCopied whether a pull would copy a table
     */
    public static MaskingScope scope(
            SyncConfig config, Catalog catalog, List<Catalog> others, Predicate<Table> isCopied, String defaultSchema) {
        Set<TableName> lookups = config.lookups().stream()
                .filter(LookupConfig::ownsAllRows)
                .flatMap(lookup -> catalog.named(lookup.table(), defaultSchema).stream())
                .map(Table::name)
                .collect(Collectors.toSet());
        List<Table> selected = catalog.tables().stream().filter(isCopied).toList();
        return new MaskingScope(config.anonymize(), catalog, others, selected, lookups, defaultSchema);
    }

    /** Whether a column of this type and name needs a rule, wherever it is. */
    public static boolean needsRule(Column column) {
        return !Harmless.is(column);
    }

    /** The columns that need a rule and have none, in order. */
    public List<ColumnId> unclassified() {
        Set<ColumnId> roots = new TreeSet<>();
        for (ColumnId owner : owners()) {
            if (decisions.of(owner) instanceof Decision.Unclassified unclassified) {
                roots.add(unclassified.root());
            }
        }
        return List.copyOf(roots);
    }

    /** The columns without a rule that need none by their type and name, in order. */
    public List<ColumnId> harmless() {
        return owners().stream()
                .filter(owner -> decisions.of(owner) instanceof Decision.Harmless)
                .filter(owner -> groups.roots(owner).contains(owner))
                .filter(owner -> !scope.lookups().contains(owner.table()))
                .sorted()
                .toList();
    }

    /** The columns that a rule of their own lets out as they are, in order. */
    public List<ColumnId> kept() {
        return owners().stream()
                .filter(owner -> configured
                        .of(owner)
                        .filter(rule -> rule.strategy().equals("keep"))
                        .isPresent())
                .sorted()
                .toList();
    }

    /** What is wrong with the rules themselves, as far as columns were asked for. */
    public List<Problem> problems() {
        return problems.stream().distinct().toList();
    }

    public Column column(ColumnId id) {
        return groups.column(id);
    }

    /** What the configuration calls a table: without its schema where that is the default one. */
    public String configuredName(TableName table) {
        return table.schema().equals(scope.defaultSchema()) ? table.name() : table.toString();
    }

    /**
     * A rule for each of these columns that holds against the catalog, and together with the others; none for one that
     * nothing but {@code keep} fits.
     *
     * @param meanings what each is about
     * @param source a read-only connection to the database of the catalog
     */
    public Map<ColumnId, RuleConfig> proposals(Map<ColumnId, Meaning> meanings, Connection source) {
        SourceRows rows = new SourceQueries(source);
        Assessment assessment = new Assessment(
                Strategies.discover(),
                groups,
                Domains.of(scope, groups, configured, new ArrayList<>()),
                new UniqueIndexes(scope.source().tables(), rows),
                tables,
                rows,
                MaskingKey.random());
        Rules decided = owner ->
                decisions.of(owner) instanceof Decision.Ruled ruled ? Optional.of(ruled.rule()) : Optional.empty();
        Suggestions suggestions =
                new Suggestions(groups, assessment, decided, column -> Optional.ofNullable(meanings.get(column)));
        Map<ColumnId, RuleConfig> proposals = new TreeMap<>();
        for (Suggestion suggestion :
                suggestions.forUnclassified(new TreeSet<>(meanings.keySet()), this::ruleOfTheGroup)) {
            suggestion.rule().ifPresent(rule -> proposals.put(suggestion.column(), rule));
        }
        return proposals;
    }

    private Optional<RuleConfig> ruleOfTheGroup(ColumnId root) {
        return groups.group(root).stream()
                .flatMap(member -> configured.of(member).stream())
                .findFirst();
    }

    private Collection<ColumnId> owners() {
        Set<ColumnId> owners = new TreeSet<>();
        for (Table table : tables.all()) {
            for (Column column : table.writableColumns()) {
                owners.add(groups.owner(new ColumnId(table.name(), column.name())));
            }
        }
        return owners;
    }
}
