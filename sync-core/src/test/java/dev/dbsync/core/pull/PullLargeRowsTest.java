package dev.dbsync.core.pull;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.testing.OtherJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Memory is bounded by what one row takes, and not by how many workers there are. */
class PullLargeRowsTest extends PullFixture {

    private static final int TABLES = 6;

    @Test
    void largeRowsOfSeveralTablesPassInAHeapThatHasNoRoomForAllOfThem() throws IOException, InterruptedException {
        StringBuilder rules = new StringBuilder();
        for (int i = 1; i <= TABLES; i++) {
            both("CREATE TABLE big" + i + " (id int PRIMARY KEY, body bytea)");
            server.execute(prod, "INSERT INTO big" + i + " SELECT 1, convert_to(repeat('x', 50000000), 'UTF8')");
            rules.append("big").append(i).append(": { body: keep }\n");
        }
        project.mode("in-place").pull("verify: counts, workers: " + TABLES).rules(rules.toString());
        // Writes the configuration down.
        project.plan();

        ProcessBuilder pull = OtherJvm.of(PullInAProcess.class, directory.toString(), "false");
        pull.command().add(1, "-Xmx256m");
        Process process = pull.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();

        assertThat(said.lines().filter(line -> !line.startsWith("event "))).contains("outcome PULLED");
        for (int i = 1; i <= TABLES; i++) {
            assertThat(server.value(local, "SELECT length(body) FROM big" + i)).isEqualTo("50000000");
        }
    }
}
