package dev.dbsync.core.swap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.testing.PostgresServer;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OtherSessionsTest {

    /** What a server may know of its roles: their table's rows, when it was analyzed last. */
    private static final int ROLES = 40;

    /** Its catalogs' statistics are changed. */
    @RegisterExtension
    static final PostgresServer server = PostgresServer.own();

    /** The statistics decide in which order PostgreSQL joins the sessions, their roles and their databases. */
    @Test
    void thoseOfAnotherDatabaseAreNotEndedWhateverPostgresKnowsOfItsRoles() throws Exception {
        Database target = server.createDatabase("target");
        Database another = server.createDatabase("another");
        try (Connection bystander = another.connect("test");
                Connection ending = server.maintenance().connect("test")) {
            for (int roles = 1; roles <= ROLES; roles++) {
                server.execute(
                        server.maintenance(),
                        "SET allow_system_table_mods = on",
                        "UPDATE pg_class SET relpages = 0, reltuples = -1 WHERE relname = 'pg_database'",
                        "UPDATE pg_class SET relpages = 1, reltuples = " + roles + " WHERE relname = 'pg_authid'");
                try (Connection user = target.connect("test")) {
                    List<Integer> ended = OtherSessions.end(ending, target.url().database());

                    assertThat(ended).as("at " + roles + " roles").hasSize(1);
                    assertThat(user.isValid(1)).isFalse();
                    assertThat(bystander.isValid(10))
                            .as("another database's session at " + roles + " roles")
                            .isTrue();
                }
            }
        }
    }
}
