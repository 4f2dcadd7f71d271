package dev.dbsync.core.script;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FunctionCodeTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "BEGIN NEW.updated_at := now(); RETURN NEW; END|[]",
                "BEGIN IF (TG_OP = 'DELETE') THEN RETURN OLD; END IF; RETURN NEW; END|[]",
                "BEGIN SELECT max(a) INTO NEW.a FROM t WHERE b IN (1, 2) FOR UPDATE; RETURN NEW; END|[]",
                "BEGIN RAISE EXCEPTION 'no UPDATE of %', NEW.id; END|[]",
                "BEGIN PERFORM pg_notify('c', row_to_json(NEW)::text); -- INSERT INTO t\\n RETURN NULL; END|[]",
                "BEGIN INSERT INTO audit (a, b) VALUES (1, lower(NEW.b)); END|[audit]",
                "BEGIN INSERT INTO s.\"Odd\"(a) SELECT 1 ON CONFLICT (a) DO UPDATE SET b = 2; END|[s.Odd]",
                "BEGIN INSERT INTO a VALUES (1) ON CONFLICT DO NOTHING; END|[a]",
                "BEGIN UPDATE ONLY a SET b = 1; DELETE FROM c; END|[a, c]",
                "BEGIN MERGE INTO a USING b ON a.c = b.c WHEN MATCHED THEN UPDATE SET d = 1; END|[a]",
            })
    void tablesThatAreWrittenToAreNamed(String code, String tables) {
        FunctionCode read = FunctionCode.read(code.replace("\\n", "\n"));

        assertThat(read.tables()).hasToString(tables);
        assertThat(read.unknown()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "BEGIN EXECUTE 'DELETE FROM t'; END|EXECUTE",
                "BEGIN CALL p(); END|CALL",
                "BEGIN TRUNCATE t; END|TRUNCATE",
                "BEGIN PERFORM f(1); END|the function f",
                "BEGIN NEW.a := s.now(); END|the function s.now",
                "BEGIN NEW.a := \"Odd\"(1); END|the function Odd",
                "BEGIN FOR r IN SELECT * FROM f() LOOP END LOOP; END|the function f",
                "BEGIN COPY t FROM '/file'; END|COPY",
                "BEGIN 'unclosed|code that cannot be read",
            })
    void whatMayWriteToAnythingElseIsNamed(String code, String reason) {
        assertThat(FunctionCode.read(code).unknown()).contains(reason);
    }
}
