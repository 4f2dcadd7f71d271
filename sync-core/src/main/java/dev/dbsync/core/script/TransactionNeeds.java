package dev.dbsync.core.script;

import dev.dbsync.core.script.IndexAfterwards.Scope;
import dev.dbsync.core.script.IndexAfterwards.State;
import dev.dbsync.core.script.TransactionNeed.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Finds what a statement asks of the transaction around it. The first words decide, so this holds for statements, and
 * options of newer servers, that the grammar does not know.
 *
 * <p>The statements are those whose pages say "cannot be executed inside a transaction block": <a
 * href="https://www.postgresql.org/docs/current/sql-createindex.html">CREATE INDEX</a>, <a
 * href="https://www.postgresql.org/docs/current/sql-dropindex.html">DROP INDEX</a>, <a
 * href="https://www.postgresql.org/docs/current/sql-reindex.html">REINDEX</a>, <a
 * href="https://www.postgresql.org/docs/current/sql-altertable.html">ALTER TABLE … DETACH PARTITION</a>, <a
 * href="https://www.postgresql.org/docs/current/sql-cluster.html">CLUSTER</a>, <a
 * href="https://www.postgresql.org/docs/current/sql-vacuum.html">VACUUM</a>, <a
 * href="https://www.postgresql.org/docs/current/sql-altersystem.html">ALTER SYSTEM</a>, <a
 * href="https://www.postgresql.org/docs/current/sql-createdatabase.html">CREATE</a>, <a
 * href="https://www.postgresql.org/docs/current/sql-alterdatabase.html">ALTER</a> and DROP DATABASE, <a
 * href="https://www.postgresql.org/docs/current/sql-createtablespace.html">CREATE</a> and DROP TABLESPACE, <a
 * href="https://www.postgresql.org/docs/current/sql-createsubscription.html">CREATE</a>, <a
 * href="https://www.postgresql.org/docs/current/sql-altersubscription.html">ALTER</a> and DROP SUBSCRIPTION (some only
 * with some options: taken as refused), <a
 * href="https://www.postgresql.org/docs/current/sql-commit-prepared.html">COMMIT</a> and ROLLBACK PREPARED, and <a
 * href="https://www.postgresql.org/docs/current/sql-discard.html">DISCARD ALL</a>.
 */
final class TransactionNeeds {

    /** The first words of all statements that have needs. */
    private static final Set<String> VERBS = Set.of(
            "BEGIN",
            "END",
            "ABORT",
            "START",
            "PREPARE",
            "COMMIT",
            "ROLLBACK",
            "CREATE",
            "DROP",
            "ALTER",
            "REINDEX",
            "CLUSTER",
            "VACUUM",
            "DISCARD",
            "CALL",
            "DO");

    private static final Set<String> OFF = Set.of("FALSE", "OFF", "0");

    private final Parsed statement;
    private final Words words;
    private final int line;

    private TransactionNeeds(Parsed statement) {
        this.statement = statement;
        this.words = statement.words();
        this.line = statement.line();
    }

    static Optional<TransactionNeed> of(Parsed statement) {
        return new TransactionNeeds(statement).find();
    }

    /** Without asking the grammar, and without reading far where the first word decides. */
    static Optional<TransactionNeed> of(String statement) {
        if (!VERBS.contains(
                new Words(statement, new SqlLexer(statement).next().stream().toList()).peek())) {
            return Optional.empty();
        }
        return Splitter.split(statement).stream()
                .filter(Piece::isStatement)
                .findFirst()
                .flatMap(piece -> of(Parsed.withoutTree(statement, piece, new Lines(statement))));
    }

