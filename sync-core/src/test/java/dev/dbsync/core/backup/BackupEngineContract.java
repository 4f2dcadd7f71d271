package dev.dbsync.core.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dbsync.core.config.BackupConfig;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.report.RestoreText;
import dev.dbsync.core.run.Outcome;
import dev.dbsync.core.testing.PostgresServer;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a backup promises, whichever engine takes it. */
abstract class BackupEngineContract {

    final PostgresServer server = server();

    @TempDir
    Path directory;

    /** The extension of the class. */
    abstract PostgresServer server();

    abstract BackupConfig.Engine choice();

    abstract BackupEngine engine();

    @BeforeEach
    void engineWorksOnThisServer() {
        assumeUsable();
    }

    /** Skips the test, with a reason, where this machine cannot run the engine against this server. */
    void assumeUsable() {}

    @Test
    void everythingComesBackAsItWas() {
        Database source = server.createDatabase("prod");
        server.execute(source, DatabaseComparison.resource("everything.sql").split("\n----\n"));
        BackupResult backup = taken(source, BackupConfig.Scope.FULL);
        Database target = server.createDatabase("restored");

        RestoreReport report = BackupRoundTrip.restore(backup.path(), target);

        assertThat(report.outcome()).isEqualTo(Outcome.RESTORED);
        new DatabaseComparison(server).requireSame(source, target);
    }

    @Test
    void whatIsSeldomSeenComesBackToo() {
        Database source = server.createDatabase("prod");
        server.execute(source, DatabaseComparison.resource("exotic.sql"));
        Database target = server.createDatabase("restored");

        BackupRoundTrip.restore(taken(source, BackupConfig.Scope.FULL).path(), target);

        new DatabaseComparison(server).requireSame(source, target);
    }

    @Test
    void whatNewerVersionsBroughtComesBackToo() {
        Database source = server.createDatabase("prod");
        server.execute(source, "CREATE TABLE t (a int)");
        if (server.majorVersion() >= 15) {
            server.execute(source, "CREATE TABLE n (a int, UNIQUE NULLS NOT DISTINCT (a))");
        }
        if (server.majorVersion() >= 18) {
            server.execute(
                    source,
                    "CREATE TABLE newest (a int CONSTRAINT named NOT NULL, b int GENERATED ALWAYS AS (a * 2) VIRTUAL,"
                            + " CONSTRAINT lax CHECK (a > 0) NOT ENFORCED)",
                    "INSERT INTO newest VALUES (-1)");
        }
        Database target = server.createDatabase("restored");

        BackupRoundTrip.restore(taken(source, BackupConfig.Scope.FULL).path(), target);

        new DatabaseComparison(server).requireSame(source, target);
    }

    @Test
    void tablesOfAnExtensionAreTheExtensionsAffair() {
        Database source = server.createDatabase("prod");
        assumeTrue(
                server.query(source, "SELECT name FROM pg_available_extensions WHERE name = 'citext'")
                        .contains("citext"),
                "this server does not come with the extension citext");
        server.execute(
                source,
                "CREATE SCHEMA ext",
                "CREATE EXTENSION citext SCHEMA ext",
                "CREATE TABLE person (mail ext.citext PRIMARY KEY)",
                "INSERT INTO person VALUES ('Ann@Example.com')");
        Database target = server.createDatabase("restored");

        BackupRoundTrip.restore(taken(source, BackupConfig.Scope.FULL).path(), target);

        new DatabaseComparison(server).requireSame(source, target);
    }

    @Test
    void rowsWrittenAfterTheSnapshotAreNotInIt() throws SQLException, IOException {
        Database source = small();
        Path backup = Files.createDirectory(directory.resolve("backup"));
        try (BackupSnapshot snapshot = BackupSnapshot.open(source)) {
            server.execute(source, "INSERT INTO item (name) VALUES ('late')", "UPDATE item SET name = 'changed'");
            Manifest manifest = BackupRoundTrip.written(engine(), snapshot, source, BackupContent.full(), backup);
            ManifestFile.write(backup, manifest);
        }
        Database target = server.createDatabase("restored");

        BackupRoundTrip.restore(backup, target);

        assertThat(server.query(target, "SELECT name FROM item ORDER BY id")).containsExactly("first", "second");
    }

