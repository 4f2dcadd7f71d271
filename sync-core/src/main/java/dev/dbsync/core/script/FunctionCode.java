package dev.dbsync.core.script;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the body of a function in PL/pgSQL or SQL writes to. That of a trigger which only fills columns of its own row
 * in ({@code NEW.updated_at := now()}) writes to nothing.
 *
 * <p>It is read by its words alone: what is not known to be harmless is taken for the opposite.
 *
 * @param tables that it inserts into, updates, deletes from or merges into
 * @param unknown the word or the function by which it may write to others; empty when it cannot
 */
public record FunctionCode(SortedSet<SqlName> tables, Optional<String> unknown) {

    /** Statements whose tables, if they have any, are not read here. */
    private static final Set<String> UNREAD = Set.of(
            "TRUNCATE",
            "COPY",
            "EXECUTE",
            "CALL",
            "DO",
            "CREATE",
            "ALTER",
            "DROP",
            "REFRESH",
            "IMPORT",
            "REINDEX",
            "CLUSTER");

    /** Words that a parenthesis may follow without a function being called. */
    private static final Set<String> NO_FUNCTION = Set.of(
            "IF",
            "ELSIF",
            "WHEN",
            "THEN",
            "ELSE",
            "CASE",
            "WHILE",
            "RETURN",
            "AND",
            "OR",
            "NOT",
            "IN",
            "EXISTS",
            "ANY",
            "ALL",
            "SOME",
            "SELECT",
            "FROM",
            "WHERE",
            "AS",
            "ON",
            "BY",
            "USING",
            "VALUES",
            "ROW",
            "ARRAY",
            "COALESCE",
            "GREATEST",
            "LEAST",
            "NULLIF",
            "CAST",
            "EXTRACT",
            "OVER",
            "FILTER",
            "CHAR",
            "DECIMAL",
            "TIME",
            "TIMESTAMP",
            "TIMESTAMPTZ",
            "BIT",
            "VARYING",
            "PRECISION",
            "INTERVAL",
            "IS",
            "DISTINCT",
            "LIMIT",
            "ASSERT",
            "SET",
            "CONFLICT");

    public FunctionCode {
        tables = Collections.unmodifiableSortedSet(new TreeSet<>(tables));
    }

    /** Reads a body. */
    public static FunctionCode read(String code) {
        List<Token> tokens = CodeBlock.tokens(code);
        SortedSet<SqlName> tables = new TreeSet<>();
        Optional<Integer> name = Optional.empty();
        for (int at = 0; at < tokens.size(); at++) {
            Optional<String> unknown = unknown(tokens, at, name, code);
            if (unknown.isPresent()) {
                return new FunctionCode(tables, unknown);
            }
            int written = written(tokens, at, code);
            if (written > 0) {
                Words words = new Words(code, tokens.subList(written, tokens.size()));
                Optional<SqlName> table = words.takeName();
                if (table.isEmpty()) {
                    return new FunctionCode(tables, Optional.of(tokens.get(at).word(code)));
                }
                tables.add(table.get());
                // What follows the table's name in parentheses is a list of columns.
                name = Optional.of(written + words.position() - 1);
            }
        }
        return new FunctionCode(tables, Optional.empty());
    }

    /** @param table where the last table's name ends */
    private static Optional<String> unknown(List<Token> tokens, int at, Optional<Integer> table, String code) {
        Token token = tokens.get(at);
        String word = token.word(code);
        if (token.kind() == Token.Kind.BROKEN) {
            return Optional.of("code that cannot be read");
        }
        // ON CONFLICT DO …
        if (UNREAD.contains(word) && !(word.equals("DO") && isBefore(at, tokens, code))) {
            return Optional.of(word);
        }
        boolean calls = token.isName()
                && word(tokens, at + 1, code).equals("(")
                && !NO_FUNCTION.contains(word)
                && !table.equals(Optional.of(at));
        SqlName function = new SqlName(schema(tokens, at, code), token.isName() ? token.name(code) : "");
        return calls && !KnownFunctions.changesNoRows(function)
                ? Optional.of("the function " + function)
                : Optional.empty();
    }

    private static boolean isBefore(int at, List<Token> tokens, String code) {
        return Set.of("NOTHING", "UPDATE").contains(word(tokens, at + 1, code));
    }

    /** Where the name begins of the table that a statement at this place writes to; 0 where none does. */
    private static int written(List<Token> tokens, int at, String code) {
        int next = switch (word(tokens, at, code)) {
            case "INSERT", "MERGE" -> word(tokens, at + 1, code).equals("INTO") ? at + 2 : 0;
            case "DELETE" -> word(tokens, at + 1, code).equals("FROM") ? at + 2 : 0;
            // Neither SELECT … FOR UPDATE nor ON CONFLICT DO UPDATE SET, nor WHEN MATCHED THEN UPDATE SET.
            case "UPDATE" ->
                Set.of("FOR", "KEY").contains(word(tokens, at - 1, code))
                                || word(tokens, at + 1, code).equals("SET")
                        ? 0
                        : at + 1;
            default -> 0;
        };
        return next > 0 && word(tokens, next, code).equals("ONLY") ? next + 1 : next;
    }

    private static Optional<String> schema(List<Token> tokens, int at, String code) {
        return word(tokens, at - 1, code).equals(".") && at >= 2
                ? Optional.of(tokens.get(at - 2).name(code))
                : Optional.empty();
    }

    private static String word(List<Token> tokens, int at, String code) {
        return at >= 0 && at < tokens.size() ? tokens.get(at).word(code) : "";
    }
}
