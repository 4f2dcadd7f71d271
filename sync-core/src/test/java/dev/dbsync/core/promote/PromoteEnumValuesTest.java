package dev.dbsync.core.promote;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

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
}
