package dev.dbsync.core.promote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.testing.PostgresServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Lookup tables that are larger than the memory. */
@Tag("exhaustive")
class PromoteManyRowsTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    @TempDir
    Path directory;

    @Test
    void aMillionRowsThatAllDifferArePromotedInAHeapOf64Megabytes() throws IOException, InterruptedException {
        PromoteProject project = new PromoteProject(directory, server)
                .script("V1__fee.sql", "CREATE TABLE fee (id int PRIMARY KEY, code text NOT NULL UNIQUE, title text);")
                .with("lookups: [fee]\n");
        project.promote("dev");
        project.promote("test");
        String rows = "INSERT INTO fee SELECT i, 'c' || i, '%s ' || md5(i::text) FROM generate_series(%d, %d) i";
        server.execute(project.dev, rows.formatted("new", 1, 1_000_000));
        server.execute(project.test, rows.formatted("old", 100_001, 1_100_000));
        String digest = "SELECT count(*), md5(string_agg(md5(f::text), '' ORDER BY id)) FROM fee f";

        ProcessBuilder promotion = PromotionInAProcess.command(directory, "yes").redirectErrorStream(true);
        promotion.command().add(1, "-Xmx64m");
        Process process = promotion.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains("inserted=100000, updated=900000, deleted=100000");
        assertThat(server.query(project.test, digest)).isEqualTo(server.query(project.dev, digest));
    }
}
