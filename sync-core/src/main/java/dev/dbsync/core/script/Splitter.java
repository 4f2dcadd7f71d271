package dev.dbsync.core.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Splits a script at the semicolons that end statements, as psql does it: not inside parentheses (rules), not inside an
 * SQL-standard body ({@code BEGIN ATOMIC … END}), and with the rows that follow {@code COPY … FROM stdin} taken along.
 *
 * <p>The pieces follow each other without a gap: joined, they are the script. A script that cannot be split, such as
 * one with a string that never ends, gives a last piece that holds the rest of it.
 *
 * <p>Rests on <a href="https://www.postgresql.org/docs/current/sql-createfunction.html">CREATE FUNCTION</a> and <a
 * href="https://www.postgresql.org/docs/current/sql-copy.html">COPY</a>.
 */
final class Splitter {

    private final String text;
    private final SqlLexer lexer;
    private final List<Piece> pieces = new ArrayList<>();
    private List<Token> tokens = new ArrayList<>();
    private int parentheses;
    private int atomicBlocks;

    private Splitter(String text) {
        this.text = text;
        this.lexer = new SqlLexer(text);
    }

    /** The script's pieces, in order; none for an empty text. */
    static List<Piece> split(String text) {
        Splitter splitter = new Splitter(text);
        splitter.run();
        return splitter.pieces;
    }

    private void run() {
        for (Optional<Token> token = lexer.next(); token.isPresent(); token = lexer.next()) {
            read(token.get());
        }
        if (end() < text.length()) {
            finish(text.length(), text.length());
        }
    }

    private void read(Token token) {
        String word = token.word(text);
        if (word.equals(";") && parentheses == 0 && atomicBlocks == 0) {
            int behind = lexer.position();
            lexer.moveTo(copiesRows() ? behindRows(behind) : behind);
            finish(behind, lexer.position());
            return;
        }
        if (word.equals("(")) {
            parentheses++;
        } else if (word.equals(")")) {
            parentheses = Math.max(0, parentheses - 1);
        } else {
            countBlocks(word);
        }
        tokens.add(token);
    }

    /** Inside the body only CASE nests, and it ends by END as the body does. */
    private void countBlocks(String word) {
        String before = tokens.isEmpty() ? "" : tokens.get(tokens.size() - 1).word(text);
        if (before.equals(".") || before.equals("AS")) {
            return;
        }
        if (atomicBlocks == 0 && word.equals("ATOMIC") && before.equals("BEGIN") && createsRoutine()) {
            atomicBlocks = 1;
        } else if (atomicBlocks > 0 && word.equals("CASE")) {
            atomicBlocks++;
        } else if (atomicBlocks > 0 && word.equals("END")) {
            atomicBlocks--;
        }
    }

    private boolean createsRoutine() {
        Words words = words();
        if (!words.take("CREATE")) {
            return false;
        }
        words.take("OR", "REPLACE");
        return words.take("FUNCTION") || words.take("PROCEDURE");
    }

    private boolean copiesRows() {
        Words words = words();
        if (!words.take("COPY") || words.takeName().isEmpty()) {
            return false;
        }
        words.takeParentheses();
        return words.take("FROM", "STDIN");
    }

    /**
     * Rows stand on the lines after the statement, to a line {@code \.} or the end of the script; another statement on
     * the same line is left to be read as one.
     */
    private int behindRows(int behindSemicolon) {
        int lineEnd = lineEnd(behindSemicolon);
        if (new SqlLexer(text, behindSemicolon, lineEnd).next().isPresent()) {
            return behindSemicolon;
        }
        int line = afterBreak(lineEnd);
        while (line < text.length()) {
            int end = lineEnd(line);
            int next = afterBreak(end);
            if (text.substring(line, end).equals("\\.")) {
                return next;
            }
            line = next;
        }
        return line;
    }

    private int lineEnd(int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
            at++;
        }
        return at;
    }

    private int afterBreak(int lineEnd) {
        if (text.startsWith("\r\n", lineEnd)) {
            return lineEnd + 2;
        }
        return Math.min(lineEnd + 1, text.length());
    }

    private void finish(int statementEnd, int pieceEnd) {
        pieces.add(new Piece(end(), statementEnd, pieceEnd, List.copyOf(tokens)));
        stringsAsSet();
        tokens = new ArrayList<>();
        parentheses = 0;
        atomicBlocks = 0;
    }

    /** Scripts of old, and dumps, say themselves how their plain strings are to be read. */
    private void stringsAsSet() {
        Words words = words();
        if (!words.take("SET")) {
            return;
        }
        if (!words.take("SESSION")) {
            words.take("LOCAL");
        }
        if (words.take("STANDARD_CONFORMING_STRINGS") && (words.take("=") || words.take("TO"))) {
            String value = words.takeString().orElseGet(words::peek);
            lexer.plainStringsEscape(Set.of("off", "false", "no", "0").contains(value.toLowerCase(Locale.ROOT)));
        }
    }

    private Words words() {
        return new Words(text, tokens);
    }

    private int end() {
        return pieces.isEmpty() ? 0 : pieces.get(pieces.size() - 1).to();
    }
}