    @Test
    void nobodyChangesATableWhileItsSnapshotIsHeld() {
        Database source = small();
        try (BackupSnapshot snapshot = BackupSnapshot.open(source)) {
            assertThatThrownBy(() -> server.execute(source, "SET lock_timeout = '50ms'", "TRUNCATE item"))
                    .hasMessageContaining("lock timeout");
            assertThat(snapshot.catalog().tables()).hasSize(1);
        }
    }

    @Test
    void aSchemaBackupHoldsNoRows() {
        BackupResult backup = taken(small(), BackupConfig.Scope.SCHEMA);
        Database target = server.createDatabase("restored");

        BackupRoundTrip.restore(backup.path(), target);

        assertThat(server.value(target, "SELECT count(*) FROM item")).isEqualTo("0");
    }

    @Test
    void aTouchedBackupBringsBackTheSchemaAndTheRowsThatItNames() {
        Database source = server.createDatabase("prod");
        server.execute(
                source,
                "CREATE TABLE customer (id int PRIMARY KEY)",
                "CREATE TABLE \"Odd \"\"order.s\"\"\" (id int PRIMARY KEY, customer int NOT NULL)",
                "ALTER TABLE \"Odd \"\"order.s\"\"\" ADD CONSTRAINT \"its \"\"customer\"\"\" FOREIGN KEY (customer)"
                        + " REFERENCES customer",
                "COMMENT ON CONSTRAINT \"its \"\"customer\"\"\" ON \"Odd \"\"order.s\"\"\" IS 'who pays'",
                "CREATE TABLE line (id serial PRIMARY KEY, \"order\" int REFERENCES \"Odd \"\"order.s\"\"\")",
                "CREATE TABLE unrelated (id int)",
                "INSERT INTO customer VALUES (1)",
                "INSERT INTO \"Odd \"\"order.s\"\"\" VALUES (7, 1)",
                "INSERT INTO line (\"order\") VALUES (7), (7)",
                "INSERT INTO unrelated VALUES (1)");
        Path backup = taken(
                        source,
                        BackupContent.touched(
                                Set.of(new TableName("public", "Odd \"order.s\""), new TableName("public", "line"))))
                .path();
        Database target = server.createDatabase("restored");

        RestorePlan plan = BackupRoundTrip.plan(backup, target);
        assertThat(plan.warnings())
                .anyMatch(warning -> warning.contains("rows of these tables only") && warning.endsWith("line"))
                .anyMatch(warning -> warning.endsWith("its \"customer\" of Odd \"order.s\""));
        RestoreReport report = BackupRoundTrip.restore(backup, target);

        assertThat(server.value(target, "SELECT count(*) FROM customer")).isEqualTo("0");
        assertThat(server.value(target, "SELECT count(*) FROM unrelated")).isEqualTo("0");
        assertThat(server.value(target, "SELECT id || '-' || customer FROM \"Odd \"\"order.s\"\"\""))
                .isEqualTo("7-1");
        assertThat(server.query(target, "SELECT id FROM line ORDER BY id")).containsExactly("1", "2");
        assertThat(server.value(target, "SELECT last_value FROM line_id_seq")).isEqualTo("2");
        assertThat(server.query(target, "SELECT conrelid::regclass FROM pg_constraint WHERE contype = 'f'"))
                .containsExactly("line");
        assertThat(RestoreText.of(report)).contains("has the schema, and the rows of 2 tables, of prod at");
        // Everything else of the schema is there: with the key, it is the same.
        server.execute(
                target,
                "ALTER TABLE \"Odd \"\"order.s\"\"\" ADD CONSTRAINT \"its \"\"customer\"\"\" FOREIGN KEY (customer)"
                        + " REFERENCES customer NOT VALID",
                "COMMENT ON CONSTRAINT \"its \"\"customer\"\"\" ON \"Odd \"\"order.s\"\"\" IS 'who pays'",
                "TRUNCATE \"Odd \"\"order.s\"\"\", line",
                "ALTER TABLE \"Odd \"\"order.s\"\"\" VALIDATE CONSTRAINT \"its \"\"customer\"\"\"");
        new DatabaseComparison(server).requireSameSchema(source, target);
    }

    @Test
    void aTruncatedFileIsDetectedBeforeAnythingIsTouched() throws IOException {
        Path backup = taken(small(), BackupConfig.Scope.FULL).path();
        Path victim = largest(backup);
        try (FileChannel channel = FileChannel.open(victim, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - 1);
        }
        refusesToRestore(backup, victim);
    }

