package dev.dbsync.core.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptTest {

    @Test
    void whatTheGrammarDoesNotKnowIsNamedAndTheRestIsJudged() {
        Script script = Script.parse("V1.sql", "DROP TABLE a;\n\nTHIS IS NOT SQL;\nTRUNCATE b;");

        assertThat(script.unparsed()).extracting(ScriptStatement::line).containsExactly(3);
        assertThat(script.unparsed()).extracting(script::text).containsExactly("THIS IS NOT SQL");
        assertThat(script.destructions()).extracting(Destruction::object).containsExactly("a", "b");
    }

    @Test
    void whatTheGrammarDoesNotKnowStillSaysWhetherItCanRunInATransaction() {
        Script script = Script.parse(
                "V1.sql", "VACUUM (NOT_YET_KNOWN 3) t; CREATE INDEX CONCURRENTLY i ON t (a) NOT YET KNOWN;");

        assertThat(script.unparsed()).hasSize(2);
        assertThat(script.transactionNeeds())
                .extracting(TransactionNeed::what)
                .containsExactly("VACUUM", "CREATE INDEX CONCURRENTLY");
    }

    @Test
    void aScriptWithoutStatementsAsksForNothing() {
        Script script = Script.parse("V1.sql", " -- nothing\n;;");

        assertThat(script.statements()).isEmpty();
        assertThat(script.transactionNeeds()).isEmpty();
        assertThat(script.destructions()).isEmpty();
        assertThat(script.touchedTables().isUnknown()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO t VALUES (E'it\\'s; so', U&'d\\0061t' UESCAPE '!', 1_000, 0xFF, 'a'\n'b')",
                "CREATE FUNCTION f() RETURNS trigger AS $$ BEGIN RETURN 'never; END; $$ LANGUAGE 'plpgsql'",
                "CREATE PROCEDURE p(a int) LANGUAGE plpython3u AS $x$ don't $x$",
                "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 2 END; END",
                "DO LANGUAGE plpgsql 'BEGIN END'",
                "SELECT /* a /* b */ c */ 1 -- d",
                "COPY s.t (a, b) FROM stdin WITH (FORMAT csv)"
            })
    void awkwardSpellingsAreUnderstood(String sql) {
        assertThat(Script.parse("V1.sql", sql).unparsed()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"SELECT 'never ends; DROP TABLE a", "SELECT 1 /* DROP TABLE a;", "SELECT (1; DROP TABLE a;"})
    void whatNeverEndsIsUnparsed(String sql) {
        assertThat(Script.parse("V1.sql", sql).unparsed()).hasSize(1);
    }

    @Test
    void aVeryLongExpressionIsReadOrUnparsedButNeverFatal() {
        isReadOrUnparsed(5_000);
    }

    /** The grammar takes a minute for it. */
    @Test
    @Tag("exhaustive")
    void norIsALongerOne() {
        isReadOrUnparsed(20_000);
    }

    private static void isReadOrUnparsed(int depth) {
        String deep = "(".repeat(depth) + "1" + ")".repeat(depth);
        String wide = "SELECT 1 WHERE " + "a = 1 OR ".repeat(5_000) + "b = 2";

        Script script = Script.parse("V1.sql", "SELECT " + deep + ";" + wide + ";DROP TABLE a");

        assertThat(script.statements()).hasSize(3);
        assertThat(script.destructions()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT 1|SELECT",
                "(SELECT 1)|SELECT",
                "WITH a AS (DELETE FROM b RETURNING *) SELECT * FROM a|SELECT",
                "WITH a (x) AS NOT MATERIALIZED (SELECT 1) INSERT INTO b SELECT * FROM a|INSERT",
                "prepare transaction 'x'|TRANSACTION",
                "PREPARE p AS SELECT 1|EXECUTE",
                "\"select\"|OTHER"
            })
    void theKindIsThatOfTheFirstWords(String sql, StatementKind kind) {
        assertThat(Script.parse("V1.sql", sql).statements())
                .singleElement()
                .extracting(ScriptStatement::kind)
                .isEqualTo(kind);
    }

    @Test
    void wordsTellWhichScriptsMayShareATransaction() {
        assertThat(Script.mayShareTransaction("CREATE TABLE t (id int); INSERT INTO t VALUES (1); -- revalued"))
                .isTrue();
        assertThat(List.of(
                        "ALTER TYPE mood ADD /* a */ VALUE 'ok'",
                        "alter type mood add value if not exists 'ok'",
                        "REINDEX TABLE t",
                        "CLUSTER t USING t_pkey"))
                .noneMatch(Script::mayShareTransaction);
    }
}