    private Optional<TransactionNeed> find() {
        String first = words.peek();
        words.skip();
        return switch (first) {
            case "BEGIN" -> controls(first);
            case "END", "ABORT" -> controls(first + chain());
            case "START" -> words.peek().equals("TRANSACTION") ? controls("START TRANSACTION") : Optional.empty();
            case "PREPARE" -> words.peek().equals("TRANSACTION") ? controls("PREPARE TRANSACTION") : Optional.empty();
            case "COMMIT", "ROLLBACK" -> end(first);
            case "CREATE" -> create();
            case "DROP" -> drop();
            case "ALTER" -> alter();
            case "REINDEX" -> reindex();
            case "CLUSTER" -> cluster();
            case "VACUUM" -> outside("VACUUM");
            case "DISCARD" -> words.peek().equals("ALL") ? outside("DISCARD ALL") : Optional.empty();
            case "CALL" -> mayCommit("CALL", words.takeName());
            case "DO" -> block();
            default -> Optional.empty();
        };
    }

    private Optional<TransactionNeed> end(String verb) {
        if (words.peek().equals("PREPARED")) {
            return outside(verb + " PREPARED");
        }
        return words.ahead(Set.of("TO")) ? Optional.empty() : controls(verb + chain());
    }

    /** What begins a transaction where another one ends. */
    private String chain() {
        return words.ahead(Set.of("CHAIN")) && !words.ahead(Set.of("NO")) ? TransactionNeed.AND_CHAIN : "";
    }

    private Optional<TransactionNeed> create() {
        Optional<TransactionNeed> cluster = clusterWide("CREATE");
        words.take("UNIQUE");
        if (cluster.isPresent() || !words.take("INDEX", "CONCURRENTLY")) {
            return cluster;
        }
        words.take("IF", "NOT", "EXISTS");
        // Without a name, ON stands here, which is reserved.
        Optional<SqlName> index = words.peek().equals("ON") ? Optional.empty() : words.takeName();
        words.take("ON");
        words.take("ONLY");
        Optional<SqlName> table = words.takeName();
        Optional<IndexAfterwards> afterwards = index.isPresent()
                ? index.map(name -> valid(Scope.INDEX, new SqlName(table.flatMap(SqlName::schema), name.name())))
                : table.map(name -> valid(Scope.TABLE, name));
        return outside("CREATE INDEX CONCURRENTLY", table, afterwards.stream().toList());
    }

    private Optional<TransactionNeed> drop() {
        Optional<TransactionNeed> cluster = clusterWide("DROP");
        if (cluster.isPresent() || !words.take("INDEX", "CONCURRENTLY")) {
            return cluster;
        }
        words.take("IF", "EXISTS");
        List<IndexAfterwards> gone = new ArrayList<>();
        do {
            words.takeName().ifPresent(name -> gone.add(new IndexAfterwards(State.GONE, Scope.INDEX, name)));
        } while (words.take(","));
        return outside("DROP INDEX CONCURRENTLY", gone);
    }

    private Optional<TransactionNeed> clusterWide(String verb) {
        return switch (words.peek()) {
            case "DATABASE", "TABLESPACE", "SUBSCRIPTION" -> outside(verb + " " + words.peek());
            default -> Optional.empty();
        };
    }

    private Optional<TransactionNeed> alter() {
        return switch (words.peek()) {
            case "SYSTEM" -> outside("ALTER SYSTEM");
            case "TABLE" ->
                words.ahead(Set.of("DETACH")) && words.ahead(Set.of("CONCURRENTLY")) ? detach() : Optional.empty();
            case "DATABASE" ->
                words.ahead(Set.of("TABLESPACE")) ? outside("ALTER DATABASE … SET TABLESPACE") : Optional.empty();
            case "SUBSCRIPTION" ->
                words.ahead(Set.of("PUBLICATION", "REFRESH", "SET")) ? outside("ALTER SUBSCRIPTION") : Optional.empty();
            default -> Optional.empty();
        };
    }

    private Optional<TransactionNeed> detach() {
        while (!words.take("DETACH", "PARTITION")) {
            if (words.atEnd()) {
                return Optional.empty();
            }
            words.skip();
        }
        return outside(TransactionNeed.DETACH, words.takeName(), List.of());
    }

