package dev.dbsync.core.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dbsync.core.problem.SyncException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PgProcessTest {

    @Test
    void whatTheServerSaysOfRowsIsNotPassedOn() {
        PgProcess.Result result = new PgProcess.Result(
                1,
                List.of(
                        "pg_restore: error: COPY failed for table \"t\": ERROR:  invalid input syntax for type integer: \"4111\"",
                        "CONTEXT:  COPY t, line 1, column card: \"4111\"",
                        "DETAIL:  Key (email)=(ann@example.com) already exists."));

        assertThat(result.reason()).isEqualTo("COPY failed for table \"t\"");
    }

    /** A function that is called for a row may build SQL out of it. */
    @Test
    void whatIsSaidFromWithinAFunctionIsNotPassedOnEither() {
        PgProcess.Result result = new PgProcess.Result(
                1,
                List.of(
                        "psql:<stdin>:12: ERROR:  42P01: relation \"ann@example.com\" does not exist",
                        "LINE 1: SELECT 1 FROM \"ann@example.com\"",
                        "QUERY:  SELECT 1 FROM \"ann@example.com\"",
                        "CONTEXT:  PL/pgSQL function named(text) line 1 at EXECUTE",
                        "pg_restore: error: could not execute query: ERROR:  relation \"ann@example.com\" does not exist",
                        "CONTEXT:  PL/pgSQL function named(text) line 1 at EXECUTE",
                        "psql:<stdin>:14: ERROR:  42P01: relation \"item\" does not exist"));

        assertThat(result.reason())
                .isEqualTo(
                        "SQLSTATE 42P01; could not execute query; relation \"item\" does not exist (SQLSTATE 42P01)");
    }

    @Test
    void aToolThatSaysNothingIsKnownByItsExitCode() {
        assertThat(new PgProcess.Result(3, List.of()).reason()).isEqualTo("it ended with exit code 3");
    }

    @Test
    void aMissingToolIsAProblemNotADefect() {
        assertThatThrownBy(() -> PgProcess.run(List.of("/nowhere/pg_dump"), Map.of()))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("/nowhere/pg_dump");
    }

    @Test
    @Timeout(60)
    void anInterruptEndsTheTool() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "no shell to stand for a tool");
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> PgProcess.run(List.of("/bin/sh", "-c", "exec sleep 3601"), Map.of()))
                    .isInstanceOf(SyncException.class)
                    .hasMessageContaining("Interrupted");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        List<ProcessHandle> tools = ProcessHandle.current()
                .children()
                .filter(child -> child.info().commandLine().orElse("").contains("3601"))
                .toList();
        for (ProcessHandle tool : tools) {
            // Killed, it is gone at once; left alone, it would outlive the test's time limit.
            tool.onExit().get();
        }
    }
}
