package dev.dbsync.core.script;

import dev.dbsync.core.script.TakenLock.Reach;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Alter_table_statementContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Create_table_statementContext;

/**
 * Collects {@link TakenLocks} statement by statement.
 *
 * <p>Which statement takes which lock: <a href="https://www.postgresql.org/docs/current/explicit-locking.html">Explicit
 * Locking</a>, and the statements' own pages.
 */
final class LockReader {

    private final String script;
    private final List<TakenLock> taken = new ArrayList<>();
    private final Set<String> unknown = new LinkedHashSet<>();
    private int made;

    LockReader(String script) {
        this.script = script;
    }

    TakenLocks taken() {
        return new TakenLocks(taken, made, List.copyOf(unknown));
    }

    void read(Parsed statement) {
        if (!statement.statement().parsed()) {
            unknown(statement, "a statement that cannot be read");
            return;
        }
        switch (statement.statement().kind()) {
            case DO, CALL, EXECUTE ->
                unknown(statement, statement.statement().kind().name());
            default -> {
                RowLocks rows = new RowLocks(statement, script, taken::add, why -> unknown(statement, why));
                rows.read();
                made += rows.made();
                TableLocks tables = new TableLocks(statement, script, taken::add);
                statement.all(Alter_table_statementContext.class).forEach(tables::alter);
                statement.all(Create_table_statementContext.class).forEach(tables::create);
                made += tables.made();
                words(statement);
            }
        }
    }

    /** Statements whose first words tell all. */
    private void words(Parsed statement) {
        Words words = statement.words();
        String verb = words.peek();
        words.skip();
        switch (verb) {
            case "CREATE" -> create(statement, words);
            case "ALTER" -> alter(statement, words);
            case "DROP" -> drop(statement, words);
            case "COMMENT" -> comment(statement, words);
            case "REFRESH" -> refresh(statement, words);
            case "REINDEX" -> reindex(statement, words);
            case "CLUSTER", "VACUUM", "ANALYZE", "ANALYSE" -> maintenance(statement, verb, words);
            default -> {}
        }
    }

    private void create(Parsed statement, Words words) {
        while (words.take("OR") || words.take("REPLACE") || words.take("UNIQUE") || words.take("CONSTRAINT")) {}
        switch (words.peek()) {
            case "INDEX" -> {
                LockMode mode = words.ahead(Set.of("CONCURRENTLY")) ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.SHARE;
                made++;
                on(statement, words, mode);
            }
            case "TRIGGER" -> on(statement, words, LockMode.SHARE_ROW_EXCLUSIVE);
            case "POLICY" -> on(statement, words, LockMode.ACCESS_EXCLUSIVE);
            case "RULE" -> behind(statement, words, "TO", LockMode.ACCESS_EXCLUSIVE);
            case "STATISTICS" -> behind(statement, words, "FROM", LockMode.SHARE_UPDATE_EXCLUSIVE);
            case "SEQUENCE" -> made++;
            // Of a composite type; others have none.
            case "TYPE" -> made++;
            case "EXTENSION" -> unknown(statement, "CREATE EXTENSION");
            default -> {}
        }
    }

    private void alter(Parsed statement, Words words) {
        switch (words.peek()) {
            case "TRIGGER", "POLICY", "RULE" -> on(statement, words, LockMode.ACCESS_EXCLUSIVE);
            case "VIEW" -> named(statement, words, LockMode.ACCESS_EXCLUSIVE, Reach.ITSELF);
            case "MATERIALIZED" -> {
                words.skip();
                named(statement, words, LockMode.ACCESS_EXCLUSIVE, Reach.ITSELF);
            }
            case "SEQUENCE" -> named(statement, words, LockMode.SHARE_ROW_EXCLUSIVE, Reach.ITSELF);
            case "INDEX" -> named(statement, words, LockMode.SHARE_UPDATE_EXCLUSIVE, Reach.ITSELF);
            case "TABLE", "FOREIGN", "DEFAULT" -> {}
            case "EXTENSION" -> unknown(statement, "ALTER EXTENSION");
            default -> made++;
        }
    }

    private void drop(Parsed statement, Words words) {
        switch (words.peek()) {
            case "TABLE", "VIEW", "SEQUENCE", "INDEX" -> dropRelations(statement, words);
            case "MATERIALIZED", "FOREIGN" -> {
                words.skip();
                dropRelations(statement, words);
            }
            case "TRIGGER", "POLICY", "RULE" -> on(statement, words, LockMode.ACCESS_EXCLUSIVE);
            case "OWNED" -> unknown(statement, "DROP OWNED");
            default -> {
                made++;
                if (words.ahead(Set.of("CASCADE")) || words.peek().equals("EXTENSION")) {
                    unknown(statement, "DROP " + words.peek() + " … CASCADE");
                }
            }
        }
    }

