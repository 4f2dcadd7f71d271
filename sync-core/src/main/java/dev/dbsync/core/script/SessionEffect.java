package dev.dbsync.core.script;

import java.util.List;
import java.util.Set;

/** What a statement leaves in its session, and nowhere else: another session that goes on behind it lacks it. */
public enum SessionEffect {
    NONE,
    /** A setting, a prepared statement, a library: having it once more does no harm. */
    SETTING,
    /** A setting that ends with its transaction. */
    LOCAL_SETTING,
    /** A temporary relation, whose rows later statements may have changed. */
    TEMPORARY_RELATION;

    private static final Set<String> UNTIL_COMMIT = Set.of("LOCAL", "TRANSACTION", "CONSTRAINTS");
    private static final Set<String> TEMPORARY = Set.of("TEMP", "TEMPORARY");

    /** The effect of a single statement, by its words alone; what functions do is not seen, but for set_config. */
    public static SessionEffect of(String statement) {
        List<Token> tokens = CodeBlock.tokens(statement);
        Words words = new Words(statement, tokens);
        return switch (words.peek()) {
            case "SET" -> UNTIL_COMMIT.contains(words.peek(1)) ? LOCAL_SETTING : SETTING;
            case "RESET", "LOAD", "LISTEN" -> SETTING;
            case "PREPARE" -> words.peek(1).equals("TRANSACTION") ? NONE : SETTING;
            case "CREATE" -> isTemporary(words) ? TEMPORARY_RELATION : NONE;
            case "SELECT" -> ofSelect(statement, tokens, words);
            default -> NONE;
        };
    }

    private static boolean isTemporary(Words words) {
        words.skip();
        words.take("OR", "REPLACE");
        words.take("GLOBAL");
        words.take("LOCAL");
        return TEMPORARY.contains(words.peek());
    }

    private static SessionEffect ofSelect(String statement, List<Token> tokens, Words words) {
        for (int i = 0; i + 1 < tokens.size(); i++) {
            if (words.peek(i).equals("INTO")
                    && (TEMPORARY.contains(words.peek(i + 1)) || TEMPORARY.contains(words.peek(i + 2)))) {
                return TEMPORARY_RELATION;
            }
            if (tokens.get(i).isName()
                    && tokens.get(i).name(statement).equals("set_config")
                    && words.peek(i + 1).equals("(")) {
                return words.ahead(Set.of("FROM")) ? NONE : config(statement, tokens);
            }
        }
        return NONE;
    }

    /** By its last argument, which says whether it is local. */
    private static SessionEffect config(String statement, List<Token> tokens) {
        boolean local = tokens.stream()
                .anyMatch(token -> token.word(statement).equals("TRUE")
                        || token.isString() && Set.of("t", "true", "on", "1").contains(token.value(statement)));
        return local ? LOCAL_SETTING : SETTING;
    }
}
