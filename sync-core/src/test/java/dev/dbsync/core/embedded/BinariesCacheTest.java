package dev.dbsync.core.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.testing.ClassPathBinaries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinariesCacheTest {

    private static final String VERSION = ClassPathBinaries.version();

    @TempDir
    private Path temporary;

    @Test
    void twoUnpackersAtOnceLeaveOneWholeInstallation() throws Exception {
        CyclicBarrier together = new CyclicBarrier(2);
        BinariesSource source = (os, architecture, version) -> {
            try {
                together.await();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            return new ClassPathBinaries().jar(os, architecture, version);
        };
        ExecutorService executor = Executors.newFixedThreadPool(2);
        try {
            List<Future<Path>> homes =
                    List.of(executor.submit(() -> home(source)), executor.submit(() -> home(source)));

            assertThat(homes.get(0).get()).isEqualTo(homes.get(1).get());
            assertThat(homes.get(0).get().resolve("share")).isDirectory();
        } finally {
            executor.shutdown();
        }
        assertThat(contents()).hasSize(1);
    }

    @Test
    void whatIsUnpackedIsNotAskedForAgain() {
        Path home = home(new ClassPathBinaries());

        assertThat(home((os, architecture, version) -> {
                    throw new AssertionError("asked again");
                }))
                .isEqualTo(home);
    }

    @Test
    void aDamagedJarIsNamedAndLeavesNothingBehind() throws IOException {
        Path damaged = Files.writeString(temporary.resolve("damaged.jar"), "not a jar");

        assertThatThrownBy(() -> home((os, architecture, version) -> damaged))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("damaged.jar")
                .hasMessageContaining("delete it");
        assertThat(contents()).isEmpty();
    }

    private Path home(BinariesSource source) {
        return new BinariesCache(temporary.resolve("cache"), source).home(Platform.current(), VERSION);
    }

    private List<Path> contents() throws IOException {
        try (Stream<Path> files = Files.list(temporary.resolve("cache"))) {
            return files.toList();
        }
    }
}
