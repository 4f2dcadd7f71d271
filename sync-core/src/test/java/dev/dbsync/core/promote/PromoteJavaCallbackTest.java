package dev.dbsync.core.promote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.run.Outcome;
import dev.dbsync.core.testing.PostgresServer;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Callbacks in Java: heard by promotions, as often as Flyway's own migrate would have it, and by nothing else. */
class PromoteJavaCallbackTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    @TempDir
    Path directory;

    private PromoteProject project;

    @BeforeEach
    void aProjectWithACallback() {
        project = new PromoteProject(directory, server)
                .script("V1__base.sql", "CREATE TABLE a (id int);")
                .flyway("callbacks: [" + RecordingCallback.class.getName() + "]");
        RecordingCallback.HEARD.clear();
    }

    @Test
    void aPlanRunsNoneOfThem() {
        project.plan("dev");

        assertThat(RecordingCallback.HEARD).isEmpty();
    }

    @Test
    void aPromotionInOneTransactionRaisesEachEventOnce() {
        assertThat(project.promote("dev").outcome()).isEqualTo(Outcome.PROMOTED);

        assertThat(RecordingCallback.HEARD)
                // Flyway connects more than once.
                .filteredOn(event -> !event.equals("afterConnect"))
                .doesNotHaveDuplicates()
                .contains("beforeMigrate", "beforeEachMigrate", "afterEachMigrate", "afterMigrateApplied")
                .endsWith("afterMigrate", "afterMigrateOperationFinish");
    }

    @Test
    void inSeveralSegmentsThoseOfAWholeRunAreRaisedOnceAroundAll() {
        project.script("V2__index.sql", "CREATE INDEX CONCURRENTLY a_id ON a (id);")
                .script("V3__more.sql", "CREATE TABLE more (id int);")
                .flyway("callbacks: [" + RecordingCallback.class.getName() + "]\n  schemas: [app]");

        assertThat(project.promote("dev").outcome()).isEqualTo(Outcome.PROMOTED);

        assertThat(RecordingCallback.HEARD)
                .containsOnlyOnce(
                        "beforeCreateSchema",
                        "createSchema",
                        "beforeMigrate",
                        "afterVersioned",
                        "afterMigrateApplied",
                        "afterMigrate")
                .filteredOn("afterEachMigrate"::equals)
                .hasSize(3);
    }
}
