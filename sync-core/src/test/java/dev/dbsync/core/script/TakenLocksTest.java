package dev.dbsync.core.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What locks a script takes by its text; {@code LockEstimateTest} holds the modes against PostgreSQL's own. */
class TakenLocksTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "DO $$ BEGIN END $$                      ; line 1: DO",
                "CALL p()                                ; line 1: CALL",
                "SELECT refill('x')                      ; line 1: the function refill",
                "TRUNCATE a CASCADE                      ; line 1: TRUNCATE … CASCADE",
                "DROP TABLE a CASCADE                    ; line 1: DROP TABLE … CASCADE",
                "DROP SCHEMA s CASCADE                   ; line 1: DROP SCHEMA … CASCADE",
                "REINDEX SCHEMA s                        ; line 1: REINDEX SCHEMA",
                "CREATE EXTENSION citext                 ; line 1: CREATE EXTENSION",
                "ALTER TABLE a FROBNICATE                ; line 1: a statement that cannot be read"
            })
    void whatTheTextDoesNotTellIsSaidToBeUnknown(String sql, String why) {
        assertThat(locks(sql).unknown()).containsExactly(why);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE VIEW v AS SELECT refill(a) FROM t",
                "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION refill()",
                "CREATE FUNCTION f() RETURNS void LANGUAGE sql BEGIN ATOMIC SELECT refill(1); END",
                "SELECT count(*) FROM a",
                "INSERT INTO a VALUES (now())"
            })
    void whatIsOnlyDefinedRunsNothing(String sql) {
        assertThat(locks(sql).unknown()).isEmpty();
    }

    @Test
    void eachActionHasItsLine() {
        assertThat(locks("ALTER TABLE a\n  ADD b int,\n  VALIDATE CONSTRAINT c;\nLOCK a;")
                        .taken())
                .extracting(TakenLock::mode, TakenLock::line)
                .containsExactly(
                        tuple(LockMode.ACCESS_EXCLUSIVE, 2),
                        tuple(LockMode.SHARE_UPDATE_EXCLUSIVE, 3),
                        tuple(LockMode.ACCESS_EXCLUSIVE, 4));
    }

    @Test
    void concurrentBuildsBlockNobody() {
        List<String> concurrent = List.of(
                "CREATE INDEX CONCURRENTLY i ON a (b)",
                "DROP INDEX CONCURRENTLY i",
                "REINDEX TABLE CONCURRENTLY a",
                "ALTER TABLE a DETACH PARTITION p CONCURRENTLY",
                "VACUUM a");

        assertThat(concurrent)
                .allSatisfy(sql -> assertThat(locks(sql).taken())
                        .isNotEmpty()
                        .allSatisfy(
                                lock -> assertThat(lock.mode().blocksWriters()).isFalse()));
        assertThat(locks("VACUUM (FULL) a").taken())
                .allSatisfy(lock -> assertThat(lock.mode().blocksReaders()).isTrue());
    }

    private static TakenLocks locks(String sql) {
        return Script.parse("V1__x.sql", sql).locks();
    }
}
