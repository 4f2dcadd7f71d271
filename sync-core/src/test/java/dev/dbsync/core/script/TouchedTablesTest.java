package dev.dbsync.core.script;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TouchedTablesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "INSERT INTO a VALUES (1)|[a]",
                "INSERT INTO s.\"A\" (b) SELECT max(c) + 1 FROM d ON CONFLICT DO NOTHING|[s.A]",
                "UPDATE ONLY a SET b = lower(c), d = now() FROM e WHERE true|[a]",
                "DELETE FROM a WHERE b IN (SELECT c FROM d)|[a]",
                "MERGE INTO a USING b ON a.c = b.c WHEN MATCHED THEN DELETE|[a]",
                "COPY s.a (b) FROM stdin|[s.a]",
                "TRUNCATE a, b|[a, b]",
                "ALTER TABLE a ADD b int|[a]",
                "ALTER TABLE a ATTACH PARTITION b DEFAULT|[a, b]",
                "ALTER TABLE a DETACH PARTITION b|[a, b]",
                "ALTER TABLE a RENAME TO b|[a]",
                "DROP TABLE a, s.b CASCADE|[a, s.b]",
                "CREATE INDEX ON a (b)|[a]",
                "CLUSTER a|[a]",
                "WITH x AS (DELETE FROM a RETURNING *), y AS (UPDATE b SET c = 1) INSERT INTO d SELECT * FROM x|[a, b, d]",
                "EXPLAIN ANALYZE DELETE FROM a|[a]",
                "SELECT setval('s', 1)|[]",
                "SELECT count(*), pg_catalog.lower('A') FROM a|[]",
                "COPY a TO stdout|[]",
                "CREATE TABLE a (b int DEFAULT f())|[]",
                "CREATE TABLE a AS SELECT 1|[]",
                "CREATE VIEW a AS SELECT f()|[]",
                "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC DELETE FROM a; SELECT g(); END|[]",
                "CREATE RULE r AS ON INSERT TO a DO ALSO DELETE FROM b|[]",
                "CREATE TRIGGER x AFTER INSERT ON a EXECUTE FUNCTION f()|[]",
                "DROP VIEW v CASCADE|[]",
                "COMMENT ON TABLE a IS 'x'|[]",
                "SET search_path = s|[]"
            })
    void writtenAndAlteredTablesAreNamedAndNoOthers(String sql, String tables) {
        TouchedTables touched = touched(sql);

        assertThat(touched.tables()).hasToString(tables);
        assertThat(touched.unknown()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "ALTER TABLE a RENAME TO b|[b]",
                "ALTER TABLE IF EXISTS ONLY s.a RENAME TO \"B\"|[s.B]",
                "ALTER TABLE a SET SCHEMA t|[t.a]",
                "ALTER TABLE s.a SET SCHEMA t|[t.a]",
                "CREATE TABLE IF NOT EXISTS s.a (b int)|[s.a]",
                "CREATE UNLOGGED TABLE a AS SELECT 1|[a]",
                "ALTER TABLE a RENAME COLUMN b TO c|[]",
                "ALTER TABLE a RENAME b TO c|[]",
                "ALTER TABLE a RENAME CONSTRAINT b TO c|[]",
                "ALTER INDEX a RENAME TO b|[]",
                "SELECT 1|[]"
            })
    void namesThatTablesGetAreNamed(String sql, String names) {
        assertThat(touched(sql).named()).hasToString(names);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DO $$ BEGIN DELETE FROM a; END $$",
                "CALL p()",
                "EXECUTE p",
                "PREPARE p AS DELETE FROM a",
                "SELECT my_function(1)",
                "SELECT s.lower('A')",
                "INSERT INTO a SELECT b FROM my_function() b",
                "UPDATE a SET b = (SELECT my_function())",
                "ALTER TABLE a ALTER b TYPE int USING my_function(b)",
                "CREATE TABLE a AS SELECT my_function()",
                "CREATE MATERIALIZED VIEW a AS SELECT my_function()",
                "TRUNCATE a CASCADE",
                "DROP TYPE e CASCADE",
                "DROP SCHEMA s CASCADE",
                "DROP FUNCTION f() CASCADE",
                "DROP OWNED BY someone",
                "DROP EXTENSION e",
                "ALTER EXTENSION e UPDATE",
                "ALTER TYPE c ADD ATTRIBUTE a int",
                "ALTER TYPE app.mood RENAME VALUE 'sad' TO 'blue'",
                "THIS IS NO SQL",
                "SET search_path = s; INSERT INTO a VALUES (1)",
                "SELECT pg_catalog.set_config('search_path', '', false); INSERT INTO a VALUES (1)"
            })
    void whatTheTextDoesNotTellMakesTheRestUnknown(String sql) {
        assertThat(touched(sql).isUnknown()).isTrue();
    }

    @Test
    void qualifiedNamesStayKnownWhateverTheSearchPath() {
        TouchedTables touched =
                touched("SELECT pg_catalog.set_config('search_path', '', false);\nINSERT INTO s.a VALUES (1);");

        assertThat(touched.unknown()).isEmpty();
    }

    @Test
    void theReasonNamesTheLine() {
        assertThat(touched("SELECT 1;\nSELECT f();\n\nDO 'x';").unknown())
                .containsExactly("line 2: the function f", "line 4: DO");
    }

    private static TouchedTables touched(String sql) {
        return Script.parse("V1.sql", sql).touchedTables();
    }
}
