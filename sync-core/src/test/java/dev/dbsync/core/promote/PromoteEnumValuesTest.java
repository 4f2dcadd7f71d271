package dev.dbsync.core.promote;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where values that a promotion adds to an enum split it. */
class PromoteEnumValuesTest extends SegmentsFixture {

    @Test
    void anEnumsValueThatItsOwnScriptOnlySeemsToUseStillSplitsBeforeTheScriptThatDoes() {
        project.script("V2__enum.sql", """
                        ALTER TYPE mood ADD VALUE 'odd';
                        ALTER TABLE person ADD COLUMN mood mood;
                        """).script("V3__use.sql", "UPDATE person SET mood = 'odd';");

        assertThat(project.promote("dev").problems()).isEmpty();
        assertThat(applied()).containsExactly("1", "2", "3");
    }

    @Test
    void anEnumsValueInsideAnArrayIsAUse() {
        project.script("V2__array.sql", "ALTER TABLE person ADD COLUMN moods mood[];");
        project.promote("dev");
        project.script("V3__enum.sql", "ALTER TYPE mood ADD VALUE 'odd';")
                .script("V4__use.sql", "UPDATE person SET moods = '{glad,odd}';");

        assertThat(project.promote("dev").problems()).isEmpty();
        assertThat(applied()).containsExactly("1", "2", "3", "4");
    }

    @Test
    void aLookupRowWithANewValueOfADomainOverAnEnumIsMergedInASegmentOfItsOwn() {
        project.script("V2__domain.sql", """
                CREATE DOMAIN feeling AS mood;
                CREATE TABLE day (feeling feeling PRIMARY KEY);
                """).with("lookups: [day]\n");
        project.promote("dev");
        project.promote("test");
        project.script("V3__enum.sql", "ALTER TYPE mood ADD VALUE 'odd';");
        project.promote("dev");
        server.execute(project.dev, "INSERT INTO day VALUES ('odd')");

        assertThat(project.promote("test").problems()).isEmpty();
        assertThat(server.query(project.test, "SELECT feeling FROM day")).containsExactly("odd");
    }

    /** What runs behind the scripts and uses the new value: a hook, and callbacks of the end. */
    @ParameterizedTest
    @ValueSource(
            strings = {"after.sql", "sql/afterMigrate.sql", "sql/afterMigrateApplied.sql", "sql/afterVersioned.sql"})
    void whatRunsBehindTheScriptsMayUseANewValue(String file) throws IOException {
        server.execute(project.dev, "CREATE TABLE m (m mood)");
        Files.writeString(project.file(file), "INSERT INTO m VALUES ('odd');\n");
        project.script("V2__enum.sql", "ALTER TYPE mood ADD VALUE 'odd';")
                .with(file.startsWith("sql/") ? "" : "promote: { transaction: each, after: [after.sql] }\n");

        PromotePlan plan = project.plan("dev");
        assertThat(plan.segments()).hasSize(2);
        assertThat(plan.segments().get(1).scripts()).isEmpty();
        assertThat(plan.segments().get(1).reason())
                .contains("V2__enum.sql adds 'odd' to the enum mood")
                .contains(file.substring(file.indexOf('/') + 1));

        assertThat(project.execute(plan).problems()).isEmpty();
        assertThat(server.query(project.dev, "SELECT m FROM m")).containsExactly("odd");
    }

    @Test
    void aCallbackBeforeEachScriptMayUseANewValueFromTheNextScriptOn() {
        server.execute(project.dev, "CREATE TABLE m (m mood)");
        project.script("V2__enum.sql", "ALTER TYPE mood ADD VALUE 'odd';")
                .script("V3__more.sql", "CREATE TABLE more (id int);")
                .script("beforeEachMigrate.sql", """
                        DO $$ BEGIN
                            IF EXISTS (SELECT FROM pg_enum WHERE enumlabel = 'odd') THEN
                                INSERT INTO m VALUES ('odd');
                            END IF;
                        END $$;
                        """);

        assertThat(project.promote("dev").problems()).isEmpty();
        assertThat(server.query(project.dev, "SELECT m FROM m")).containsExactly("odd");
    }

    @Test
    void aValueThatAFileBeforeTheScriptsAddsIsThereForThem() throws IOException {
        Files.writeString(project.file("before.sql"), "ALTER TYPE mood ADD VALUE IF NOT EXISTS 'odd';\n");
        project.script("V2__use.sql", "CREATE TABLE m AS SELECT 'odd'::mood AS m;")
                .with("promote: { before: [before.sql] }\n");

        PromotePlan plan = project.plan("dev");
        assertThat(plan.segments()).hasSize(2);

        assertThat(project.execute(plan).problems()).isEmpty();
        assertThat(server.query(project.dev, "SELECT m FROM m")).containsExactly("odd");
    }

    @Test
    void whatDoesNotUseItSharesTheTransaction() throws IOException {
        Files.writeString(project.file("after.sql"), "SELECT 'glad'::text;\n");
        project.script("V2__enum.sql", "ALTER TYPE mood ADD VALUE 'odd';")
                .script("afterMigrate.sql", "SELECT 1;")
                .with("promote: { after: [after.sql] }\n");

        assertThat(project.plan("dev").segments()).hasSize(1);
    }
}
