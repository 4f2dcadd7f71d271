package dev.dbsync.core.script;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.tree.ParseTree;
import org.pgcodekeeper.core.parsers.antlr.base.AntlrParser;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.SqlContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.StatementContext;

/** PostgreSQL's grammar as pgCodeKeeper has it, asked for one statement at a time. */
final class Grammar {

    private Grammar() {}

    /**
     * The statement's tree; empty when the grammar does not know the statement, or it is nested too deep to be read.
     */
    static Optional<StatementContext> parse(String statement) {
        try {
            // The quick mode never finds a wrong tree; it only gives up on some right statements.
            Optional<StatementContext> quick = parse(statement, PredictionMode.SLL);
            return quick.isPresent() ? quick : parse(statement, PredictionMode.LL);
        } catch (StackOverflowError e) {
            return Optional.empty();
        }
    }

    private static Optional<StatementContext> parse(String statement, PredictionMode mode) {
        List<Object> errors = new ArrayList<>();
        SQLParser parser = AntlrParser.createSQLParser(statement, "script", errors);
        parser.getInterpreter().setPredictionMode(mode);
        SqlContext sql = parser.sql();
        return errors.isEmpty() && sql.statement().size() == 1 ? Optional.of(sql.statement(0)) : Optional.empty();
    }

    /**
     * Every node of the tree of this type, in the order of the text.
     *
     * @param entered whether to look into a node; its own type is looked at in any case
     */
    static <T> List<T> all(ParseTree root, Class<T> type, Predicate<ParseTree> entered) {
        List<T> found = new ArrayList<>();
        // Not recursive: a chain of five thousand ORs is a tree of that depth.
        Deque<ParseTree> waiting = new ArrayDeque<>(List.of(root));
        while (!waiting.isEmpty()) {
            ParseTree node = waiting.pop();
            if (type.isInstance(node)) {
                found.add(type.cast(node));
            }
            if (entered.test(node)) {
                for (int i = node.getChildCount() - 1; i >= 0; i--) {
                    waiting.push(node.getChild(i));
                }
            }
        }
        return found;
    }
}
