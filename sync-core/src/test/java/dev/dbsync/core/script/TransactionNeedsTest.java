package dev.dbsync.core.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.script.TransactionNeed.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransactionNeedsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "CREATE INDEX CONCURRENTLY i ON t (a)|VALID INDEX i",
                "create unique /* x */ index concurrently if not exists \"My I\" on only S.t using btree (a)|VALID INDEX s.My I",
                "CREATE INDEX CONCURRENTLY ON s.t (a)|VALID TABLE s.t",
                "DROP INDEX CONCURRENTLY IF EXISTS s.i|GONE INDEX s.i",
                "REINDEX INDEX CONCURRENTLY s.i|VALID INDEX s.i",
                "REINDEX (VERBOSE, CONCURRENTLY) TABLE s.t|VALID TABLE s.t",
                "REINDEX (CONCURRENTLY on, TABLESPACE x) TABLE t|VALID TABLE t",
                "REINDEX TABLE /* now */ CONCURRENTLY t|VALID TABLE t",
                "REINDEX SCHEMA s|VALID SCHEMA s",
                "REINDEX DATABASE CONCURRENTLY d|VALID DATABASE d",
                "REINDEX SYSTEM d|VALID DATABASE d"
            })
    void indexesToBeLookedAtAfterwardsAreNamed(String sql, String indexes) {
        TransactionNeed need = only(sql);

        assertThat(need.kind()).isEqualTo(Kind.OUTSIDE);
        assertThat(need.indexes())
                .extracting(index -> index.state() + " " + index.scope() + " " + index.name())
                .containsExactly(indexes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE p DETACH PARTITION c CONCURRENTLY",
                "ALTER TABLE IF EXISTS ONLY s.\"p q\" DETACH /* ! */ PARTITION s.c CONCURRENTLY",
                "CLUSTER",
                "CLUSTER VERBOSE",
                "CLUSTER (VERBOSE)",
                "VACUUM",
                "VACUUM (FULL, NOT_YET_KNOWN 3) t",
                "ALTER SYSTEM SET work_mem = '4MB'",
                "CREATE DATABASE d",
                "DROP DATABASE IF EXISTS d",
                "ALTER DATABASE d SET TABLESPACE x",
                "CREATE TABLESPACE x LOCATION '/x'",
                "DROP TABLESPACE x",
                "CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p",
                "ALTER SUBSCRIPTION s REFRESH PUBLICATION",
                "DROP SUBSCRIPTION s",
                "COMMIT PREPARED 'x'",
                "ROLLBACK PREPARED 'x'",
                "DISCARD ALL"
            })
    void whatPostgresRefusesInATransactionIsOutside(String sql) {
        assertThat(only(sql).kind()).isEqualTo(Kind.OUTSIDE);
    }

    @ParameterizedTest
    @CsvSource({
        "REINDEX TABLE s.t, s.t",
        "REINDEX (CONCURRENTLY false) INDEX i, i",
        "CLUSTER t USING i, t",
        "CLUSTER VERBOSE t, t",
        "CLUSTER i ON t, t"
    })
    void whatIsRefusedForPartitionedTablesAloneNamesTheTable(String sql, String relation) {
        assertThat(only(sql).kind()).isEqualTo(Kind.OUTSIDE_IF_PARTITIONED);
        assertThat(only(sql).relation()).map(SqlName::toString).contains(relation);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BEGIN",
                "BEGIN WORK",
                "START TRANSACTION READ ONLY",
                "COMMIT",
                "COMMIT AND CHAIN",
                "END",
                "ABORT",
                "ROLLBACK",
                "/* a */ rollback -- b\n work",
                "PREPARE TRANSACTION 'x'"
            })
    void transactionControlIsNamed(String sql) {
        assertThat(only(sql).kind()).isEqualTo(Kind.CONTROLS_TRANSACTION);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SAVEPOINT a",
                "RELEASE a",
                "ROLLBACK TO a",
                "ROLLBACK WORK TO SAVEPOINT a",
                "START_ME()",
                "PREPARE p AS SELECT 1",
                "CREATE INDEX concurrently_made ON t (a)",
                "CREATE INDEX \"concurrently\" ON t (a)",
                "DROP INDEX \"CONCURRENTLY\"",
                "ALTER TABLE p DETACH PARTITION c FINALIZE",
                "ALTER TABLE t RENAME COLUMN a TO \"concurrently\"",
                "ALTER DATABASE d SET work_mem = '4MB'",
                "REFRESH MATERIALIZED VIEW CONCURRENTLY v",
                "ANALYZE t",
                "ALTER TYPE e ADD VALUE 'x'",
                "CREATE TABLE t ()",
                "DROP TABLE \"database\"",
                "DISCARD TEMP",
                "SELECT 'COMMIT'",
                "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN COMMIT; END $$",
                "CREATE PROCEDURE p() LANGUAGE sql BEGIN ATOMIC INSERT INTO t VALUES (1); END",
                "DO $$ BEGIN CREATE TEMP TABLE x ON COMMIT DROP AS SELECT 1; END $$",
                "DO $$ BEGIN INSERT INTO t VALUES (1) ON CONFLICT DO NOTHING; EXECUTE 'x'; RAISE 'COMMIT'; -- COMMIT\n END $$"
            })
    void whatIsHarmlessNeedsNothing(String sql) {
        assertThat(needs(sql)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "CALL s.p(1)|CALL",
                "DO $$ BEGIN COMMIT; END $$|DO with COMMIT",
                "DO LANGUAGE 'plpgsql' $x$ BEGIN rollback; END $x$|DO with ROLLBACK",
                "DO 'BEGIN CALL p(); END'|DO with CALL",
                "DO $a$ BEGIN DO $b$ x $b$; END $a$|DO with DO",
                "DO $$ plpy.commit() $$ LANGUAGE plpython3u|DO in plpython3u",
                "DO $$ BEGIN x := 'unfinished; END $$|DO with code that cannot be read"
            })
    void whatMayCommitIsNamed(String sql, String what) {
        assertThat(only(sql).kind()).isEqualTo(Kind.MAY_COMMIT);
        assertThat(only(sql).what()).isEqualTo(what);
    }

    @Test
    void theLineIsThatOfTheFirstToken() {
        assertThat(needs("-- one\nSELECT 1; /* two\r\n three */\n\n VACUUM\n t;\rCOMMIT"))
                .extracting(TransactionNeed::line)
                .containsExactly(5, 7);
    }

    private static TransactionNeed only(String sql) {
        List<TransactionNeed> needs = needs(sql);
        assertThat(needs).hasSize(1);
        return needs.get(0);
    }

    private static List<TransactionNeed> needs(String sql) {
        return Script.parse("V1.sql", sql).transactionNeeds();
    }
}
