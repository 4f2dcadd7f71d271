package dev.dbsync.core.promote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.database.TableName;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.run.Outcome;
import dev.dbsync.core.script.Script;
import dev.dbsync.core.testing.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class PromoteRenamedLossTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    @TempDir
    Path directory;

    @Test
    void aTableThatAnEarlierScriptRenamesIsNotDroppedUnseen() {
        PromoteProject project = new PromoteProject(directory, server).script("V1__a.sql", """
                CREATE TABLE customer (id int PRIMARY KEY, note text);
                CREATE TABLE moved (id int);
                CREATE VIEW notes AS SELECT * FROM customer;
                CREATE TYPE place AS (street text, city text);
                CREATE TABLE shop (id int, place place);
                """);
        project.promote("dev");
        project.promote("test");
        project.execute(project.plan("prod"));
        project.script("V2__rename.sql", "ALTER TABLE customer RENAME TO customer_old;")
                .script("V3__drop.sql", """
                        DELETE FROM notes;
                        DROP VIEW notes;
                        DROP TABLE customer_old;
                        """)
                .script("V4__move.sql", """
                        CREATE SCHEMA attic;
                        ALTER TABLE moved SET SCHEMA attic;
                        DROP TABLE IF EXISTS attic.moved;
                        ALTER TYPE place DROP ATTRIBUTE city;
                        """);
        project.promote("dev");
        project.promote("test");

        assertThatThrownBy(() -> plan(project))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("V3__drop.sql:1 deletes all rows of notes")
                .hasMessageContaining("V3__drop.sql:3 drops the table customer_old"
                        + " (customer of prod, renamed by V2__rename.sql)")
                .hasMessageContaining(
                        "V4__move.sql:3 drops the table attic.moved" + " (moved of prod, renamed by V4__move.sql)")
                .hasMessageContaining("V4__move.sql:4 drops the attribute place.city")
                .hasMessageContaining("-Dsync.allowDestructive=attic.moved,customer_old,notes,place.city");
        PromotePlan plan = plan(project, "attic.moved", "customer_old", "notes", "place.city");
        assertThat(project.execute(plan).outcome()).isEqualTo(Outcome.PROMOTED);
    }

    @Test
    void theTargetTellsWhichTypesHoldRowsAndWhichColumnsAreProvenNotNull() throws SQLException {
        PromoteProject project = new PromoteProject(directory, server);
        server.execute(project.prod, """
                CREATE TYPE inner_place AS (city text);
                CREATE TYPE place AS (within inner_place[]);
                CREATE DOMAIN home AS place;
                CREATE TYPE unused AS (city text);
                CREATE VIEW only_view AS SELECT NULL::unused AS u;
                CREATE TABLE shop (id int, home home, "A b" int,
                    CONSTRAINT proven CHECK ("A b" IS NOT NULL),
                    CONSTRAINT weak CHECK (id IS NOT NULL OR "A b" > 0));
                ALTER TABLE shop ADD CONSTRAINT later CHECK (id IS NOT NULL) NOT VALID;
                """);
        Script script = Script.parse("V1", "ALTER TYPE place DROP ATTRIBUTE x; ALTER TABLE shop ALTER id SET NOT NULL");

        try (Connection connection = project.prod.connectReadOnly("test")) {
            TargetFacts facts = TargetFacts.read(connection, List.of(script));

            assertThat(facts.compositeTypes())
                    .isEqualTo(Map.of(name("inner_place"), true, name("place"), true, name("unused"), false));
            assertThat(facts.notNullChecks())
                    .containsExactly(new TargetFacts.NotNullCheck(name("shop"), "proven", "A b"));
        }
    }

    private static TableName name(String name) {
        return new TableName("public", name);
    }

    private static PromotePlan plan(PromoteProject project, String... allowed) {
        return project.plan(new PromoteRequest("prod", false, false, Set.of(allowed)));
    }
}
