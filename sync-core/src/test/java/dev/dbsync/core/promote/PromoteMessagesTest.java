package dev.dbsync.core.promote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.report.PromoteJson;
import dev.dbsync.core.run.Outcome;
import dev.dbsync.core.testing.PostgresServer;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a script that fails says: where, and what it names; never a row's value. */
class PromoteMessagesTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    @TempDir
    Path directory;

    private PromoteProject project;

    @BeforeEach
    void aDatabaseWithACustomer() {
        project = new PromoteProject(directory, server)
                .with("backup: { engine: built-in }\n")
                .script("V1__customer.sql", """
                        CREATE TABLE customer (id int, email text);
                        INSERT INTO customer VALUES (1, 'jane@example.org');
                        """);
        project.promote("dev");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DO $$ DECLARE e text; BEGIN SELECT email INTO e FROM customer; EXECUTE format('SELECT 1 FROM %I', e); END $$;",
                "DO $$ DECLARE e text; BEGIN SELECT email INTO e FROM customer; RAISE '%', e USING TABLE = e; END $$;",
                "SELECT email::regclass FROM customer;",
                "SELECT has_table_privilege(email, 'customer', 'SELECT') FROM customer;"
            })
    void aNameThatComesOutOfARowIsNotSaid(String sql) {
        PromoteReport report = project.script("V2__names.sql", sql).promote("dev");

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(PromoteJson.of(report)).doesNotContain("jane").contains("V2__names.sql:1");
    }

    @Test
    void norWhereTheScriptRunsByItself() {
        PromoteReport report = project.script("V2__names.sql", """
                CREATE INDEX CONCURRENTLY customer_id ON customer (id);
                SELECT email::regclass FROM customer;
                """).promote("dev");

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(PromoteJson.of(report)).doesNotContain("jane").contains("V2__names.sql:2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            INSERT INTO costumer VALUES (2);          | relation "costumer" does not exist (SQLSTATE 42P01)
            ALTER TABLE costumer ADD name text;       | relation "costumer" does not exist (SQLSTATE 42P01)
            ALTER TABLE customer ADD email text;      | column "email" of relation "customer" already exists (SQLSTATE 42701)
            """)
    void whatTheScriptItselfNamesIsSaidWithItsLine(String sql, String said) {
        PromoteReport report =
                project.script("V2__names.sql", "SELECT 1;\n\n" + sql).promote("dev");

        Problem problem = report.problems().get(0);
        assertThat(problem.what()).isEqualTo("The script failed: " + said);
        assertThat(problem.where()).startsWith("V2__names.sql:3");
    }
}