    @Test
    void aFlippedBitIsDetectedInEveryFile() throws IOException {
        Path backup = taken(small(), BackupConfig.Scope.FULL).path();
        for (Path victim : files(backup)) {
            byte[] good = Files.readAllBytes(victim);
            byte[] bad = good.clone();
            bad[bad.length / 2] ^= 1;
            Files.write(victim, bad);
            if (victim.getFileName().toString().endsWith(".sha256")) {
                assertThatThrownBy(() -> ManifestFile.read(backup)).isInstanceOf(SyncException.class);
            } else {
                refusesToRestore(backup, victim);
            }
            Files.write(victim, good);
        }
    }

    @Test
    void damageOnTheWayToTheDiskIsFoundWhenItIsReadBack() throws SQLException, IOException {
        Database source = small();
        Path backup = Files.createDirectory(directory.resolve("backup"));
        Manifest manifest;
        try (BackupSnapshot snapshot = BackupSnapshot.open(source)) {
            manifest = BackupRoundTrip.written(engine(), snapshot, source, BackupContent.full(), backup);
        }
        Path rows = largestCompressed(backup);
        byte[] bytes = Files.readAllBytes(rows);
        bytes[bytes.length / 2] ^= 1;
        Files.write(rows, bytes);
        // The manifest was made from what the disk gave back, so that its hashes know nothing of the damage.
        Manifest unaware = BackupRoundTrip.withFiles(manifest, ManifestFile.files(backup));

        assertThatThrownBy(() -> engine().readBack(backup, unaware))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("damaged");
    }

    @Test
    void aFailedBackupLeavesNothing() throws IOException {
        Database source = small();
        server.execute(
                source,
                "DO $$ BEGIN CREATE ROLE sync_test_weak LOGIN PASSWORD 'unused'; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
                "GRANT SELECT ON ALL TABLES IN SCHEMA public TO sync_test_weak",
                "GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO sync_test_weak",
                "ALTER TABLE item ENABLE ROW LEVEL SECURITY");
        Database weak = server.as(source, "sync_test_weak", "unused");

        assertThatThrownBy(() -> taken(weak, BackupConfig.Scope.FULL)).isInstanceOf(SyncException.class);

        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left.map(path -> path.getFileName().toString())).containsExactly(".gitignore");
        }
    }

    @Test
    void nobodyElseCanReadIt() throws IOException {
        Path backup = taken(small(), BackupConfig.Scope.FULL).path();
        try (Stream<Path> all = Files.walk(backup)) {
            for (Path path : all.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .as(path.toString())
                        .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
            }
        }
    }

    BackupResult taken(Database database, BackupConfig.Scope scope) {
        return taken(database, scope == BackupConfig.Scope.SCHEMA ? BackupContent.schema() : BackupContent.full());
    }

    BackupResult taken(Database database, BackupContent content) {
        BackupResult result = Backup.take(
                database,
                BackupRoundTrip.config(directory, choice()),
                (snapshot, catalog) -> content,
                BackupRoundTrip.PLAN,
                EventSink.none());
        assertThat(result.engine()).isEqualTo(engine().name());
        assertThat(result.path().getFileName().toString())
                .matches(database.environment() + "-\\d{8}T\\d{6}Z-" + BackupRoundTrip.PLAN);
        return result;
    }

    Database small() {
        Database database = server.createDatabase("prod");
        server.execute(
                database,
                "CREATE TABLE item (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text, filler text)",
                "INSERT INTO item (name, filler) VALUES ('first', repeat(md5('1'), 50)), ('second', NULL)");
        return database;
    }

    private void refusesToRestore(Path backup, Path victim) {
        Database target = server.createDatabase("restored");
        assertThatThrownBy(() -> BackupRoundTrip.restore(backup, target))
                .as(victim.toString())
                .isInstanceOf(SyncException.class)
                .hasMessageContaining(victim.getFileName().toString());
        assertThat(server.value(target, "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"))
                .isEqualTo("0");
    }

    private static Path largest(Path backup) throws IOException {
        return files(backup).stream()
                .max(Comparator.comparingLong(path -> path.toFile().length()))
                .orElseThrow();
    }

    private static Path largestCompressed(Path backup) throws IOException {
        return files(backup).stream()
                .filter(path -> path.toString().endsWith(".gz"))
                .max(Comparator.comparingLong(path -> path.toFile().length()))
                .orElseThrow();
    }

    private static List<Path> files(Path backup) throws IOException {
        try (Stream<Path> all = Files.walk(backup)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
