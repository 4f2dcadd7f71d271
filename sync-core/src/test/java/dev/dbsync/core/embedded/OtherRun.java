package dev.dbsync.core.embedded;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.testing.OtherJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;

/** Another JVM that holds the embedded server {@code dev}, with the number 7 in its table {@code kept}. */
final class OtherRun implements AutoCloseable {

    private static final String READY = "ready";

    private final Process process;

    private OtherRun(Process process) {
        this.process = process;
    }

    /** Returns when the server runs. */
    static OtherRun start(Path state, Path cache) throws IOException {
        Process process = OtherJvm.of(OtherRun.class, state.toString(), cache.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        // The JVM's own, and not closed: the process would see its end of the pipe break.
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = output.readLine();
        if (!READY.equals(line)) {
            process.destroyForcibly();
            throw new AssertionError("the other run said: " + line);
        }
        return new OtherRun(process);
    }

    long pid() {
        return process.pid();
    }

    /** As {@code kill -9} does: nothing of the JVM's runs any more. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** As {@code kill} does. */
    void terminate() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        terminate();
    }

    public static void main(String[] arguments) throws Exception {
        // Closed by nobody: this run ends by a signal.
        EmbeddedPostgres embedded = EmbeddedPostgresTest.open(Path.of(arguments[0]), Path.of(arguments[1]));
        try (Connection connection = new Database("dev", embedded.start("dev"), false).connect("test");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE kept AS SELECT 7 AS id");
        }
        System.out.println(READY);
        System.in.read();
    }
}
