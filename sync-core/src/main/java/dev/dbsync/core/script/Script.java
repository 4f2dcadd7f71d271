package dev.dbsync.core.script;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A migration script, read: its statements, and what they ask of a promotion.
 *
 * <p>Reading never fails. What PostgreSQL's grammar, as pgCodeKeeper has it, does not know is a statement that is not
 * {@linkplain ScriptStatement#parsed() parsed}; the others are judged all the same.
 *
 * @param name for people, as Flyway shows it
 * @param sql the text, placeholders replaced
 * @param statements in order
 * @param transactionNeeds of all statements, in order; also of those that are not parsed
 * @param addedEnumValues in order; also of statements that are not parsed
 * @param createdTypes by CREATE TYPE
 * @param effects in order; what a statement that is not parsed destroys is not among them
 * @param touchedTables whose rows it changes, or which it alters
 * @param locks that it takes until its transaction ends
 */
public record Script(
        String name,
        String sql,
        List<ScriptStatement> statements,
        List<TransactionNeed> transactionNeeds,
        List<AddedEnumValue> addedEnumValues,
        Set<SqlName> createdTypes,
        List<Effect> effects,
        TouchedTables touchedTables,
        TakenLocks locks) {

    public Script {
        statements = List.copyOf(statements);
        transactionNeeds = List.copyOf(transactionNeeds);
        addedEnumValues = List.copyOf(addedEnumValues);
        createdTypes = Set.copyOf(createdTypes);
        effects = List.copyOf(effects);
    }

    private static final Pattern KEPT_APART =
            Pattern.compile("\\b(value|reindex|cluster)\\b", Pattern.CASE_INSENSITIVE);

    /**
     * Whether the words of a script, which Flyway can run in a transaction, tell that it may share one with any other:
     * it adds no value to an enum, and does nothing that PostgreSQL refuses for a partitioned table there. To read it
     * would tell more, but takes a grammar that is not loaded in a moment; so false may be wrong, true is not.
     *
     * @param sql after placeholders were replaced
     */
    public static boolean mayShareTransaction(String sql) {
        return !KEPT_APART.matcher(sql).find();
    }

    /**
     * Reads a script.
     *
     * @param sql after placeholders were replaced
     */
    public static Script parse(String name, String sql) {
        Lines lines = new Lines(sql);
        List<ScriptStatement> statements = new ArrayList<>();
        List<TransactionNeed> needs = new ArrayList<>();
        List<AddedEnumValue> values = new ArrayList<>();
        Set<SqlName> types = new HashSet<>();
        List<Effect> effects = new ArrayList<>();
        Destructions destructions = new Destructions(name);
        TouchedTablesReader touched = new TouchedTablesReader();
        LockReader locks = new LockReader(name);
        for (Piece piece : Splitter.split(sql)) {
            if (!piece.isStatement()) {
                continue;
            }
            // One tree at a time: a script of a thousand inserts has large ones.
            Parsed statement = Parsed.of(sql, piece, lines);
            statements.add(statement.statement());
            TransactionNeeds.of(statement).ifPresent(needs::add);
            addedValue(name, statement).ifPresent(values::add);
            createdType(statement).ifPresent(types::add);
            effects.addAll(destructions.of(statement));
            effects.addAll(NameChanges.of(statement));
            touched.read(statement);
            locks.read(statement);
        }
        return new Script(name, sql, statements, needs, values, types, effects, touched.touched(), locks.taken());
    }

    /**
     * Loads the grammar, which is large, on a thread of its own: whoever is going to parse has databases to wait for
     * until then. Without it the first script is parsed later, and nothing else changes.
     */
    public static void prepare() {
        Thread loading = new Thread(() -> parse("", "ALTER TABLE a ADD COLUMN b int; SELECT 1"), "sync grammar");
        loading.setDaemon(true);
        loading.start();
    }

    /** What its statements destroy or hold up, whatever they mean; in order. */
    public List<Destruction> destructions() {
        return of(Destruction.class);
    }

    /** What its statements change about names, in order. */
    public List<NameChange> nameChanges() {
        return of(NameChange.class);
    }

    private <T extends Effect> List<T> of(Class<T> type) {
        return effects.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** The statements that the grammar does not know: take the worst for granted. */
    public List<ScriptStatement> unparsed() {
        return statements.stream().filter(statement -> !statement.parsed()).toList();
    }

    /** A statement as it is written, without its semicolon. */
    public String text(ScriptStatement statement) {
        return sql.substring(statement.from(), statement.to());
    }

    /** What stands between a COPY and the next statement: its rows. Empty for any other. */
    String rows(ScriptStatement statement) {
        if (statement.kind() != StatementKind.COPY) {
            return "";
        }
        int next = statements.indexOf(statement) + 1;
        return sql.substring(
                statement.to(), next < statements.size() ? statements.get(next).from() : sql.length());
    }

    private static Optional<AddedEnumValue> addedValue(String script, Parsed statement) {
        Words words = statement.words();
        if (!words.take("ALTER", "TYPE")) {
            return Optional.empty();
        }
        Optional<SqlName> type = words.takeName();
        if (type.isEmpty() || !words.take("ADD", "VALUE")) {
            return Optional.empty();
        }
        words.take("IF", "NOT", "EXISTS");
        return words.takeString()
                .map(label -> new AddedEnumValue(
                        script, statement.line(), statement.statement().from(), type.get(), label));
    }

    private static Optional<SqlName> createdType(Parsed statement) {
        Words words = statement.words();
        return words.take("CREATE", "TYPE") ? words.takeName() : Optional.empty();
    }
}
