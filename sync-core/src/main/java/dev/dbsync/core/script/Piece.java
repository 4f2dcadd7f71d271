package dev.dbsync.core.script;

import dev.dbsync.core.script.Token.Kind;
import java.util.List;

/**
 * A stretch of a script that holds one statement: the blanks and comments before it, the statement, its semicolon, and
 * the rows of a COPY.
 *
 * @param from of the first character
 * @param statementEnd behind the semicolon, where there is one
 * @param to behind the last character; differs from {@code statementEnd} where rows follow
 * @param tokens of the statement, without the semicolon; none where there are only blanks and comments
 */
record Piece(int from, int statementEnd, int to, List<Token> tokens) {

    boolean isStatement() {
        return !tokens.isEmpty();
    }

    boolean isBroken() {
        return tokens.stream().anyMatch(token -> token.kind() == Kind.BROKEN);
    }

    int firstToken() {
        return tokens.get(0).from();
    }

    int lastTokenEnd() {
        return tokens.get(tokens.size() - 1).to();
    }
}