    private Optional<TransactionNeed> reindex() {
        boolean concurrently = concurrently(words.takeParentheses());
        String what = words.peek();
        words.skip();
        concurrently |= words.take("CONCURRENTLY");
        Optional<SqlName> name = words.takeName();
        Optional<Scope> scope = switch (what) {
            case "INDEX" -> Optional.of(Scope.INDEX);
            case "TABLE" -> Optional.of(Scope.TABLE);
            case "SCHEMA" -> Optional.of(Scope.SCHEMA);
            case "DATABASE", "SYSTEM" -> Optional.of(Scope.DATABASE);
            default -> Optional.empty();
        };
        if (scope.isEmpty()) {
            return Optional.empty();
        }
        String shown = "REINDEX " + what + (concurrently ? " CONCURRENTLY" : "");
        if (!concurrently && (scope.get() == Scope.INDEX || scope.get() == Scope.TABLE)) {
            return Optional.of(new TransactionNeed(Kind.OUTSIDE_IF_PARTITIONED, shown, line, name, List.of()));
        }
        return outside(shown, List.of(valid(scope.get(), name.orElse(SqlName.of("")))));
    }

    private boolean concurrently(List<Token> options) {
        String script = statement.script();
        for (int i = 0; i < options.size(); i++) {
            if (options.get(i).word(script).equals("CONCURRENTLY")) {
                boolean off = i + 1 < options.size() && OFF.contains(unquoted(options.get(i + 1)));
                return !off;
            }
        }
        return false;
    }

    private String unquoted(Token option) {
        String value = option.isString() ? option.value(statement.script()) : option.text(statement.script());
        return value.toUpperCase(Locale.ROOT);
    }

    private Optional<TransactionNeed> cluster() {
        words.takeParentheses();
        words.take("VERBOSE");
        Optional<SqlName> first = words.takeName();
        if (first.isEmpty()) {
            return outside("CLUSTER without a table");
        }
        // As it was before 8.3: CLUSTER index ON table.
        Optional<SqlName> table = words.take("ON") ? words.takeName() : first;
        return Optional.of(new TransactionNeed(Kind.OUTSIDE_IF_PARTITIONED, "CLUSTER", line, table, List.of()));
    }

    private Optional<TransactionNeed> block() {
        Optional<String> code = Optional.empty();
        String language = "plpgsql";
        String before = "";
        for (Token token : statement.piece().tokens()) {
            if (before.equals("LANGUAGE")) {
                language = token.isString() ? token.value(statement.script()) : token.name(statement.script());
            } else if (token.isString()) {
                code = Optional.of(token.value(statement.script()));
            }
            before = token.word(statement.script());
        }
        return language.equalsIgnoreCase("plpgsql")
                ? code.flatMap(CodeBlock::mayCommit).flatMap(why -> mayCommit("DO with " + why, Optional.empty()))
                : mayCommit("DO in " + language, Optional.empty());
    }

    private Optional<TransactionNeed> mayCommit(String what, Optional<SqlName> routine) {
        return Optional.of(new TransactionNeed(Kind.MAY_COMMIT, what, line, routine, List.of()));
    }

    private Optional<TransactionNeed> controls(String what) {
        return Optional.of(new TransactionNeed(Kind.CONTROLS_TRANSACTION, what, line, Optional.empty(), List.of()));
    }

    private Optional<TransactionNeed> outside(String what) {
        return outside(what, List.of());
    }

    private Optional<TransactionNeed> outside(String what, List<IndexAfterwards> indexes) {
        return outside(what, Optional.empty(), indexes);
    }

    private Optional<TransactionNeed> outside(String what, Optional<SqlName> relation, List<IndexAfterwards> indexes) {
        return Optional.of(new TransactionNeed(Kind.OUTSIDE, what, line, relation, indexes));
    }

    private static IndexAfterwards valid(Scope scope, SqlName name) {
        return new IndexAfterwards(State.VALID, scope, name);
    }
}
