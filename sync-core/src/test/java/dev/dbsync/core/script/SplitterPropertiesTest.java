package dev.dbsync.core.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SplitterPropertiesTest {

    /** Any text at all, of the characters that matter to a lexer. */
    @Property
    void piecesJoinedAreTheScript(@ForAll("texts") String script) {
        StringBuilder joined = new StringBuilder();
        for (Piece piece : Splitter.split(script)) {
            assertThat(piece.statementEnd()).isBetween(piece.from(), piece.to());
            joined.append(script, piece.from(), piece.to());
        }

        assertThat(joined.toString()).isEqualTo(script);
    }

    @Property
    void tokensAreInOrderAndInsideTheirPiece(@ForAll("texts") String script) {
        for (Piece piece : Splitter.split(script)) {
            int at = piece.from();
            for (Token token : piece.tokens()) {
                assertThat(token.from()).isGreaterThanOrEqualTo(at).isLessThan(token.to());
                at = token.to();
            }
            assertThat(at).isLessThanOrEqualTo(piece.statementEnd());
        }
    }

    @Property
    void readingNeverFails(@ForAll("texts") String script) {
        assertThat(Script.parse("any", script).name()).isEqualTo("any");
    }

    @Property
    void blanksAndCommentsBetweenTokensChangeNothing(
            @ForAll("statements") List<List<String>> statements, @ForAll("gaps") List<String> gaps) {
        StringBuilder plain = new StringBuilder();
        StringBuilder loose = new StringBuilder();
        int gap = 0;
        for (List<String> statement : statements) {
            for (String token : statement) {
                plain.append(token).append(' ');
                loose.append(gaps.get(gap++ % gaps.size())).append(token);
            }
            plain.append(";");
            loose.append(gaps.get(gap++ % gaps.size())).append(";");
        }

        assertThat(tokens(loose.toString())).isEqualTo(tokens(plain.toString())).isEqualTo(statements);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(
                        "'",
                        "''",
                        "\"",
                        "$$",
                        "$a$",
                        "$",
                        "--",
                        "/*",
                        "*/",
                        ";",
                        "(",
                        ")",
                        "\n",
                        "\r",
                        " ",
                        "\\",
                        "\\.\n",
                        "E'",
                        "U&'",
                        "CREATE FUNCTION f() BEGIN ATOMIC ",
                        "END",
                        "CASE ",
                        "COPY t FROM stdin;\n",
                        "SET standard_conforming_strings = off;",
                        "DROP TABLE a ",
                        "é",
                        "\uD83D\uDE00",
                        "1.5e3",
                        ",",
                        "a")
                .list()
                .ofMaxSize(25)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<List<List<String>>> statements() {
        return Arbitraries.of(
                        "SELECT",
                        "a",
                        "\"b;c\"",
                        "'d;e'",
                        "E'\\';'",
                        "$$f;g$$",
                        "$x$;$$;$x$",
                        "(",
                        ")",
                        "17",
                        ",",
                        "=",
                        "'--'",
                        "\"/*\"",
                        "U&'\\0061'")
                .list()
                .ofMinSize(1)
                .ofMaxSize(8)
                .filter(SplitterPropertiesTest::balanced)
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
    }

    @Provide
    Arbitrary<List<String>> gaps() {
        return Arbitraries.of(" ", "\n", "\t", " /* ; */ ", " /* ' /* nested \" */ $$ */ ", " -- ; '\n", "\r\n", "\f ")
                .list()
                .ofMinSize(1)
                .ofMaxSize(12);
    }

    private static boolean balanced(List<String> tokens) {
        int depth = 0;
        for (String token : tokens) {
            depth += token.equals("(") ? 1 : token.equals(")") ? -1 : 0;
            if (depth < 0) {
                return false;
            }
        }
        return depth == 0;
    }

    private static List<List<String>> tokens(String script) {
        return Splitter.split(script).stream()
                .filter(Piece::isStatement)
                .map(piece ->
                        piece.tokens().stream().map(token -> token.text(script)).toList())
                .toList();
    }
}
