package dev.dbsync.core.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnumValueUseTest {

    private static final String ADD = "ALTER TYPE s.mood ADD VALUE IF NOT EXISTS 'it''s' AFTER 'sad';";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO t VALUES ('it''s')",
                "UPDATE t SET a = E'it\\'s'",
                "ALTER TABLE t ALTER a SET DEFAULT $$it's$$",
                "DO $$ BEGIN INSERT INTO t VALUES ('it''s'); END $$",
                "DO 'BEGIN INSERT INTO t VALUES (''it''''s''); END'",
                "CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $$ SELECT 'it''s' $$",
                "COPY t FROM stdin;\n1\tit's\t2\n\\.\n",
                "UPDATE t SET a = '{sad,it''s}'",
                "COPY t FROM stdin;\n1\t{\"it's\",sad}\n\\.\n",
                "CREATE TABLE n (a mood)",
                "CREATE TABLE n (a \"mood\"[])",
                "SELECT 1::S.MOOD"
            })
    void aLaterStatementWithTheLabelOrTheTypeUsesIt(String sql) {
        assertThat(uses(ADD, "SELECT 1;\n" + sql)).singleElement().satisfies(use -> {
            assertThat(use.added().type()).hasToString("s.mood");
            assertThat(use.added().label()).isEqualTo("it's");
            assertThat(use.script()).isEqualTo("V2.sql");
            assertThat(use.line()).isEqualTo(2);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO t VALUES ('its')",
                "SELECT 'it''s so'",
                "-- it's a mood\nSELECT 1",
                "ALTER TYPE s.mood ADD VALUE 'other' BEFORE 'it''s'",
                "ALTER TYPE s.mood OWNER TO someone",
                "COMMENT ON TYPE s.mood IS 'it''s'",
                "GRANT USAGE ON TYPE s.mood TO someone"
            })
    void anythingElseDoesNot(String sql) {
        assertThat(uses(ADD, sql)).isEmpty();
    }

    @Test
    void whatStandsBeforeIsNoUseAndTheSameScriptCounts() {
        assertThat(uses("SELECT 'a'", "SELECT 'a'; ALTER TYPE e ADD VALUE 'a';"))
                .isEmpty();
        assertThat(uses("SELECT 1", "ALTER TYPE e ADD VALUE 'a';\nSELECT 'a'; SELECT 'a'"))
                .singleElement()
                .satisfies(use -> {
                    assertThat(use.script()).isEqualTo(use.added().script()).isEqualTo("V2.sql");
                    assertThat(use.line()).isEqualTo(2);
                });
    }

    @Test
    void eachScriptThatUsesItIsNamed() {
        assertThat(uses("ALTER TYPE e ADD VALUE 'a'; CREATE TABLE t (e e);", "SELECT 1", "SELECT 'a'", "SELECT 'a'"))
                .extracting(EnumValueUse::script)
                .containsExactly("V1.sql", "V3.sql", "V4.sql");
    }

    private static List<EnumValueUse> uses(String... scripts) {
        List<Script> sequence = new ArrayList<>();
        for (String sql : scripts) {
            sequence.add(Script.parse("V" + (sequence.size() + 1) + ".sql", sql));
        }
        List<EnumValueUse> uses = new ArrayList<>();
        for (Script adding : sequence) {
            for (AddedEnumValue added : adding.addedEnumValues()) {
                sequence.subList(sequence.indexOf(adding), sequence.size())
                        .forEach(script -> EnumValueUse.of(added, script).ifPresent(uses::add));
            }
        }
        return uses;
    }
}
