package dev.dbsync.core.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DestructionsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "DROP TABLE a|DROP_TABLE a",
                "drop /* x */ table -- y\\nif exists s.\"A b\" cascade|DROP_TABLE s.A b",
                "DROP TABLE a, b|DROP_TABLE a, DROP_TABLE b",
                "ALTER TABLE s.t DROP COLUMN a|DROP_COLUMN s.t.a",
                "ALTER TABLE IF EXISTS ONLY t DROP IF EXISTS \"A\" CASCADE, DROP b|DROP_COLUMN t.A, DROP_COLUMN t.b",
                "DROP SCHEMA s CASCADE|DROP_SCHEMA s",
                "DROP SEQUENCE s.q|DROP_SEQUENCE s.q",
                "DROP TYPE e CASCADE|DROP_CASCADE e",
                "DROP DOMAIN d CASCADE|DROP_CASCADE d",
                "DROP EXTENSION citext CASCADE|DROP_CASCADE citext",
                "DROP FUNCTION f(int) CASCADE|DROP_CASCADE f",
                "DROP OWNED BY someone|DROP_CASCADE DROP OWNED BY someone",
                "DROP DATABASE d|DROP_DATABASE d",
                "ALTER TYPE c DROP ATTRIBUTE a|DROP_ATTRIBUTE c.a",
                "ALTER TYPE c ALTER ATTRIBUTE a TYPE int|ATTRIBUTE_TYPE_CHANGE c.a",
                "MERGE INTO a USING b ON a.i = b.i WHEN MATCHED THEN DELETE|DELETE_MATCHED a",
                "PREPARE p AS DELETE FROM a|DELETE_ALL a",
                "EXPLAIN ANALYZE DELETE FROM a|DELETE_ALL a",
                "CREATE TABLE x AS WITH gone AS (DELETE FROM a RETURNING *) SELECT * FROM gone|DELETE_ALL a",
                "DO $$ BEGIN MERGE INTO a USING b ON true WHEN MATCHED THEN DELETE; END $$|CODE DO with DELETE without WHERE",
                "DO $$ BEGIN ALTER TABLE a ALTER b TYPE int; END $$|CODE DO with ALTER COLUMN TYPE",
                "DO $$ BEGIN ALTER TABLE a ALTER COLUMN b SET DATA TYPE int; END $$|CODE DO with ALTER COLUMN TYPE",
                "DO LANGUAGE plpython3u $$ plpy.execute('x') $$|CODE DO with code in plpython3u",
                "TRUNCATE a, ONLY s.b RESTART IDENTITY|TRUNCATE a, TRUNCATE s.b",
                "TRUNCATE TABLE a CASCADE|TRUNCATE a and the tables that reference it",
                "DELETE FROM a|DELETE_ALL a",
                "DELETE FROM a USING b|DELETE_ALL a",
                "DELETE FROM a WHERE true|DELETE_ALL a",
                "WITH gone AS (DELETE FROM s.a RETURNING *) INSERT INTO b SELECT * FROM gone|DELETE_ALL s.a",
                "ALTER TABLE t ALTER COLUMN a TYPE varchar(10)|TYPE_CHANGE t.a",
                "ALTER TABLE t ALTER a SET DATA TYPE int USING a::int|TYPE_CHANGE t.a",
                "ALTER TABLE t ALTER a TYPE int USING CAST(a AS int)|TYPE_CHANGE t.a",
                "ALTER TABLE t ALTER a TYPE int USING length(a)|TYPE_CHANGE_COMPUTED t.a",
                "ALTER TABLE t ALTER \"A\" TYPE text USING a|TYPE_CHANGE_COMPUTED t.A",
                "ALTER TABLE t ALTER A TYPE numeric(10, 2) USING (\"a\")::NUMERIC(10,2)|TYPE_CHANGE t.a",
                "ALTER TABLE t ALTER a TYPE int USING a::numeric|TYPE_CHANGE_COMPUTED t.a",
                "ALTER TABLE t ALTER a TYPE text USING b|TYPE_CHANGE_COMPUTED t.a",
                "DO $$ BEGIN EXECUTE 'DROP TABLE x'; END $$|CODE DO with DROP TABLE",
                "DO $$ BEGIN EXECUTE format('ALTER TABLE %I DROP COLUMN %I', a, b); END $$|CODE DO with DROP COLUMN",
                "DO $$ BEGIN TRUNCATE x; END $$|CODE DO with TRUNCATE",
                "DO $$ BEGIN DELETE FROM x; DELETE FROM y WHERE z; END $$|CODE DO with DELETE without WHERE"
            })
    void lossesOfDataAreNamed(String sql, String expected) {
        List<Destruction> found = found(sql.replace("\\n", "\n"));

        assertThat(shown(found)).isEqualTo(expected);
        assertThat(found).allMatch(Destruction::losesData);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "DROP SCHEMA s|DROP_SCHEMA s",
                "DROP VIEW v CASCADE|DROP_VIEW v",
                "DROP MATERIALIZED VIEW v|DROP_VIEW v",
                "DROP FOREIGN TABLE f|DROP_TABLE f",
                "DROP EXTENSION citext|DROP_EXTENSION citext",
                "DROP INDEX i CASCADE|DROP_CASCADE i",
                "ALTER TABLE t DROP CONSTRAINT c CASCADE|DROP_CASCADE t",
                "ALTER TABLE t ALTER a SET NOT NULL|SET_NOT_NULL t.a",
                "ALTER TABLE t ADD CONSTRAINT c NOT NULL a|SET_NOT_NULL t.a",
                "ALTER TABLE t ADD COLUMN a int NOT NULL|ADD_NOT_NULL_COLUMN t.a",
                "ALTER TABLE t ADD a int DEFAULT NULL NOT NULL|ADD_NOT_NULL_COLUMN t.a",
                "ALTER TABLE t ADD a int PRIMARY KEY|ADD_NOT_NULL_COLUMN t.a, ADD_INDEX_CONSTRAINT t.a",
                "ALTER TABLE t ADD a uuid NOT NULL DEFAULT gen_random_uuid()|ADD_COMPUTED_COLUMN t.a",
                "ALTER TABLE t ADD a int DEFAULT my_function()|ADD_COMPUTED_COLUMN t.a",
                "ALTER TABLE t ADD a bigserial|ADD_COMPUTED_COLUMN t.a",
                "ALTER TABLE t ADD a int GENERATED ALWAYS AS IDENTITY|ADD_COMPUTED_COLUMN t.a",
                "ALTER TABLE t ADD a int GENERATED ALWAYS AS (b * 2) STORED|ADD_COMPUTED_COLUMN t.a",
                "CREATE INDEX i ON s.t (a)|CREATE_INDEX i on s.t",
                "CREATE UNIQUE INDEX IF NOT EXISTS i ON ONLY t USING gin (lower(a)) WHERE b|CREATE_INDEX i on t",
                "CREATE INDEX ON t (a)|CREATE_INDEX t",
                "ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES b (c)|ADD_VALIDATED_CONSTRAINT t",
                "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES b DEFERRABLE INITIALLY DEFERRED|ADD_VALIDATED_CONSTRAINT t",
                "ALTER TABLE t ADD CHECK (a > 0)|ADD_VALIDATED_CONSTRAINT t",
                "ALTER TABLE t ADD COLUMN a int REFERENCES b|ADD_VALIDATED_CONSTRAINT t.a",
                "ALTER TABLE t ADD CONSTRAINT u UNIQUE (a)|ADD_INDEX_CONSTRAINT t",
                "ALTER TABLE t ADD PRIMARY KEY (a)|ADD_INDEX_CONSTRAINT t",
                "ALTER TABLE t ADD PRIMARY KEY (a) USING INDEX TABLESPACE x|ADD_INDEX_CONSTRAINT t",
                "ALTER TABLE t ADD EXCLUDE USING gist (a WITH &&)|ADD_INDEX_CONSTRAINT t",
                "ALTER TABLE t SET UNLOGGED|REWRITE_TABLE t",
                "ALTER TABLE t SET TABLESPACE x|REWRITE_TABLE t",
                "ALTER TABLE t SET ACCESS METHOD heap|REWRITE_TABLE t",
                "CLUSTER t USING i|REWRITE_TABLE t",
                "VACUUM FULL s.t|REWRITE_TABLE s.t",
                "VACUUM (FULL, ANALYZE) t|REWRITE_TABLE t",
                "ALTER TABLE p DETACH PARTITION s.c|DETACH_PARTITION s.c",
                "ALTER TABLE s.t RENAME TO u|RENAME s.t",
                "ALTER TABLE t RENAME a TO b|RENAME t.a",
                "ALTER TABLE t RENAME COLUMN \"A\" TO b|RENAME t.A",
                "ALTER TABLE t SET SCHEMA x|RENAME t",
                "ALTER VIEW v RENAME TO w|RENAME v",
                "ALTER SCHEMA s RENAME TO r|RENAME s",
                "ALTER TYPE e RENAME VALUE 'a' TO 'b'|RENAME e",
                "ALTER TYPE e RENAME TO f|RENAME e",
                "ALTER FUNCTION s.f(int) RENAME TO g|RENAME s.f"
            })
    void whatHoldsUpATableOrItsUsersIsNamedWithoutLoss(String sql, String expected) {
        List<Destruction> found = found(sql);

        assertThat(shown(found)).isEqualTo(expected);
        assertThat(found).noneMatch(Destruction::losesData);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM a WHERE b = 1",
                "MERGE INTO a USING b ON a.i = b.i WHEN MATCHED AND b.gone THEN DELETE",
                "DO LANGUAGE plpgsql $$ BEGIN ALTER TYPE e ADD VALUE 'x'; IF a THEN DELETE FROM b WHERE c; END IF; END $$",
                "DROP INDEX i",
                "DROP FUNCTION f()",
                "DROP TYPE e",
                "DROP TRIGGER x ON t",
                "ALTER TABLE t DROP CONSTRAINT c",
                "ALTER TABLE t ALTER a DROP NOT NULL",
                "ALTER TABLE t ALTER a DROP DEFAULT",
                "ALTER TABLE t ADD a int",
                "ALTER TABLE t ADD a int NOT NULL DEFAULT 5",
                "ALTER TABLE t ADD a timestamptz NOT NULL DEFAULT now()",
                "ALTER TABLE t ADD a date DEFAULT CURRENT_DATE",
                "ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID",
                "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES b NOT VALID",
                "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES b DEFERRABLE INITIALLY DEFERRED NOT VALID",
                "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES b NOT DEFERRABLE NOT VALID, ADD c int",
                "ALTER TABLE t ADD CONSTRAINT u UNIQUE USING INDEX i",
                "ALTER TABLE t VALIDATE CONSTRAINT c",
                "ALTER TABLE t RENAME CONSTRAINT a TO b",
                "ALTER INDEX i RENAME TO j",
                "CREATE INDEX CONCURRENTLY i ON t (a)",
                "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'DROP TABLE a; TRUNCATE b'",
                "CREATE FUNCTION f() RETURNS void LANGUAGE sql BEGIN ATOMIC DELETE FROM a; END",
                "CREATE RULE r AS ON DELETE TO v DO INSTEAD DELETE FROM a",
                "COMMENT ON TABLE t IS 'DROP TABLE t'",
                "DO $$ BEGIN ALTER TABLE t DROP CONSTRAINT c; RAISE NOTICE 'x'; -- DROP TABLE t\n END $$"
            })
    void whatIsHarmlessIsNotNamed(String sql) {
        assertThat(found(sql)).isEmpty();
        assertThat(Script.parse("V1.sql", sql).unparsed()).isEmpty();
    }

    @Test
    void eachActionHasItsOwnLineAndNewType() {
        List<Destruction> found = found("""
                SELECT 1; ALTER TABLE t
                    DROP COLUMN a, -- gone
                    ALTER COLUMN b
                        TYPE character varying ( 10 )
                """);

        assertThat(found).extracting(Destruction::line).containsExactly(2, 3);
        assertThat(found.get(1).newType()).contains("character varying ( 10 )");
        assertThat(found.get(1).column()).contains("b");
        assertThat(found.get(1).script()).isEqualTo("V1.sql");
    }

    @Test
    void namesOutsideTheBasicPlaneAndStringsOfAllKindsDoNotShiftPlaces() {
        assertThat(
                        shown(
                                found(
                                        "ALTER TABLE \"\uD83D\uDE00t\" ADD x text DEFAULT E'\\'\uD83D\uDE00;', DROP COLUMN \"\uD83D\uDE00a\"")))
                .isEqualTo("DROP_COLUMN \uD83D\uDE00t.\uD83D\uDE00a");
    }

    private static List<Destruction> found(String sql) {
        return Script.parse("V1.sql", sql).destructions();
    }

    private static String shown(List<Destruction> found) {
        return String.join(
                ", ", found.stream().map(one -> one.kind() + " " + one.object()).toList());
    }
}
