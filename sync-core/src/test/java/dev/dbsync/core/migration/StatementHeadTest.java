package dev.dbsync.core.migration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatementHeadTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "COMMIT",
                "commit;",
                "-- done\nCommit WORK",
                "/* a /* nested */ comment */ ROLLBACK",
                "BEGIN",
                "BEGIN TRANSACTION ISOLATION LEVEL SERIALIZABLE",
                "START TRANSACTION",
                "END",
                "ABORT",
                "PREPARE TRANSACTION 'x'",
                "COMMIT PREPARED 'x'",
                "ROLLBACK AND CHAIN"
            })
    void whatBeginsOrEndsATransactionIsSeen(String sql) {
        assertThat(StatementHead.of(sql).controlsTransaction()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-- COMMIT",
                "/* COMMIT */ SELECT 1",
                "SAVEPOINT a",
                "RELEASE a",
                "ROLLBACK TO a",
                "ROLLBACK WORK TO SAVEPOINT a",
                "PREPARE commit AS SELECT 1",
                "CREATE TABLE commit (rollback int)",
                "DO $$ BEGIN COMMIT; END $$",
                "COMMENT ON TABLE t IS 'COMMIT'"
            })
    void whatOnlyLooksLikeItIsNot(String sql) {
        assertThat(StatementHead.of(sql).controlsTransaction()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE INDEX CONCURRENTLY i ON t (x)",
                "create unique index concurrently if not exists i on t (x)",
                "DROP INDEX CONCURRENTLY i",
                "REINDEX TABLE CONCURRENTLY t",
                "REINDEX (CONCURRENTLY, VERBOSE) INDEX i",
                "REINDEX (VERBOSE) SCHEMA public",
                "REINDEX DATABASE d",
                "ALTER TABLE a.b DETACH PARTITION a.\"c d\" CONCURRENTLY",
                "ALTER TABLE IF EXISTS ONLY b DETACH PARTITION c CONCURRENTLY",
                "VACUUM FULL t",
                "CLUSTER",
                "CLUSTER VERBOSE",
                "ALTER SYSTEM SET work_mem = '1GB'",
                "CREATE DATABASE d",
                "DROP TABLESPACE t",
                "CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p"
            })
    void whatPostgresRefusesInATransactionIsSeen(String sql) {
        assertThat(StatementHead.of(sql).refusedInTransaction()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE INDEX i ON t (concurrently)",
                "CREATE TABLE concurrently (x int)",
                "REINDEX TABLE t",
                "REINDEX INDEX i",
                "ALTER TABLE b DETACH PARTITION c",
                "CLUSTER t USING i",
                "ALTER TABLE system ADD COLUMN x int",
                "CREATE TABLE database (x int)",
                "ANALYZE t",
                "SELECT 1"
            })
    void whatRunsInATransactionIsLeftAlone(String sql) {
        assertThat(StatementHead.of(sql).refusedInTransaction()).isEmpty();
    }
}
