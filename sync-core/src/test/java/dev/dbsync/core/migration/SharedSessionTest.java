package dev.dbsync.core.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.problem.SyncException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Scripts that were written for a session and a transaction of their own, now in one. */
class SharedSessionTest extends MigrateFixture {

    @Test
    void whatAScriptSetsForItsSessionEndsWithTheScript() throws SQLException {
        server.execute(server.maintenance(), """
                DO $$
                BEGIN
                    CREATE ROLE script_owner;
                EXCEPTION
                    WHEN duplicate_object THEN NULL;
                END
                $$
                """);
        String settings = """
                SELECT current_user = session_user AS own,
                       current_setting('lock_timeout') AS lock,
                       current_setting('statement_timeout') AS statement,
                       current_setting('search_path') AS path,
                       current_setting('check_function_bodies') AS bodies,
                       current_setting('DateStyle') AS style
                """;
        project.script(ONE, "CREATE TABLE before_it AS " + settings + ";")
                .script(TWO, """
                        SET lock_timeout = 0;
                        SET LOCAL statement_timeout = '1min';
                        SELECT pg_catalog.set_config('search_path', '', false);
                        SET check_function_bodies = off;
                        SET DateStyle = 'ISO, DMY';
                        SET ROLE script_owner;
                        """)
                .script(THREE, "CREATE TABLE public.after_it AS " + settings + ";");

        List<String> atTheEnd;
        try (OneTransaction transaction = OneTransaction.open(target, "test")) {
            execute(transaction, "SET LOCAL lock_timeout = '7s'");
            String before = row(transaction, settings);
            project.checkout().of(target).migrate(transaction, Set.of(ONE, TWO, THREE), EventSink.none());
            atTheEnd = List.of(before, row(transaction, settings));
            transaction.commit();
        }

        assertThat(server.query(target, "SELECT * FROM after_it"))
                .isEqualTo(server.query(target, "SELECT * FROM before_it"))
                .singleElement()
                .satisfies(row -> assertThat(row).startsWith("t|7s|"));
        assertThat(atTheEnd.get(1)).isEqualTo(atTheEnd.get(0));
    }

    @Test
    void aTemporaryTableOfOneScriptIsNotInTheWayOfTheNext() throws SQLException {
        String script =
                "CREATE TEMP TABLE work ON COMMIT DROP AS SELECT 1 AS x;\nCREATE TEMP VIEW seen AS SELECT * FROM work;\n"
                        + "CREATE TABLE made_%s AS SELECT * FROM seen;";
        project.script(ONE, script.formatted("one")).script(TWO, script.formatted("two"));

        assertThat(migrate(ONE, TWO)).containsExactly(ONE, TWO);
    }

    @Test
    void aDeferredRowOfOneScriptDoesNotHinderTheAlterTableOfTheNext() throws SQLException {
        project.script(ONE, """
                CREATE TABLE parent (id int PRIMARY KEY);
                CREATE TABLE child (id int REFERENCES parent DEFERRABLE INITIALLY DEFERRED);
                INSERT INTO child VALUES (1);
                INSERT INTO parent VALUES (1);
                """)
                .script(TWO, "ALTER TABLE child ADD COLUMN name text; ALTER TABLE parent ADD COLUMN name text;");

        assertThat(migrate(ONE, TWO)).containsExactly(ONE, TWO);
    }

    @Test
    void aViolatedDeferredConstraintFailsWithTheScriptThatViolatedIt() {
        project.script(ONE, """
                CREATE TABLE parent (id int PRIMARY KEY);
                CREATE TABLE child (id int REFERENCES parent DEFERRABLE INITIALLY DEFERRED);
                """)
                .script(TWO, "INSERT INTO child VALUES (1);")
                .script(THREE, "INSERT INTO parent VALUES (1);");

        assertThatThrownBy(() -> migrate(ONE, TWO, THREE))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("23503")
                .hasMessageContaining("V2__two.sql, in test");
    }

    @Test
    void constraintsKeepTheirOwnTimeOfCheckingInLaterScripts() throws SQLException {
        project.script(ONE, """
                CREATE TABLE parent (id int PRIMARY KEY);
                CREATE TABLE deferred (id int REFERENCES parent DEFERRABLE INITIALLY DEFERRED);
                CREATE TABLE immediate (id int REFERENCES parent DEFERRABLE INITIALLY IMMEDIATE);
                """).script(TWO, """
                        INSERT INTO deferred VALUES (1);
                        INSERT INTO parent VALUES (1);
                        DO $$
                        BEGIN
                            INSERT INTO immediate VALUES (2);
                            RAISE EXCEPTION 'not checked at once';
                        EXCEPTION
                            WHEN foreign_key_violation THEN NULL;
                        END
                        $$;
                        """).script(THREE, """
                        CREATE TABLE later (id int REFERENCES parent DEFERRABLE INITIALLY DEFERRED);
                        INSERT INTO later VALUES (3);
                        INSERT INTO parent VALUES (3);
                        """);

        assertThat(migrate(ONE, TWO, THREE)).containsExactly(ONE, TWO, THREE);
    }

    private static void execute(OneTransaction transaction, String sql) throws SQLException {
        try (Statement statement = transaction.connection().createStatement()) {
            statement.execute(sql);
        }
    }

    private static String row(OneTransaction transaction, String sql) throws SQLException {
        try (Statement statement = transaction.connection().createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            List<String> values = new ArrayList<>();
            for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
                values.add(row.getString(column));
            }
            return String.join("|", values);
        }
    }
}
