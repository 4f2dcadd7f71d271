package dev.dbsync.core.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The PL/pgSQL code of a DO block, read for words that end a transaction, or that give things other names.
 *
 * <p>Dynamic SQL (EXECUTE) and functions cannot do so: "transaction control is only possible in CALL or DO invocations
 * from the top level or nested CALL or DO invocations without any other intervening command" (<a
 * href="https://www.postgresql.org/docs/current/plpgsql-transactions.html">Transaction Management</a>).
 */
final class CodeBlock {

    private CodeBlock() {}

    /** The word by which the code commits, or may do so; empty when it cannot. */
    static Optional<String> mayCommit(String code) {
        List<Token> tokens = tokens(code);
        for (int i = 0; i < tokens.size(); i++) {
            String before = i == 0 ? "" : tokens.get(i - 1).word(code);
            switch (tokens.get(i).word(code)) {
                // CREATE TEMP TABLE … ON COMMIT DROP is none.
                case "COMMIT" -> {
                    if (!before.equals("ON")) {
                        return Optional.of("COMMIT");
                    }
                }
                case "ROLLBACK" -> {
                    return Optional.of("ROLLBACK");
                }
                case "CALL" -> {
                    return Optional.of("CALL");
                }
                case "DO" -> {
                    if (i + 1 < tokens.size() && opensBlock(tokens.get(i + 1), code)) {
                        return Optional.of("DO");
                    }
                }
                default -> {
                    if (tokens.get(i).kind() == Token.Kind.BROKEN) {
                        return Optional.of("code that cannot be read");
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** As opposed to ON CONFLICT DO NOTHING. */
    private static boolean opensBlock(Token next, String code) {
        return next.isString() || next.word(code).equals("LANGUAGE");
    }

    /**
     * Whether the code may give a table another name or schema, as far as its words and the strings in it tell: what it
     * calls or builds is not known.
     */
    static boolean mayRename(String code) {
        List<Token> tokens = tokens(code);
        for (int i = 0; i < tokens.size(); i++) {
            String before = i == 0 ? "" : tokens.get(i - 1).word(code);
            Token token = tokens.get(i);
            boolean renames = token.isString()
                    ? mayRename(token.value(code))
                    : switch (token.word(code)) {
                        case "RENAME", "PERFORM", "CALL", "ROLLBACK" -> true;
                        case "SCHEMA" -> before.equals("SET");
                        default -> false;
                    };
            boolean builds = before.equals("EXECUTE")
                    && !token.isString()
                    && !token.word(code).equals("FORMAT");
            if (renames || builds) {
                return true;
            }
        }
        return false;
    }

    static List<Token> tokens(String code) {
        SqlLexer lexer = new SqlLexer(code);
        List<Token> tokens = new ArrayList<>();
        for (Optional<Token> token = lexer.next(); token.isPresent(); token = lexer.next()) {
            tokens.add(token.get());
        }
        return tokens;
    }
}
