package dev.dbsync.core.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitterTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 'a;b'",
                "SELECT 'it''s; so'",
                "SELECT E'it\\'s; so'",
                "SELECT e'\\\\' || ';'",
                "SELECT U&'d\\0061;t' UESCAPE '!'",
                "SELECT \"a;b\", \"say \"\"hi;\"\"\"",
                "SELECT $$a;b$$",
                "SELECT $tag$ a; $$; $other$ ; $tag$",
                "SELECT a$b$c FROM t",
                "SELECT 1 /* ; /* ; */ ; */ + 2",
                "SELECT 1 -- ; '\n + 2",
                "SELECT $1",
                "PREPARE p(int) AS SELECT $1::int",
                "CREATE RULE r AS ON INSERT TO t DO ALSO (DELETE FROM a; DELETE FROM b)",
                "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 2; END",
                "CREATE OR REPLACE PROCEDURE p(a int) BEGIN ATOMIC UPDATE t SET x = CASE WHEN y THEN 1 ELSE 2 END;"
                        + " DELETE FROM t; END",
                "CREATE FUNCTION f() RETURNS text BEGIN ATOMIC SELECT 1 AS end; SELECT t.case FROM t; END",
                "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN COMMIT; END; $$",
                "DO $do$ BEGIN EXECUTE $q$ DROP TABLE a; $q$; END $do$"
            })
    void aSemicolonInsideSomethingEndsNoStatement(String statement) {
        String script = statement + ";\nSELECT 'next';";

        assertThat(statements(script)).containsExactly(statement, "SELECT 'next'");
    }

    @Test
    void severalStatementsOnALineAndEmptyOnesAreToldApart() {
        assertThat(statements(";;BEGIN;SELECT 1;;  COMMIT ; -- the end\n /* or so */"))
                .containsExactly("BEGIN", "SELECT 1", "COMMIT");
    }

    @Test
    void beginAsAStatementIsNoBody() {
        assertThat(statements("BEGIN; CREATE TABLE begin (atomic int); END;"))
                .containsExactly("BEGIN", "CREATE TABLE begin (atomic int)", "END");
    }

    @Test
    void rowsOfACopyBelongToIt() {
        String script = """
                COPY public.t (a, "b c") FROM stdin;
                1\tit's; $$ (
                2\t\\N
                \\.

                SELECT 1;
                """;

        List<Piece> pieces = Splitter.split(script);

        assertThat(statements(script)).containsExactly("COPY public.t (a, \"b c\") FROM stdin", "SELECT 1");
        assertThat(script.substring(pieces.get(0).statementEnd(), pieces.get(0).to()))
                .endsWith("\\.\n")
                .contains("it's; $$ (");
    }

    @Test
    void rowsWithoutAnEndMarkReachToTheEnd() {
        assertThat(statements("COPY t FROM STDIN WITH (FORMAT csv);\r\n1;2\r\n3;4"))
                .hasSize(1);
    }

    @Test
    void aCopyFromAFileHasNoRows() {
        assertThat(statements("COPY t FROM '/tmp/x';\nSELECT 1;")).hasSize(2);
    }

    @Test
    void aStatementOnTheLineOfACopyIsNotTakenForARow() {
        assertThat(statements("COPY t FROM stdin; DROP TABLE t;")).contains("DROP TABLE t");
    }

    @Test
    void stringsAreReadAsTheScriptSets() {
        assertThat(statements("SET standard_conforming_strings = off; SELECT 'a\\';b'; SELECT 1"))
                .containsExactly("SET standard_conforming_strings = off", "SELECT 'a\\';b'", "SELECT 1");
        assertThat(statements("SET standard_conforming_strings TO 'on'; SELECT 'a\\'; SELECT 1"))
                .hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"SELECT 'never ends; DROP TABLE t;", "SELECT $a$ ; $b$", "SELECT 1 /* ; /* */", "SELECT \";"})
    void whatNeverEndsIsOneBrokenStatement(String script) {
        assertThat(Splitter.split("SELECT 1;" + script)).hasSize(2).last().matches(Piece::isBroken);
    }

    @Test
    void aByteOrderMarkIsNoToken() {
        assertThat(statements("\uFEFFSELECT 1;")).containsExactly("SELECT 1");
    }

    private static List<String> statements(String script) {
        return Splitter.split(script).stream()
                .filter(Piece::isStatement)
                .map(piece -> script.substring(piece.firstToken(), piece.lastTokenEnd()))
                .toList();
    }
}
