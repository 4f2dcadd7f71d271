package dev.dbsync.core.script;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionEffectTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "SET search_path = a; SETTING",
                "/* a */ set session role x; SETTING",
                "RESET ALL; SETTING",
                "SELECT pg_catalog.set_config('search_path', '', false); SETTING",
                "SELECT SET_CONFIG('role', 'x', 'f'); SETTING",
                "PREPARE p AS SELECT 1; SETTING",
                "SET LOCAL search_path = a; LOCAL_SETTING",
                "SET TRANSACTION READ ONLY; LOCAL_SETTING",
                "SET CONSTRAINTS ALL DEFERRED; LOCAL_SETTING",
                "SELECT set_config('search_path', '', true); LOCAL_SETTING",
                "CREATE TEMP TABLE t (a int); TEMPORARY_RELATION",
                "create local temporary view v as select 1; TEMPORARY_RELATION",
                "CREATE OR REPLACE TEMP VIEW v AS SELECT 1; TEMPORARY_RELATION",
                "SELECT a INTO TEMP TABLE t FROM b; TEMPORARY_RELATION",
                "CREATE TABLE temp (a int); NONE",
                "SELECT 'set_config(' ; NONE",
                "SELECT set_config('a.b', note, false) FROM t; NONE",
                "UPDATE t SET a = 1; NONE",
                "PREPARE TRANSACTION 'x'; NONE"
            })
    void whatAStatementLeavesInItsSession(String sql, SessionEffect effect) {
        assertThat(SessionEffect.of(sql)).isEqualTo(effect);
    }
}
