package dev.dbsync.core.script;

import java.util.Map;

/** What a statement is, by its first words; also of a statement that the grammar does not know. */
public enum StatementKind {
    SELECT,
    INSERT,
    UPDATE,
    DELETE,
    MERGE,
    COPY,
    TRUNCATE,
    CREATE,
    ALTER,
    DROP,
    /** GRANT, REVOKE, COMMENT and SECURITY LABEL. */
    ANNOTATION,
    /** BEGIN, COMMIT, ROLLBACK and the like, and savepoints. */
    TRANSACTION,
    /** SET and RESET. */
    SETTING,
    /** An anonymous code block. */
    DO,
    CALL,
    /** EXECUTE of what PREPARE has named, and PREPARE itself. */
    EXECUTE,
    /** VACUUM, ANALYZE, REINDEX, CLUSTER, REFRESH and CHECKPOINT. */
    MAINTENANCE,
    /** Anything else. */
    OTHER;

    private static final Map<String, StatementKind> BY_FIRST_WORD = Map.ofEntries(
            Map.entry("SELECT", SELECT),
            Map.entry("VALUES", SELECT),
            Map.entry("TABLE", SELECT),
            Map.entry("(", SELECT),
            Map.entry("INSERT", INSERT),
            Map.entry("UPDATE", UPDATE),
            Map.entry("DELETE", DELETE),
            Map.entry("MERGE", MERGE),
            Map.entry("COPY", COPY),
            Map.entry("TRUNCATE", TRUNCATE),
            Map.entry("CREATE", CREATE),
            Map.entry("ALTER", ALTER),
            Map.entry("DROP", DROP),
            Map.entry("GRANT", ANNOTATION),
            Map.entry("REVOKE", ANNOTATION),
            Map.entry("COMMENT", ANNOTATION),
            Map.entry("SECURITY", ANNOTATION),
            Map.entry("BEGIN", TRANSACTION),
            Map.entry("START", TRANSACTION),
            Map.entry("COMMIT", TRANSACTION),
            Map.entry("END", TRANSACTION),
            Map.entry("ABORT", TRANSACTION),
            Map.entry("ROLLBACK", TRANSACTION),
            Map.entry("SAVEPOINT", TRANSACTION),
            Map.entry("RELEASE", TRANSACTION),
            Map.entry("SET", SETTING),
            Map.entry("RESET", SETTING),
            Map.entry("DO", DO),
            Map.entry("CALL", CALL),
            Map.entry("EXECUTE", EXECUTE),
            Map.entry("VACUUM", MAINTENANCE),
            Map.entry("ANALYZE", MAINTENANCE),
            Map.entry("ANALYSE", MAINTENANCE),
            Map.entry("REINDEX", MAINTENANCE),
            Map.entry("CLUSTER", MAINTENANCE),
            Map.entry("REFRESH", MAINTENANCE),
            Map.entry("CHECKPOINT", MAINTENANCE));

    static StatementKind of(Words words) {
        return switch (words.peek()) {
            case "PREPARE" -> words.peek(1).equals("TRANSACTION") ? TRANSACTION : EXECUTE;
            case "WITH" -> behindWith(words);
            default -> BY_FIRST_WORD.getOrDefault(words.peek(), OTHER);
        };
    }

    /** The first verb outside the parentheses of the common table expressions. */
    private static StatementKind behindWith(Words words) {
        while (!words.atEnd()) {
            if (words.peek().equals("(")) {
                words.takeParentheses();
                continue;
            }
            switch (words.peek()) {
                case "SELECT", "VALUES", "TABLE", "INSERT", "UPDATE", "DELETE", "MERGE" -> {
                    return BY_FIRST_WORD.get(words.peek());
                }
                default -> words.skip();
            }
        }
        return SELECT;
    }
}
