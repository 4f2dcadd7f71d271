package dev.dbsync.core.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.database.Database;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresServerTest {

    private static final String SYSTEM = "SELECT system_identifier FROM pg_control_system()";

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    @RegisterExtension
    static final PostgresServer other = PostgresServer.own();

    @Test
    void everyDatabaseIsFreshEvenUnderTheSameName() {
        Database first = server.createDatabase("dev");
        server.execute(first, "CREATE TABLE t (id int)", "INSERT INTO t VALUES (1), (NULL)");

        Database second = server.createDatabase("dev");

        assertThat(server.query(first, "SELECT id, 'x' FROM t ORDER BY id")).containsExactly("1|x", "∅|x");
        assertThat(server.value(second, "SELECT count(*) FROM pg_class WHERE relname = 't'"))
                .isEqualTo("0");
    }

    @Test
    void aCopyHasTheContentAndALifeOfItsOwn() {
        Database original = server.createDatabase("dev");
        server.execute(original, "CREATE TABLE t (id int)");

        Database copy = server.copyOf(original, "test");
        server.execute(copy, "INSERT INTO t VALUES (1)");

        assertThat(copy.environment()).isEqualTo("test");
        assertThat(server.value(original, "SELECT count(*) FROM t")).isEqualTo("0");
    }

    @Test
    void anOwnServerIsAnotherInstance() {
        assertThat(other.value(other.maintenance(), SYSTEM)).isNotEqualTo(server.value(server.maintenance(), SYSTEM));
    }

    @Test
    void theSharedServerIsTheSameForEveryClass() {
        PostgresServer again = PostgresServer.shared();

        assertThat(again.value(again.maintenance(), SYSTEM)).isEqualTo(server.value(server.maintenance(), SYSTEM));
    }

    @Test
    void theServerIsOfTheVersionThatWasAskedFor() {
        assertThat(server.majorVersion()).isGreaterThanOrEqualTo(14);
        if (System.getProperty(TestServerChoice.KIND, "embedded").equals("embedded")) {
            assertThat(server.majorVersion()).isEqualTo(Integer.getInteger(TestServerChoice.VERSION, 18));
        }
    }
}
