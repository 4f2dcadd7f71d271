package dev.dbsync.core.pull;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.report.PullText;
import org.junit.jupiter.api.Test;

/** What a plan and a report of a pull say to a person. */
class PullTextTest extends PullFixture {

    @Test
    void tablesThatTravelAsTextForOneReasonShareALine() {
        both(
                "CREATE TYPE mood AS ENUM ('fine')",
                "CREATE TABLE one (moods mood[])",
                "CREATE TABLE other (feelings mood[])",
                "CREATE TABLE plain (id int)");

        String text = PullText.of(
                project.rules("one: { moods: keep }\nother: { feelings: keep }").plan());

        assertThat(text.lines().filter(line -> line.contains("as text, since")))
                .singleElement()
                .asString()
                .endsWith(": one (moods), other (feelings)");
    }

    @Test
    void sizesAndUnchangedValuesSayWhatTheyAre() {
        both("CREATE TABLE users (id int, note text)");
        server.execute(prod, "INSERT INTO users SELECT i, '[REDACTED]' FROM generate_series(1, 3) i");
        project.rules("users: { note: redact }");

        assertThat(PullText.of(project.plan())).contains("sizes are those on the disk of prod");
        assertThat(PullText.of(project.pull()))
                .containsPattern("table +rows +written +seconds")
                .contains("3 of the masked values are equal to what they were before: for these the mask returned the"
                        + " same value");
    }
}
