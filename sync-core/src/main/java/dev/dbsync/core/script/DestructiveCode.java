package dev.dbsync.core.script;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks through the code of a DO block, and through the strings in it that EXECUTE may run, for words that destroy
 * data. It cannot follow the code: what it finds may never be run, and what functions do that the code calls is not
 * seen.
 */
final class DestructiveCode {

    private static final Set<String> HOLDS_NO_DATA = Set.of(
            "CONSTRAINT",
            "INDEX",
            "TRIGGER",
            "RULE",
            "POLICY",
            "VIEW",
            "MATERIALIZED",
            "FUNCTION",
            "PROCEDURE",
            "ROUTINE",
            "AGGREGATE",
            "NOT",
            "DEFAULT",
            "IDENTITY",
            "EXPRESSION",
            "ROLE",
            "USER",
            "GROUP",
            "PUBLICATION",
            "SUBSCRIPTION",
            "STATISTICS",
            "CAST",
            "OPERATOR",
            "EVENT",
            "LANGUAGE",
            "COLLATION",
            "CONVERSION");

    private DestructiveCode() {}

    /** The language of a DO, where it is none whose words mean what is looked for here. */
    static Optional<String> language(Words statement) {
        while (!statement.atEnd()) {
            if (statement.take("LANGUAGE")) {
                return statement
                        .takeString()
                        .or(() -> statement.takeName().map(SqlName::name))
                        .filter(name -> !name.equals("plpgsql"));
            }
            statement.skip();
        }
        return Optional.empty();
    }

    /**
     * The words found first: {@code DROP TABLE}, {@code TRUNCATE}, {@code DELETE without WHERE}, {@code ALTER COLUMN
     * TYPE}.
     */
    static Optional<String> find(String code) {
        List<Token> tokens = CodeBlock.tokens(code);
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            Optional<String> found = token.isString() ? find(token.value(code)) : at(tokens, i, code);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> at(List<Token> tokens, int at, String code) {
        String before = word(tokens, at - 1, code);
        String next = word(tokens, at + 1, code);
        return switch (word(tokens, at, code)) {
            // ON COMMIT DROP
            case "DROP" ->
                before.equals("COMMIT") || HOLDS_NO_DATA.contains(next)
                        ? Optional.empty()
                        : Optional.of(("DROP " + next).strip());
            // A trigger is made BEFORE TRUNCATE; a right to do it is granted.
            case "TRUNCATE" ->
                Set.of("BEFORE", "AFTER", "OR", ",", "GRANT", "REVOKE").contains(before)
                        ? Optional.empty()
                        : Optional.of("TRUNCATE");
            case "DELETE" ->
                next.equals("FROM") && !hasWhere(tokens, at, code) || isOfMerge(before, next)
                        ? Optional.of("DELETE without WHERE")
                        : Optional.empty();
            case "ALTER" -> changesType(tokens, at, code) ? Optional.of("ALTER COLUMN TYPE") : Optional.empty();
            default -> Optional.empty();
        };
    }

    /** MERGE … THEN DELETE; after IF … THEN there is a FROM. */
    private static boolean isOfMerge(String before, String next) {
        return before.equals("THEN") && !next.equals("FROM");
    }

    /** ALTER [COLUMN] name [SET DATA] TYPE: to which type, and from which, is not asked. */
    private static boolean changesType(List<Token> tokens, int alter, String code) {
        Words words = new Words(code, tokens.subList(alter + 1, tokens.size()));
        if (words.peek().equals("TYPE")) {
            return false;
        }
        words.take("COLUMN");
        words.skip();
        words.take("SET", "DATA");
        return words.take("TYPE");
    }

    private static boolean hasWhere(List<Token> tokens, int delete, String code) {
        for (int i = delete; i < tokens.size() && !word(tokens, i, code).equals(";"); i++) {
            if (word(tokens, i, code).equals("WHERE")) {
                return true;
            }
        }
        return false;
    }

    private static String word(List<Token> tokens, int at, String code) {
        return at >= 0 && at < tokens.size() ? tokens.get(at).word(code) : "";
    }
}
