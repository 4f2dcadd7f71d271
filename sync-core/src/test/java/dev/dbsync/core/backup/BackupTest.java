package dev.dbsync.core.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dbsync.core.config.BackupConfig;
import dev.dbsync.core.config.BackupConfig.Engine;
import dev.dbsync.core.config.BackupConfig.Scope;
import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.testing.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    private static final List<PgClient> TOO_OLD = List.of(new PgClient(Path.of("/nowhere"), 9, "9.6.24"));

    @TempDir
    Path directory;

    @Test
    void aDemandedPgDumpThatIsTooOldOrMissingIsRefused() {
        Database database = server.createDatabase("prod");
        BackupConfig config = new BackupConfig(directory, 10, Engine.PG_DUMP, Scope.FULL);

        assertThatThrownBy(() -> Backup.take(TOO_OLD, database, config, "p", EventSink.none()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("9.6.24 is older than the server")
                .hasMessageContaining("engine: auto");
        assertThatThrownBy(() -> Backup.take(List.of(), database, config, "p", EventSink.none()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("no pg_dump was found");
    }

    @Test
    void withoutPgDumpTheBuiltInEngineTakesOverAndSaysWhy() {
        Database database = server.createDatabase("prod");
        List<SyncEvent> events = new ArrayList<>();

        BackupResult result = Backup.take(
                TOO_OLD, database, new BackupConfig(directory, 10, Engine.AUTO, Scope.FULL), "p", events::add);

        assertThat(result.engine()).isEqualTo("built-in");
        assertThat(events)
                .anyMatch(event -> event instanceof SyncEvent.Notice notice
                        && notice.text().contains("9.6.24 is older than the server"));
    }

    @Test
    void onlyTheNewestOfAnEnvironmentAreKept() throws IOException {
        Database prod = server.createDatabase("prod");
        Path ofTest = taken(server.createDatabase("test"), "t", 2);
        Path foreign = Files.createDirectories(directory.resolve("prod-20200101T000000Z-foreign"));
        Path damaged = taken(prod, "damaged", 9);
        Files.writeString(damaged.resolve(ManifestFile.NAME), "{}");
        Path first = taken(prod, "first", 2);
        Path second = taken(prod, "second", 2);

        Path third = taken(prod, "third", 2);

        assertThat(first).doesNotExist();
        assertThat(List.of(second, third, ofTest, foreign, damaged))
                .allSatisfy(path -> assertThat(path).exists());
        assertThat(StoredBackup.of(directory, "prod").stream().map(StoredBackup::path))
                .containsExactly(third, second);
    }

    @Test
    void theOneJustMadeIsKeptWhateverTheClockSays() {
        Database prod = server.createDatabase("prod");
        assertThat(taken(prod, "a", 1)).exists();
        assertThat(taken(prod, "b", 1)).exists();
        assertThat(StoredBackup.of(directory, "prod")).hasSize(1);
    }

    @Test
    void whatAKilledRunLeftIsNamedAndNeverTakenForABackup() throws IOException {
        Database prod = server.createDatabase("prod");
        Path left = Files.createDirectories(directory.resolve("prod-20200101T000000Z-killed.part"));
        Files.copy(taken(prod, "whole", 9).resolve(ManifestFile.NAME), left.resolve(ManifestFile.NAME));
        List<SyncEvent> events = new ArrayList<>();

        Backup.take(List.of(), prod, new BackupConfig(directory, 1, Engine.BUILT_IN, Scope.FULL), "next", events::add);

        assertThat(events)
                .anyMatch(event -> event instanceof SyncEvent.Warning warning
                        && warning.text().contains(left.toString()));
        assertThat(left).exists();
        assertThat(StoredBackup.of(directory, "prod")).hasSize(1);
    }

    @Test
    void aBackupThatClearlyCannotFitIsRefusedBeforeItIsBegun() {
        assertThat(space(1L << 20, Scope.FULL).refusal())
                .hasValueSatisfying(problem ->
                        assertThat(problem.what()).contains("100.0 GB").contains("1.0 MB"));
        assertThat(space(1L << 20, Scope.SCHEMA).refusal()).isPresent();
        assertThat(space(20L << 30, Scope.FULL).refusal()).isEmpty();
        assertThat(space(1L << 20, Scope.TOUCHED).refusal()).isEmpty();
        assertThat(space(1L << 10, Scope.TOUCHED).refusal()).isPresent();
    }

    /** Of 100 GB, of which 1 MB is touched. */
    private BackupSpace space(long free, Scope scope) {
        return new BackupSpace(100L << 30, 0, 1L << 20, free, directory, scope);
    }

    @Test
    void theSizeOfADatabaseIsAskedForWithoutWaitingForAnybody() throws SQLException {
        Database database = server.createDatabase("prod");
        server.execute(
                database,
                "CREATE TABLE item (id int PRIMARY KEY)",
                "INSERT INTO item SELECT generate_series(1, 50000)",
                "VACUUM item");
        BackupConfig config = new BackupConfig(directory, 10, Engine.AUTO, Scope.FULL);
        try (Connection holder = database.connect("holder");
                Connection connection = database.connectReadOnly("test")) {
            holder.setAutoCommit(false);
            holder.createStatement().execute("LOCK TABLE item IN ACCESS EXCLUSIVE MODE");
            connection.createStatement().execute("SET lock_timeout = '50ms'");

            BackupSpace space = Backup.space(
                    connection, config, BackupContent.full(), new Catalog(List.of(), List.of(), List.of()));

            assertThat(space.databaseBytes()).isGreaterThan(2L << 20);
            assertThat(space.indexBytes()).isBetween(1L << 20, space.databaseBytes());
            assertThat(space.estimatedBytes()).isEqualTo((space.databaseBytes() - space.indexBytes()) / 3);
            holder.rollback();
        }
    }

    /** Stands for a pg_dump that ran into a full disk, which ends with 1 and leaves what it wrote. */
    @Test
    void aPgDumpThatFailsHalfwayLeavesNothingAndItsPasswordIsOnNoCommandLine() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "no shell to stand for pg_dump");
        Path fake = Files.createDirectory(directory.resolve("bin"));
        Path pgDump = Files.writeString(fake.resolve("pg_dump"), """
                #!/bin/sh
                echo "$@" > "%1$s/arguments"
                env > "%1$s/environment"
                for argument; do
                  case "$argument" in --file=*) mkdir "${argument#--file=}"; echo half > "${argument#--file=}/toc.dat";; esac
                done
                echo 'pg_dump: error: could not write to file: No space left on device' >&2
                echo 'pg_dump: detail: Key (email)=(ann@example.com)' >&2
                exit 1
                """.formatted(fake));
        Files.setPosixFilePermissions(pgDump, PosixFilePermissions.fromString("rwx------"));
        server.execute(
                server.maintenance(),
                "DO $$ BEGIN CREATE ROLE sync_test_secret SUPERUSER LOGIN PASSWORD 's3cret!';"
                        + " EXCEPTION WHEN duplicate_object THEN NULL; END $$");
        Database database = server.as(server.createDatabase("prod"), "sync_test_secret", "s3cret!");
        Path backups = directory.resolve("backups");

        assertThatThrownBy(() -> Backup.take(
                        List.of(new PgClient(fake, 99, "99.0")),
                        database,
                        new BackupConfig(backups, 10, Engine.AUTO, Scope.FULL),
                        "p",
                        EventSink.none()))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("No space left on device")
                .hasMessageNotContaining("ann@example.com");

        assertThat(fake.resolve("arguments")).content().doesNotContain("s3cret!");
        assertThat(fake.resolve("environment")).content().contains("PGPASSWORD=s3cret!");
        try (Stream<Path> left = Files.list(backups)) {
            assertThat(left.map(path -> path.getFileName().toString())).containsExactly(".gitignore");
        }
    }

    private Path taken(Database database, String planId, int keep) {
        return Backup.take(
                        List.of(),
                        database,
                        new BackupConfig(directory, keep, Engine.BUILT_IN, Scope.FULL),
                        planId,
                        EventSink.none())
                .path();
    }
}
