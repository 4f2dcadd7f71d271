package dev.dbsync.core.classify;

import dev.dbsync.core.classify.ClassifyReport.Contradiction;
import dev.dbsync.core.config.RuleConfig;
import dev.dbsync.core.config.RulesText;
import dev.dbsync.core.config.SyncConfig;
import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.Environments;
import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.database.Table;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.detection.Meaning;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.masking.Classification;
import dev.dbsync.core.masking.ColumnId;
import dev.dbsync.core.masking.CopiedTables;
import dev.dbsync.core.masking.MaskingScope;
import dev.dbsync.core.masking.TypeCategory;
import dev.dbsync.core.migration.Checkout;
import dev.dbsync.core.migration.Migrations;
import dev.dbsync.core.migration.OwnTables;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.run.Step;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Looks at the columns of a database that nobody has decided about, and brings the file of rules up to date. The
 * database is only read, in one read-only transaction; no value of it is shown or stored.
 */
public final class Classify {

    private static final Set<String> LARGE_NUMBERS = Set.of("bigint", "numeric");
    private static final String EMPTY = "the table is empty";
    private static final String CODES =
            "looks like a table of codes; if its rows come with the software, list it under lookups in sync.yaml instead";

    private final SyncConfig config;
    private final Environments environments;
    private final Checkout checkout;
    private final EventSink events;

    public Classify(SyncConfig config, Environments environments, Checkout checkout, EventSink events) {
        this.config = config;
        this.environments = environments;
        this.checkout = checkout;
        this.events = events;
    }

    /**
     * @throws dev.dbsync.core.problem.RefusedException when the configuration names no file for the rules
     * @throws SyncException when the environment or the file cannot be read, or the file not be written
     */
    public ClassifyReport run(ClassifyRequest request) {
        RulesFile file = RulesFile.of(config);
        String from = request.from().orElse(config.pull().from());
        Database database = environments.database(from, request.from().isPresent() ? "-Dsync.from" : "pull.from");
        String before = file.read();
        RulesText text = RulesText.of(before, file.shown());
        return new Step("Look at the columns of " + from)
                .run(
                        events,
                        () -> run(request, file, before, text, database),
                        report -> report.columns().size() + " without a decision of a person's");
    }

    private ClassifyReport run(
            ClassifyRequest request, RulesFile file, String before, RulesText text, Database database) {
        try (Connection connection = database.connectReadOnly("classify")) {
            Migrations migrations = checkout.of(database);
            Catalog catalog = Catalog.read(connection);
            Optional<List<Catalog>> others = others(database.environment());
            Looked looked = new Looked(catalog, connection, migrations, others.orElse(List.of()), text);
            RulesUpdate update = new RulesUpdate(text, catalog, migrations.defaultSchema());
            List<ClassifiedColumn> columns = looked.columns(update);
            List<String> notices = new ArrayList<>(looked.samples.notices());
            if (others.isPresent()) {
                List<Catalog> all = new ArrayList<>(others.get());
                all.add(catalog);
                update.goneColumns(config.anonymize(), all);
            } else {
                notices.add(
                        "Not every environment of the chain could be reached: whether rules are for columns that are"
                                + " gone was not looked at");
            }
            String after = update.updated();
            if (!request.dryRun() && !after.equals(before)) {
                RulesText.of(after, file.shown());
                file.write(after);
            }
            return new ClassifyReport(
                    database.environment(),
                    file.path(),
                    request.dryRun(),
                    columns,
                    looked.contradictions(),
                    update.gone(),
                    update.blocked(),
                    notices,
                    LineDifference.between(before, after));
        } catch (SQLException e) {
            throw SqlProblem.of(e, "Cannot look at the columns", database.shown(), "");
        }
    }

    /** The catalogs of the other environments of the chain; empty when one of them cannot be reached. */
    private Optional<List<Catalog>> others(String from) {
        List<Catalog> catalogs = new ArrayList<>();
        for (String name : config.chain()) {
            if (!name.equals(from)) {
                try {
                    Database database = environments.database(name, "chain");
                    try (Connection connection = database.connectReadOnly("classify")) {
                        catalogs.add(Catalog.read(connection));
                    } catch (SQLException e) {
                        throw SqlProblem.of(e, "Cannot read the catalog", database.shown(), "");
                    }
                } catch (SyncException e) {
                    events.notice(name + " is not looked at: " + e.problem().what());
                    return Optional.empty();
                }
            }
        }
        return Optional.of(catalogs);
    }

    /** What was read of the database. */
    private final class Looked {

