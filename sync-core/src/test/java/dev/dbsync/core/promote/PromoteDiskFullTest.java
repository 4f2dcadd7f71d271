package dev.dbsync.core.promote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.testing.PostgresServer;
import dev.dbsync.core.testing.SmallDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class PromoteDiskFullTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    @TempDir
    Path directory;

    @Test
    void aPromotionDoesNotStartWhereTheDiskOfItsBackupFillsUp() throws Exception {
        PromoteProject project = new PromoteProject(directory, server)
                .script("V1__item.sql", "CREATE TABLE item (id int PRIMARY KEY, filler text);");
        project.promote("dev");
        server.execute(
                project.dev,
                "INSERT INTO item SELECT i, md5(i::text) || md5((-i)::text) FROM generate_series(1, 50000) i");
        project.script("V2__drop.sql", "DROP TABLE item;");
        List<String> before = project.state(project.dev);
        try (SmallDisk disk = SmallDisk.of(1500, directory)) {
            project.with("backup: { directory: disk/backups, engine: built-in }\n");
            PromotePlan plan = project.plan("dev");

            assertThatThrownBy(() -> project.execute(plan))
                    .isInstanceOf(SyncException.class)
                    .hasMessageContaining("No space left on device");

            try (Stream<Path> left = Files.list(disk.directory().resolve("backups"))) {
                assertThat(left.map(path -> path.getFileName().toString())).containsExactly(".gitignore");
            }
        }
        assertThat(project.state(project.dev)).isEqualTo(before);
    }
}
