package dev.dbsync.core.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.backup.ListedBackup.Condition;
import dev.dbsync.core.config.BackupConfig.Engine;
import dev.dbsync.core.config.ConfigFile;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.report.BackupsJson;
import dev.dbsync.core.report.BackupsText;
import dev.dbsync.core.testing.PostgresServer;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BackupsListTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    @TempDir
    Path project;

    @BeforeEach
    void aProject() throws IOException {
        // Addresses that nobody listens at: the list must not need them.
        Files.writeString(project.resolve("sync.yaml"), """
                chain: [dev, prod]
                environments:
                  dev:  { url: "jdbc:postgresql://localhost:1/none" }
                  prod: { url: "jdbc:postgresql://localhost:1/none" }
                backup: { directory: backups }
                """);
    }

    @Test
    void whatABackupIsStandsInTheList() {
        Database prod = seeded("prod");
        Path older = taken(prod);
        Path newer = taken(prod);
        Path ofDev = taken(seeded("dev"));

        BackupsReport report = list(Set.of(), false);

        assertThat(report.backups()).extracting(ListedBackup::path).containsExactly(ofDev, newer, older);
        ListedBackup backup = report.backups().get(1);
        Manifest manifest = ManifestFile.read(newer);
        assertThat(backup.condition()).isEqualTo(Condition.COMPLETE);
        assertThat(backup.environment()).isEqualTo("prod");
        assertThat(backup.snapshot()).isEqualTo(manifest.snapshot());
        assertThat(backup.readBack()).isPresent();
        assertThat(backup.isVerified()).isFalse();
        assertThat(backup.summary()).hasValueSatisfying(summary -> {
            assertThat(summary.engine()).isEqualTo("built-in");
            assertThat(summary.scope()).isEqualTo("full");
            assertThat(summary.planId()).isEqualTo(BackupRoundTrip.PLAN);
        });
    }

    @Test
    void onlyTheAskedEnvironmentsAreListed() throws IOException {
        taken(seeded("prod"));
        Path ofDev = taken(seeded("dev"));
        Path left = Files.createDirectories(project.resolve("backups/dev-20200101T000000Z-left.part"));

        assertThat(list(Set.of("dev"), false).backups())
                .extracting(ListedBackup::path)
                .containsExactly(ofDev, left);
        assertThatThrownBy(() -> list(Set.of("prd"), false))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("Did you mean 'prod'?");
    }

    @Test
    void aDamagedManifestIsNamedAndHidesNoOther() throws IOException {
        Database prod = seeded("prod");
        Path good = taken(prod);
        Path bad = taken(prod);
        Files.writeString(bad.resolve(ManifestFile.NAME), "{}");
        Path without = taken(prod);
        Files.delete(without.resolve(ManifestFile.NAME));

        BackupsReport report = list(Set.of(), false);

        assertThat(report.backups())
                .extracting(ListedBackup::condition)
                .containsExactlyInAnyOrder(Condition.COMPLETE, Condition.DAMAGED, Condition.DAMAGED);
        assertThat(report.damaged()).extracting(ListedBackup::path).containsExactlyInAnyOrder(bad, without);
        assertThat(BackupsText.of(report))
                .contains(good.getFileName().toString(), "DAMAGED", "manifest.json is not as it was written")
                .contains("manifest.json is missing");
    }

    @Test
    void whatWasNeverFinishedIsNamedAndOtherDirectoriesAreNot() throws IOException {
        Path part = Files.createDirectories(project.resolve("backups/prod-20200101T000000Z-left.part"));
        Files.writeString(part.resolve("rows"), "12345");
        Files.createDirectories(project.resolve("backups/lost+found"));
        Files.createDirectories(project.resolve("backups/prod-20209999T000000Z-x"));

        List<ListedBackup> backups = list(Set.of(), false).backups();

        assertThat(backups).hasSize(1);
        assertThat(backups.get(0).condition()).isEqualTo(Condition.UNFINISHED);
        assertThat(backups.get(0).bytes()).isEqualTo(5);
        assertThat(backups.get(0).snapshot()).isEqualTo(Instant.parse("2020-01-01T00:00:00Z"));
        assertThat(backups.get(0).problem())
                .hasValueSatisfying(problem -> assertThat(problem.remedy()).contains("delete it"));
    }

    @Test
    void readingAgainFindsWhatBecameOfAFileSinceThen() throws IOException {
        Database prod = seeded("prod");
        Path good = taken(prod);
        Path bad = taken(prod);
        Manifest.StoredTable table = ManifestFile.read(bad).tables().get(0);
        flipABit(bad.resolve(table.file()));

        assertThat(list(Set.of(), false).damaged()).isEmpty();
        BackupsReport report = list(Set.of(), true);

        assertThat(report.damaged()).extracting(ListedBackup::path).containsExactly(bad);
        assertThat(BackupsText.of(report)).contains(table.file() + " is not as it was written");
        assertThat(report.backups().stream().filter(ListedBackup::isVerified).map(ListedBackup::path))
                .containsExactly(good);
    }

    @Test
    void aBackupWhoseManifestSaysNothingOfItWasNotReadBackOnRecord() throws IOException {
        Path backup = taken(seeded("prod"));
        String manifest = Files.readString(backup.resolve(ManifestFile.NAME));
        String before = manifest.replaceFirst(",\\s*\"readBack\" : \"[^\"]+\"", "");
        assertThat(before).isNotEqualTo(manifest);
        Files.writeString(backup.resolve(ManifestFile.NAME), before);
        Files.writeString(
                backup.resolve(ManifestFile.NAME + ".sha256"),
                Sha256.hex(Sha256.digest().digest(before.getBytes())) + "  manifest.json\n");

        ListedBackup listed = list(Set.of(), false).backups().get(0);

        assertThat(listed.condition()).isEqualTo(Condition.COMPLETE);
        assertThat(listed.readBack()).isEmpty();
    }

    @Test
    void textAndJsonSayAgeSizeAndState() {
        Instant at = Instant.parse("2026-11-20T12:00:00Z");
        Path path = project.resolve("prod-20261117T110000Z-p").toAbsolutePath();
        ListedBackup left = new ListedBackup(
                path,
                "prod",
                Condition.COMPLETE,
                at.minus(Duration.ofDays(3)).minus(Duration.ofHours(1)),
                1536,
                Optional.empty(),
                Optional.of(at),
                false,
                Optional.empty());
        BackupsReport report = new BackupsReport(project, at, false, List.of(left));

        assertThat(BackupsText.of(report))
                .containsPattern("prod-20261117T110000Z-p +3 d +1\\.5 kB .*2026-11-20T12:00:00Z");
        JsonNode json = JsonMapper.shared().readTree(BackupsJson.of(report));
        assertThat(json.get("goal").asString()).isEqualTo("backups");
        JsonNode backup = json.get("backups").get(0);
        assertThat(backup.get("ageSeconds").asLong()).isEqualTo(73 * 3600);
        assertThat(backup.get("bytes").asLong()).isEqualTo(1536);
        assertThat(backup.get("condition").asString()).isEqualTo("COMPLETE");
        assertThat(backup.get("readBack").asString()).isEqualTo("2026-11-20T12:00:00Z");
        assertThat(BackupsText.of(new BackupsReport(project, at, false, List.of())))
                .startsWith("No backups in ");
    }

    private BackupsReport list(Set<String> environments, boolean verify) {
        return new BackupsList(ConfigFile.read(project.resolve("sync.yaml"), project), EventSink.none())
                .list(new BackupsRequest(environments, verify));
    }

    private Database seeded(String environment) {
        Database database = server.createDatabase(environment);
        server.execute(database, "CREATE TABLE item (id int PRIMARY KEY)", "INSERT INTO item VALUES (1), (2)");
        return database;
    }

    private Path taken(Database database) {
        return BackupRoundTrip.take(
                        database,
                        BackupRoundTrip.config(project.resolve("backups"), Engine.BUILT_IN),
                        BackupRoundTrip.PLAN,
                        EventSink.none())
                .path();
    }

    private static void flipABit(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(java.nio.ByteBuffer.wrap(bytes));
        }
    }
}