        private final Classification classification;
        private final Connection connection;
        private final List<ColumnId> open;
        private final List<ColumnId> numbers;
        private final Samples samples;
        private final Catalog catalog;
        private final String defaultSchema;

        Looked(Catalog catalog, Connection connection, Migrations migrations, List<Catalog> others, RulesText text)
                throws SQLException {
            this.connection = connection;
            this.catalog = catalog;
            this.defaultSchema = migrations.defaultSchema();
            SyncConfig ofPersons = config.withAnonymize(RulesUpdate.ofPersons(config.anonymize(), text));
            TableName history = migrations.historyTable();
            CopiedTables copied = new CopiedTables(
                    config.pull(), catalog, name -> name.equals(history) || OwnTables.NAMES.contains(name.name()));
            MaskingScope scope = Classification.scope(ofPersons, catalog, others, copied, migrations.defaultSchema());
            classification = Classification.of(scope);
            open = classification.unclassified();
            numbers = classification.harmless().stream()
                    .filter(id ->
                            LARGE_NUMBERS.contains(classification.column(id).baseType()))
                    .toList();
            List<ColumnId> asked = new ArrayList<>(open);
            asked.addAll(numbers);
            asked.addAll(classification.kept());
            samples = Samples.take(catalog, asked, connection);
        }

        List<ClassifiedColumn> columns(RulesUpdate update) {
            Map<ColumnId, Judgement> judgements = new TreeMap<>();
            open.forEach(id -> judgements.put(id, judge(id).judge()));
            numbers.forEach(id -> judge(id).bySureValues().ifPresent(judgement -> judgements.put(id, judgement)));
            Map<ColumnId, Meaning> meanings = new TreeMap<>();
            judgements.forEach((id, judgement) -> judgement.meaning().ifPresent(meaning -> meanings.put(id, meaning)));
            Map<ColumnId, RuleConfig> rules = classification.proposals(meanings, connection);
            List<ClassifiedColumn> columns = new ArrayList<>();
            Map<TableName, String> questions = questions(judgements);
            judgements.forEach((id, judgement) -> columns.add(update.column(
                    id,
                    Optional.ofNullable(rules.get(id)),
                    asked(judgement, Optional.ofNullable(questions.get(id.table())), id),
                    classification::configuredName)));
            return columns;
        }

        /** What is asked about a table as a whole, instead of about each of its columns. */
        private Map<TableName, String> questions(Map<ColumnId, Judgement> judgements) {
            Map<TableName, List<ColumnId>> tables =
                    judgements.keySet().stream().collect(Collectors.groupingBy(ColumnId::table));
            CodeTables codes = new CodeTables(catalog, samples);
            Map<TableName, String> questions = new TreeMap<>();
            tables.forEach((table, ids) -> {
                if (samples.rows(table).equals(Optional.of(0))) {
                    questions.put(table, EMPTY);
                } else if (!isLookup(table)
                        && codes.isOne(table, ids.stream().map(this::judge).toList())) {
                    questions.put(table, CODES);
                }
            });
            return questions;
        }

        private boolean isLookup(TableName table) {
            return config.lookups().stream()
                    .flatMap(lookup -> catalog.named(lookup.table(), defaultSchema).stream())
                    .anyMatch(found -> found.name().equals(table));
        }

        private Judgement asked(Judgement judgement, Optional<String> ofTheTable, ColumnId id) {
            boolean bytes = TypeCategory.of(classification.column(id)) == TypeCategory.BINARY;
            if (judgement.isPersonal() || bytes) {
                return judgement;
            }
            if (ofTheTable.isPresent()) {
                return Judgement.alike(ofTheTable.get(), ofTheTable.get());
            }
            // Of a table that could not be read, or not whole, too little is known to ask about several at once.
            return samples.rows(id.table()).isPresent()
                    ? judgement
                    : Judgement.undecided(judgement.evidence(), judgement.counted());
        }

        List<Contradiction> contradictions() {
            List<Contradiction> contradictions = new ArrayList<>();
            for (ColumnId id : classification.kept()) {
                judge(id)
                        .contradiction()
                        .ifPresent(found ->
                                contradictions.add(new Contradiction(id.table().shown(), id.column(), found)));
            }
            return contradictions;
        }

        private ColumnJudge judge(ColumnId id) {
            List<String> siblings =
                    catalog.table(id.table()).map(Table::columnNames).orElse(List.of());
            return new ColumnJudge(
                    new ColumnJudge.Place(id.table().name(), siblings, id.column()),
                    TypeCategory.of(classification.column(id)),
                    classification.column(id).comment(),
                    samples.of(id));
        }
    }
}
