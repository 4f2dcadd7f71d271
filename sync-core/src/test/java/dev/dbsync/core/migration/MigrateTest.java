package dev.dbsync.core.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.testing.PostgresServer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class MigrateTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    private static final String APPLIED =
            "SELECT version, script, success FROM flyway_schema_history ORDER BY installed_rank";

    @TempDir
    Path directory;

    private final Database target = server.createDatabase("test");

    @Test
    void runsExactlyTheGivenSetGapsAndRepeatablesIncluded() throws SQLException {
        Project project = new Project(directory)
                .script("V1__one.sql", "CREATE TABLE one (id int);")
                .script("V2__two.sql", "CREATE TABLE two (id int);")
                .script("sub/V3__three.sql", "CREATE TABLE three (id int);")
                .script("R__view.sql", "CREATE OR REPLACE VIEW v AS SELECT * FROM one;")
                .script("R__other.sql", "CREATE OR REPLACE VIEW w AS SELECT * FROM one;");

        List<String> executed = migrate(project, "V1__one.sql", "sub/V3__three.sql", "R__view.sql");

        assertThat(executed).containsExactly("V1__one.sql", "sub/V3__three.sql", "R__view.sql");
        assertThat(server.query(target, APPLIED))
                .containsExactly("1|V1__one.sql|t", "3|sub/V3__three.sql|t", "∅|R__view.sql|t");
        assertThat(migrate(project, "V2__two.sql")).containsExactly("V2__two.sql");
    }

    @Test
    void aFailureInTheLastScriptLeavesTheDatabaseAsItWas() {
        Project project = new Project(directory)
                .flyway("schemas: [app]")
                .script(
                        "V1__one.sql",
                        "CREATE TABLE one (email text PRIMARY KEY); INSERT INTO one VALUES ('a@b.example');")
                .script("V2__two.sql", "CREATE TABLE two (id int);")
                .script("V3__three.sql", "CREATE TABLE three (id int);\n\nINSERT INTO one VALUES ('a@b.example');");

        assertThatThrownBy(() -> migrate(project, "V1__one.sql", "V2__two.sql", "V3__three.sql"))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("V3__three.sql:3")
                .hasMessageContaining("23505")
                .hasMessageNotContaining("a@b.example");

        assertThat(server.value(target, "SELECT count(*) FROM pg_namespace WHERE nspname = 'app'"))
                .isEqualTo("0");
    }

    private List<String> migrate(Project project, String... scripts) throws SQLException {
        Migrations migrations = project.checkout().of(target);
        try (OneTransaction transaction = OneTransaction.open(target, "test")) {
            List<String> executed = migrations.migrate(transaction, Set.of(scripts), EventSink.none());
            transaction.commit();
            return executed;
        }
    }
}
