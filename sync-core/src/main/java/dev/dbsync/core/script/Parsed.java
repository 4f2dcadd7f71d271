package dev.dbsync.core.script;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.ParseTree;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.StatementContext;

/** A statement with all that is needed to judge it: its tokens, and its tree where the grammar knows it. */
record Parsed(String script, ScriptStatement statement, Piece piece, Optional<StatementContext> tree, Lines lines) {

    static Parsed of(String script, Piece piece, Lines lines) {
        return of(
                script,
                piece,
                lines,
                piece.isBroken() ? Optional.empty() : Grammar.parse(PlainSpelling.of(script, piece)));
    }

    /** For what words alone decide. */
    static Parsed withoutTree(String script, Piece piece, Lines lines) {
        return of(script, piece, lines, Optional.empty());
    }

    private static Parsed of(String script, Piece piece, Lines lines, Optional<StatementContext> tree) {
        ScriptStatement statement = new ScriptStatement(
                lines.of(piece.firstToken()),
                piece.firstToken(),
                piece.lastTokenEnd(),
                StatementKind.of(new Words(script, piece.tokens())),
                tree.isPresent());
        return new Parsed(script, statement, piece, tree, lines);
    }

    int line() {
        return statement.line();
    }

    Words words() {
        return new Words(script, piece.tokens());
    }

    /** A part of the statement, read word by word. */
    Words words(ParserRuleContext part) {
        return new Words(script, tokens(part));
    }

    int line(ParserRuleContext part) {
        return lines.of(start(part));
    }

    /** The name that this part of the tree is; nothing but a name must be in it. */
    SqlName name(ParserRuleContext part) {
        return words(part).takeName().orElseThrow(() -> new IllegalStateException("not a name: " + part.getText()));
    }

    /** The part's tokens joined by single blanks, keywords as the script has them. */
    String text(ParserRuleContext part) {
        return String.join(
                " ", tokens(part).stream().map(token -> token.text(script)).toList());
    }

    List<Token> tokens(ParserRuleContext part) {
        int behind = piece.firstToken() + part.getStop().getStopIndex() + 1;
        return piece.tokens().subList(firstFrom(start(part)), firstFrom(behind));
    }

    /** The index of the first token at this offset or behind it; by halving, since an INSERT may have very many. */
    private int firstFrom(int offset) {
        int low = 0;
        int high = piece.tokens().size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (piece.tokens().get(middle).from() < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Every node of this type, wherever in the statement; none where there is no tree. */
    <T> List<T> all(Class<T> type) {
        return all(type, node -> true);
    }

    <T> List<T> all(Class<T> type, Predicate<ParseTree> entered) {
        return tree.map(root -> Grammar.all(root, type, entered)).orElse(List.of());
    }

    private int start(ParserRuleContext part) {
        return piece.firstToken() + part.getStart().getStartIndex();
    }
}
