package dev.dbsync.core.script;

import java.util.List;

/** Tells statements after which an unqualified name may mean another object. */
final class SearchPath {

    private SearchPath() {}

    /** SET or RESET of the search path, the role, or everything; {@code set_config} of anything. */
    static boolean isChangedBy(Parsed statement) {
        String script = statement.script();
        List<Token> tokens = statement.piece().tokens();
        return switch (statement.statement().kind()) {
            case SETTING -> tokens.stream().map(token -> token.word(script)).anyMatch(SearchPath::decidesNames);
            case SELECT ->
                tokens.stream()
                        .anyMatch(token -> token.isName() && token.name(script).equals("set_config"));
            default -> false;
        };
    }

    private static boolean decidesNames(String word) {
        return switch (word) {
            case "SEARCH_PATH", "SCHEMA", "ROLE", "AUTHORIZATION", "ALL" -> true;
            default -> false;
        };
    }
}
