package dev.dbsync.core.promote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.Column;
import dev.dbsync.core.database.Sequence;
import dev.dbsync.core.database.Table;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.promote.TargetFacts.NotNullCheck;
import dev.dbsync.core.script.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The target has the tables {@code customer} (note varchar(80), id), {@code other}, {@code sales.item} and the large
 * one {@code big}, a sequence {@code q}, the composite types {@code used} and {@code unused}.
 */
class DestructiveChangesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "ALTER TABLE customer RENAME TO old @ DROP TABLE old"
                        + "|V2:1 drops the table old (customer of prod, renamed by V1)",
                "ALTER TABLE customer RENAME TO a @ ALTER TABLE a RENAME TO b @ DROP TABLE IF EXISTS b"
                        + "|V3:1 drops the table b (customer of prod, renamed by V1, V2)",
                "ALTER TABLE customer SET SCHEMA attic; DROP TABLE attic.customer"
                        + "|V1:1 drops the table attic.customer (customer of prod, renamed by V1)",
                "ALTER SCHEMA sales RENAME TO s @ DROP TABLE IF EXISTS s.item"
                        + "|V2:1 drops the table s.item (sales.item of prod, renamed by V1)",
                "ALTER SCHEMA sales RENAME TO s @ DROP SCHEMA s CASCADE"
                        + "|V2:1 drops the schema s (sales of prod, renamed by V1)",
                "CREATE SCHEMA s; ALTER TABLE customer SET SCHEMA s; DROP SCHEMA s CASCADE|V1:1 drops the schema s",
                "ALTER TABLE customer RENAME TO a @ TRUNCATE a|V2:1 empties a (customer of prod, renamed by V1)",
                "ALTER TABLE customer RENAME TO a @ DELETE FROM a"
                        + "|V2:1 deletes all rows of a (customer of prod, renamed by V1)",
                "ALTER TABLE customer RENAME TO a @ ALTER TABLE a DROP note"
                        + "|V2:1 drops the column a.note (customer.note of prod, renamed by V1)",
                "ALTER TABLE customer RENAME note TO n @ ALTER TABLE customer DROP IF EXISTS n"
                        + "|V2:1 drops the column customer.n (customer.note of prod, renamed by V1)",
                "ALTER TABLE customer RENAME note TO n @ ALTER TABLE customer ALTER n TYPE varchar(79)"
                        + "|V2:1 changes the type of customer.n (customer.note of prod, renamed by V1)",
                "CREATE TABLE new (); ALTER TABLE customer RENAME TO old; ALTER TABLE new RENAME TO customer;"
                        + " DROP TABLE old|V1:1 drops the table old (customer of prod, renamed by V1)",
                "CREATE TABLE new (); ALTER TABLE customer RENAME TO old; ALTER TABLE new RENAME TO customer @"
                        + " ALTER TABLE old RENAME TO customer_2024 @ DROP TABLE customer_2024"
                        + "|V3:1 drops the table customer_2024 (customer of prod, renamed by V1, V2)",
                "ALTER TABLE p1 RENAME TO p2 @ DROP TABLE p2|V2:1 drops the table p2 (p1 of prod, renamed by V1)",
                "ALTER SEQUENCE q RENAME TO r @ DROP SEQUENCE r"
                        + "|V2:1 drops the sequence r (q of prod, renamed by V1)"
            })
    void whatWasRenamedIsLostUnderBothItsNames(String scripts, String expected) {
        assertThat(losses(scripts)).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "DROP TABLE elsewhere|V1:1 drops the table elsewhere",
                "DELETE FROM some_view|V1:1 deletes all rows of some_view",
                "CREATE VIEW v AS SELECT * FROM customer @ DELETE FROM v|V2:1 deletes all rows of v",
                "ALTER TABLE customer DROP nowhere|V1:1 drops the column customer.nowhere",
                "ALTER TYPE used DROP ATTRIBUTE a|V1:1 drops the attribute used.a",
                "ALTER TYPE used RENAME TO u @ ALTER TYPE u DROP ATTRIBUTE a"
                        + "|V2:1 drops the attribute u.a (used.a of prod, renamed by V1)",
                "ALTER TYPE elsewhere DROP ATTRIBUTE a|V1:1 drops the attribute elsewhere.a",
                "MERGE INTO customer USING other ON true WHEN MATCHED THEN DELETE"
                        + "|V1:1 deletes by MERGE, without a condition, rows of customer",
                "DROP EXTENSION ext|V1:1 drops, with tables of its own, the extension ext",
                // What cannot be followed may have renamed anything.
                "DO $$ BEGIN ALTER TABLE customer RENAME TO a; END $$ @ DROP TABLE IF EXISTS a|V2:1 drops the table a",
                "DO $$ BEGIN EXECUTE 'ALTER TABLE customer RENAME TO a'; END $$ @ DROP TABLE IF EXISTS a"
                        + "|V2:1 drops the table a",
                "CREATE TABLE n (); CALL swap() @ DROP TABLE n|V2:1 drops the table n",
                "BEGIN; ALTER TABLE customer RENAME TO a; ROLLBACK; DROP TABLE IF EXISTS customer"
                        + "|V1:1 drops the table customer",
                "CREATE TABLE n (); ALTER TABLE n ATTACH PARTITION customer DEFAULT; DROP TABLE n|V1:1 drops the table n",
                "CREATE TABLE n (); ALTER TABLE customer INHERIT n @ DROP TABLE n CASCADE|V2:1 drops the table n",
                "CREATE TABLE n (); ALTER TABLE customer ADD FOREIGN KEY (id) REFERENCES n @ TRUNCATE n CASCADE"
                        + "|V2:1 empties n and the tables that reference it",
                // A name that may mean another table.
                "CREATE TABLE IF NOT EXISTS customer (); DROP TABLE customer|V1:1 drops the table customer",
                "CREATE TABLE item (); DROP TABLE sales.item|V1:1 drops the table sales.item",
                "CREATE TEMP TABLE customer (); DROP TABLE customer; DROP TABLE customer|V1:1 drops the table customer",
                "CREATE TEMP TABLE customer () @ DROP TABLE customer|V2:1 drops the table customer",
                "CREATE TABLE item (); SET search_path = sales; DROP TABLE item|V1:1 drops the table item",
                "SET search_path = attic; CREATE TABLE customer () @ DROP TABLE customer|V2:1 drops the table customer",
                "CREATE TABLE customer (); DROP TABLE customer|V1:1 drops the table customer",
                "CREATE TEMP VIEW customer AS SELECT 1; DROP VIEW customer; DROP TABLE IF EXISTS customer"
                        + "|V1:1 drops the table customer",
                "DROP SCHEMA sales CASCADE|V1:1 drops the schema sales",
                "CREATE TABLE n (); DROP DOMAIN n CASCADE|V1:1 drops with CASCADE n"
            })
    void aNameThatIsNotSurelyNewIsALoss(String scripts, String expected) {
        assertThat(losses(scripts)).containsExactly(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE n (a int); CREATE INDEX ON n (a) @ TRUNCATE n @ DELETE FROM n @ DROP TABLE n",
                "CREATE TABLE IF NOT EXISTS n (a int) @ ALTER TABLE n RENAME TO m @ DROP TABLE m",
                "CREATE TEMP TABLE customer AS SELECT 1; ALTER TABLE customer ADD PRIMARY KEY (a); DROP TABLE customer",
                "SELECT 1 AS a INTO n; DROP TABLE n",
                "SET search_path = attic; CREATE TABLE customer (); DROP TABLE customer",
                "CREATE SCHEMA s; CREATE TABLE s.t (); DROP SCHEMA s CASCADE",
                "CREATE SCHEMA s; CREATE TABLE s.t () @ ALTER SCHEMA s RENAME TO r @ DROP TABLE r.t",
                "ALTER TABLE customer ADD COLUMN fresh int @ ALTER TABLE customer DROP COLUMN fresh",
                "DROP TABLE IF EXISTS nowhere",
                "DROP TABLE IF EXISTS a; ALTER TABLE customer RENAME TO a",
                "ALTER TABLE customer DROP COLUMN IF EXISTS nowhere",
                "ALTER TYPE unused DROP ATTRIBUTE a",
                "CREATE TYPE n AS (a int, b int); ALTER TYPE n DROP ATTRIBUTE a",
                "CREATE SEQUENCE s @ DROP SEQUENCE s",
                "DROP EXTENSION pg_trgm",
                "DROP MATERIALIZED VIEW v",
                "CREATE MATERIALIZED VIEW n AS SELECT 1; DROP MATERIALIZED VIEW n; CREATE TABLE n (); DROP TABLE n",
                "CREATE TABLE n (); DO $$ BEGIN CREATE TYPE mood AS ENUM ('a'); END $$ @ DROP TABLE n",
                "CREATE TABLE n (); ALTER TABLE n ATTACH PARTITION m DEFAULT; DROP TABLE IF EXISTS m"
            })
    void whatIsNewOrNowhereIsNone(String scripts) {
        assertThat(losses(scripts)).isEmpty();
    }

    @Test
    void aLossIsAcknowledgedByEitherName() {
        DestructiveChange change = changes(
                        TargetFacts.none(),
                        scripts("ALTER TABLE customer RENAME TO old; ALTER TABLE old RENAME note TO n @"
                                + " ALTER TABLE old DROP n"))
                .stream()
                .filter(DestructiveChange::losesData)
                .findFirst()
                .orElseThrow();

        for (String name :
                List.of("old.n", "public.old.n", "customer.note", "public.customer.note", "old", "customer")) {
            assertThat(new DestructiveAllowance(Set.of(name)).covers(change))
                    .as(name)
                    .isTrue();
        }
        assertThat(new DestructiveAllowance(Set.of("note", "other")).covers(change))
                .isFalse();
        assertThat(new DestructiveAllowance(Set.of()).option(List.of(change)))
                .isEqualTo(" -Dsync.allowDestructive=old.n");
    }

    @Test
    void aCallbackIsReadBeforeTheScriptsThatItRunsAfter() {
        Script rename = Script.parse("V1", "ALTER TABLE customer RENAME TO old; CREATE TABLE customer ();");
        Script fresh = Script.parse("V2", "CREATE TABLE staging ();");

        assertThat(shown(changes(
                        TargetFacts.none(), callback("DROP TABLE IF EXISTS old; TRUNCATE staging"), rename, fresh)))
                .containsExactly("afterMigrate.sql:1 drops the table old");
        // The callback's own renames have not happened when the scripts run.
        assertThat(shown(changes(
                        TargetFacts.none(),
                        callback("ALTER TABLE customer RENAME TO c; CREATE TABLE customer ()"),
                        Script.parse("V1", "DROP TABLE IF EXISTS customer"))))
                .isNotEmpty();
        assertThat(shown(changes(
                        TargetFacts.none(),
                        callback("CREATE TABLE n (); ALTER TABLE n RENAME TO customer"),
                        Script.parse("V1", "DROP TABLE customer"))))
                .containsExactly("V1:1 drops the table customer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE big ADD CONSTRAINT c CHECK (note IS NOT NULL) NOT VALID @"
                        + " ALTER TABLE big VALIDATE CONSTRAINT c; ALTER TABLE big ALTER note SET NOT NULL",
                "ALTER TABLE big ADD CHECK ((\"note\" IS NOT NULL)); ALTER TABLE big ALTER note SET NOT NULL",
                "ALTER TABLE big ADD CHECK (note IS NOT NULL) @ ALTER TABLE big RENAME note TO n @"
                        + " ALTER TABLE big RENAME TO huge @ ALTER TABLE huge ALTER n SET NOT NULL",
                "ALTER TABLE big ALTER id SET NOT NULL"
            })
    void notNullOfALargeTableIsNotScannedForWhereACheckHasProvenIt(String scripts) {
        assertThat(scans(scripts)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE big ALTER note SET NOT NULL",
                "ALTER TABLE big ADD CONSTRAINT c CHECK (note IS NOT NULL) NOT VALID; ALTER TABLE big ALTER note SET NOT NULL",
                "ALTER TABLE big ADD CHECK (note IS NOT NULL OR id > 0); ALTER TABLE big ALTER note SET NOT NULL",
                "ALTER TABLE big ADD CHECK (id IS NOT NULL); ALTER TABLE big ALTER note SET NOT NULL",
                "ALTER TABLE big DROP CONSTRAINT id_there; ALTER TABLE big ALTER id SET NOT NULL"
            })
    void notNullOfALargeTableIsScannedForOtherwise(String scripts) {
        assertThat(scans(scripts)).hasSize(1);
    }

    private static List<String> scans(String scripts) {
        TargetFacts facts =
                new TargetFacts(Map.of(), List.of(new NotNullCheck(new TableName("public", "big"), "id_there", "id")));
        return shown(changes(facts, scripts(scripts))).stream()
                .filter(shown -> shown.contains("for NOT NULL"))
                .toList();
    }

    private static List<String> losses(String scripts) {
        TargetFacts facts = new TargetFacts(
                Map.of(new TableName("public", "used"), true, new TableName("public", "unused"), false), List.of());
        return shown(changes(facts, scripts(scripts)).stream()
                .filter(DestructiveChange::losesData)
                .toList());
    }

    private static List<String> shown(List<DestructiveChange> changes) {
        return changes.stream()
                .filter(change -> !change.what().equals("renames"))
                .map(DestructiveChange::shown)
                .toList();
    }

    private static List<DestructiveChange> changes(TargetFacts facts, Script... scripts) {
        Set<String> migrations = Set.copyOf(Stream.of(scripts)
                .map(Script::name)
                .filter(name -> name.startsWith("V"))
                .toList());
        return new DestructiveChanges(catalog(), facts, "prod", "public").of(List.of(scripts), migrations);
    }

    /** V1, V2 and so on. */
    private static Script[] scripts(String scripts) {
        List<Script> parsed = new ArrayList<>();
        for (String sql : scripts.split("@")) {
            parsed.add(Script.parse("V" + (parsed.size() + 1), sql));
        }
        return parsed.toArray(Script[]::new);
    }

    private static Script callback(String sql) {
        return Script.parse("afterMigrate.sql", sql);
    }

    private static Catalog catalog() {
        return new Catalog(
                List.of(
                        table("public", "big", Optional.empty(), 1L << 30),
                        table("public", "customer", Optional.empty(), 8192),
                        table("public", "other", Optional.empty(), 8192),
                        table("public", "p1", Optional.empty(), 8192),
                        table("public", "spatial", Optional.of("ext"), 8192),
                        table("sales", "item", Optional.empty(), 8192)),
                List.of(),
                List.of(new Sequence(
                        new TableName("public", "q"), Optional.empty(), Optional.empty(), Optional.empty())));
    }

    private static Table table(String schema, String name, Optional<String> extension, long bytes) {
        return new Table(
                new TableName(schema, name),
                Table.Kind.ORDINARY,
                Optional.empty(),
                List.of(column("id", "integer"), column("note", "character varying(80)")),
                List.of(),
                false,
                extension,
                1,
                bytes);
    }

    private static Column column(String name, String type) {
        return new Column(
                name,
                type,
                type,
                Column.TypeKind.BUILT_IN,
                Optional.empty(),
                false,
                false,
                Column.Identity.NONE,
                false,
                Optional.empty());
    }
}
