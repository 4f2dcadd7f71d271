package dev.dbsync.core.promote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.testing.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A plan that is no longer true is refused with what is different. */
class StalePlanTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    @TempDir
    Path directory;

    private PromoteProject project;
    private PromotePlan plan;

    @BeforeEach
    void aPlanWithEverything() throws IOException {
        project = new PromoteProject(directory, server)
                .script("V1__fee.sql", "CREATE TABLE fee (code text PRIMARY KEY);")
                .script("afterMigrate.sql", "SELECT 1;")
                .with("lookups: [fee]\n");
        project.promote("dev");
        project.promote("test");
        project.script("V2__more.sql", "CREATE TABLE more (id int);");
        project.promote("dev");
        Files.writeString(project.file("after.sql"), "SELECT 1;");
        project.with("promote: { after: [after.sql] }\n");
        plan = project.plan("test");
    }

    @Test
    void eachPartThatIsAnotherIsNamed() throws IOException {
        assertThat(changed()).isEmpty();

        project.script("afterMigrate.sql", "SELECT 2;");
        assertThat(changed()).containsExactly("callback afterMigrate.sql");
        project.script("afterMigrate.sql", "SELECT 1;").flyway("placeholders: { unused: x }");
        assertThat(changed()).containsExactly("placeholders of Flyway");
        project.flyway("initSql: \"SELECT 1\"");
        assertThat(changed()).containsExactly("settings of Flyway");
        project.flyway("");
        Files.writeString(project.file("after.sql"), "SELECT 2;");
        assertThat(changed()).containsExactly("file after.sql");
        Files.writeString(project.file("after.sql"), "SELECT 1;");
        server.execute(project.dev, "INSERT INTO fee VALUES ('a')");
        assertThat(changed()).containsExactly("rows of lookup table fee in dev");
        server.execute(project.test, "INSERT INTO fee VALUES ('b')");
        assertThat(changed()).containsExactly("rows of lookup table fee in dev", "rows of lookup table fee in test");
        project.reachTest(test -> server.copyOf(project.test, "other"));
        assertThat(changed()).contains("identity of test");
    }

    @Test
    void theRefusalNamesTheScriptThatWasEdited() {
        PromoteProject edited =
                new PromoteProject(directory.resolve("edited"), server).script("V1__a.sql", "CREATE TABLE a (id int);");
        PromotePlan confirmed = edited.plan("dev");
        edited.script("V1__a.sql", "CREATE TABLE a (id bigint);");

        assertThatThrownBy(() -> edited.execute(confirmed))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("The plan is stale: script V1__a.sql changed since it was made");
    }

    private List<String> changed() {
        return plan.parts().changedIn(project.plan("test").parts());
    }
}