    private void dropRelations(Parsed statement, Words words) {
        boolean cascades = words.ahead(Set.of("CASCADE"));
        boolean concurrently = words.ahead(Set.of("CONCURRENTLY"));
        String what = words.peek();
        words.skip();
        words.take("CONCURRENTLY");
        words.take("IF", "EXISTS");
        do {
            words.takeName()
                    .ifPresent(name -> add(
                            statement,
                            name,
                            concurrently ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.ACCESS_EXCLUSIVE,
                            Reach.DROPPED,
                            false));
        } while (words.take(","));
        if (cascades) {
            unknown(statement, "DROP " + what + " … CASCADE");
        }
    }

    private void comment(Parsed statement, Words words) {
        words.take("ON");
        String what = words.peek();
        words.skip();
        switch (what) {
            case "TABLE", "VIEW", "INDEX", "SEQUENCE" ->
                words.takeName()
                        .ifPresent(name -> add(statement, name, LockMode.SHARE_UPDATE_EXCLUSIVE, Reach.ITSELF, false));
            case "COLUMN" ->
                // The last part of the name is the column.
                column(words)
                        .ifPresent(name -> add(statement, name, LockMode.SHARE_UPDATE_EXCLUSIVE, Reach.ITSELF, false));
            default -> made++;
        }
    }

    private static Optional<SqlName> column(Words words) {
        List<String> parts = words.takeNameParts();
        return switch (parts.size()) {
            case 2 -> Optional.of(SqlName.of(parts.get(0)));
            case 3 -> Optional.of(SqlName.of(parts.get(0), parts.get(1)));
            default -> Optional.empty();
        };
    }

    private void refresh(Parsed statement, Words words) {
        words.take("MATERIALIZED", "VIEW");
        LockMode mode = words.take("CONCURRENTLY") ? LockMode.EXCLUSIVE : LockMode.ACCESS_EXCLUSIVE;
        made += TableLocks.WITH_TOAST;
        words.takeName().ifPresent(name -> add(statement, name, mode, Reach.STORAGE, false));
    }

    private void reindex(Parsed statement, Words words) {
        words.takeParentheses();
        String what = words.peek();
        words.skip();
        boolean concurrently = words.take("CONCURRENTLY");
        if (what.equals("TABLE") || what.equals("INDEX")) {
            // Of the table. An index is locked harder, but who reads the table opens its indexes, too.
            LockMode mode = concurrently ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.SHARE;
            words.takeName().ifPresent(name -> add(statement, name, mode, Reach.STORAGE, true));
        } else {
            unknown(statement, "REINDEX " + what);
        }
    }

    private void maintenance(Parsed statement, String verb, Words words) {
        boolean full = words.takeParentheses().stream()
                .anyMatch(option -> option.word(statement.script()).equals("FULL"));
        while (Set.of("FULL", "FREEZE", "VERBOSE", "ANALYZE").contains(words.peek())) {
            full |= words.peek().equals("FULL");
            words.skip();
        }
        boolean rewrites = full || verb.equals("CLUSTER");
        LockMode mode = rewrites ? LockMode.ACCESS_EXCLUSIVE : LockMode.SHARE_UPDATE_EXCLUSIVE;
        Optional<SqlName> table = words.takeName();
        if (table.isEmpty()) {
            unknown(statement, verb + " of all tables");
        }
        table.ifPresent(name -> add(statement, name, mode, Reach.STORAGE, true));
        made += rewrites ? TableLocks.REWRITTEN : 0;
    }

    private void on(Parsed statement, Words words, LockMode mode) {
        behind(statement, words, "ON", mode);
    }

    /** The table that is named behind this word, ONLY left out. */
    private void behind(Parsed statement, Words words, String word, LockMode mode) {
        while (!words.atEnd() && !words.peek().equals(word)) {
            words.skip();
        }
        words.skip();
        words.take("ONLY");
        words.takeName().ifPresent(name -> add(statement, name, mode, Reach.ITSELF, true));
    }

    private void named(Parsed statement, Words words, LockMode mode, Reach reach) {
        words.skip();
        words.take("IF", "EXISTS");
        words.takeName().ifPresent(name -> add(statement, name, mode, reach, false));
    }

    private void add(Parsed statement, SqlName name, LockMode mode, Reach reach, boolean children) {
        taken.add(new TakenLock(name, mode, reach, children, Optional.empty(), script, statement.line()));
    }

    private void unknown(Parsed statement, String why) {
        unknown.add("line " + statement.line() + ": " + why);
    }
}
