package dev.dbsync.core.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.config.BackupConfig;
import dev.dbsync.core.config.BackupConfig.Engine;
import dev.dbsync.core.config.BackupConfig.Scope;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.testing.PostgresServer;
import dev.dbsync.core.testing.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever goes wrong while a backup is taken is found out, and leaves nothing that looks like one. */
class FailedBackupTest {

    @RegisterExtension
    static final PostgresServer server = PgDumpServer.forTheClass();

    /** Of about 15 MB; its backup takes some 3 MB, and is first thought to need 700 kB at least. */
    private static Database prod;

    @TempDir
    Path directory;

    @BeforeAll
    static void aDatabaseThatHardlyShrinks() {
        prod = server.createDatabase("prod");
        server.execute(
                prod,
                "CREATE TABLE item (id int PRIMARY KEY, filler text)",
                "INSERT INTO item SELECT i, md5(i::text) || md5((-i)::text) FROM generate_series(1, 50000) i");
    }

    @ParameterizedTest
    @EnumSource(names = {"PG_DUMP", "BUILT_IN"})
    void aDiskThatFillsUpFailsTheBackupAndIsLeftAsItWas(Engine engine) throws Exception {
        if (engine == Engine.PG_DUMP) {
            PgDumpServer.assumeUsable(server);
        }
        try (SmallDisk disk = SmallDisk.of(1500, directory)) {
            Path backups = disk.directory().resolve("backups");

            assertThatThrownBy(() -> BackupRoundTrip.take(
                            prod,
                            new BackupConfig(backups, 1, engine, Scope.FULL),
                            BackupRoundTrip.PLAN,
                            EventSink.none()))
                    .isInstanceOf(SyncException.class)
                    .hasMessageContaining("No space left on device");

            assertThat(names(backups)).containsExactly(".gitignore");
        }
    }

    /** Each line does something to what the real pg_dump wrote, or ends its run. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '`',
            value = {
                "kill -9 $$#exit code 137",
                "echo 'pg_dump: error: server closed the connection unexpectedly' >&2; exit 1#closed the connection",
                "truncate -s -100 $dump/toc.dat#pg_restore cannot read it",
                "truncate -s 0 $dump/toc.dat#pg_restore cannot read it",
                "printf X | dd of=$dump/toc.dat conv=notrunc#pg_restore cannot read it",
                "truncate -s -100 $dump/[0-9]*.dat.gz#pg_restore cannot read it",
                "printf XXXX | dd of=$(ls $dump/[0-9]*.dat.gz) bs=1 seek=5000 conv=notrunc#pg_restore cannot read it",
                "rm $dump/[0-9]*.dat.gz#pg_restore cannot read it",
                "rm $dump/toc.dat#pg_restore cannot read it",
            })
    void whateverHappensToADumpIsFoundBeforeItCounts(String harm, String complaint) throws IOException {
        PgDumpServer.assumeUsable(server);
        Path backups = directory.resolve("backups");

        assertThatThrownBy(() -> Backup.take(
                        List.of(client(harm)),
                        prod,
                        new BackupConfig(backups, 1, Engine.PG_DUMP, Scope.FULL),
                        BackupRoundTrip.PLAN,
                        EventSink.none()))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining(complaint);

        assertThat(names(backups)).containsExactly(".gitignore");
    }

    @Test
    void severalWorkersOfPgDumpReadTheOneSnapshotThatWasTakenUnderTheLocks() throws IOException {
        PgDumpServer.assumeUsable(server);
        Path seen = directory.resolve("seen");
        // What is committed once the snapshot is there must not be in the dump, whichever worker reads it.
        PgClient client = client("printf '%s\\n' \"$@\" > " + seen);
        Path backup = Backup.take(
                        List.of(client),
                        prod,
                        new BackupConfig(directory.resolve("backups"), 1, Engine.PG_DUMP, Scope.FULL),
                        BackupRoundTrip.PLAN,
                        EventSink.none())
                .path();

        assertThat(Files.readAllLines(seen))
                .contains("--format=directory", "--jobs=" + PgDumpBackup.jobs())
                .anyMatch(argument -> argument.startsWith("--snapshot="));
        assertThat(backup).exists();
    }

    @Test
    void whatAKilledRunHasLeftIsDeletedByTheNextOneAndWhatIsBeingWrittenIsNot() throws IOException {
        Path backups = directory.resolve("backups");
        Path killed = left(backups, "prod-20200101T000000Z-killed.part");
        Files.writeString(killed.resolve(WriterLock.NAME), "");
        Path written = left(backups, "prod-20200101T000000Z-written.part");
        Path unknown = left(backups, "prod-20200101T000000Z-unknown.part");
        Path other = left(backups, "test-20200101T000000Z-killed.part");
        Files.writeString(other.resolve(WriterLock.NAME), "");
        List<SyncEvent> events = new ArrayList<>();
        try (WriterLock lock = WriterLock.take(written).orElseThrow()) {
            Backup.take(
                    List.of(), prod, new BackupConfig(backups, 1, Engine.BUILT_IN, Scope.SCHEMA), "next", events::add);
        }

        assertThat(killed).doesNotExist();
        assertThat(List.of(written, unknown, other))
                .allSatisfy(path -> assertThat(path.resolve("rows")).exists());
        assertThat(events)
                .anyMatch(event -> event instanceof SyncEvent.Notice notice
                        && notice.text().startsWith("Deleted " + killed))
                .anyMatch(event -> event instanceof SyncEvent.Notice notice
                        && notice.text().equals("Another run is writing " + written))
                .anyMatch(event -> event instanceof SyncEvent.Warning warning
                        && warning.text().contains(unknown.toString()));
        assertThat(names(backups)).noneMatch(name -> name.contains("deleted"));
        assertThat(StoredBackup.of(backups, "prod")).hasSize(1);
    }

    @Test
    void aCompleteBackupHasNoTraceOfItsWriter() throws IOException {
        Path backup = Backup.take(
                        List.of(),
                        prod,
                        new BackupConfig(directory, 1, Engine.BUILT_IN, Scope.SCHEMA),
                        "p",
                        EventSink.none())
                .path();

        assertThat(names(backup))
                .containsExactly(
                        "manifest.json", "manifest.json.sha256", SchemaFile.AFTER_ROWS, SchemaFile.BEFORE_ROWS);
    }

    /** The real client, but for what happens after its pg_dump. */
    private PgClient client(String harm) throws IOException {
        PgClient real = PgDumpServer.client(server).orElseThrow();
        Path fake = Files.createDirectory(directory.resolve("bin"));
        executable(fake.resolve("pg_dump"), """
                #!/bin/sh
                for argument; do
                  case "$argument" in --file=*) dump="${argument#--file=}";; esac
                done
                "%s" "$@" || exit
                %s
                """.formatted(real.pgDump(), harm));
        executable(fake.resolve("pg_restore"), "#!/bin/sh\nexec \"" + real.pgRestore() + "\" \"$@\"\n");
        return new PgClient(fake, real.major(), real.version());
    }

    private static void executable(Path file, String script) throws IOException {
        Files.writeString(file, script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private static Path left(Path backups, String name) throws IOException {
        Path part = Files.createDirectories(backups.resolve(name));
        Files.writeString(part.resolve("rows"), "raw");
        return part;
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> children = Files.list(directory)) {
            return children.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}
