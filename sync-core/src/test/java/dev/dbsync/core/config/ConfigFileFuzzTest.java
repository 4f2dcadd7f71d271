package dev.dbsync.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.problem.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever stands in the file, a user is told what is wrong with it, and where; never by a stack trace. */
class ConfigFileFuzzTest {

    private static final String VALID = """
            chain: [dev, prod]
            environments:
              dev: { url: "jdbc:postgresql://localhost/app", user: app, password: "hunter2" }
              prod:
                url: "postgresql://app:hunter2@h/app"
                protected: true
                flyway: { placeholders: { a: 1 } }
            flyway: { locations: [a, b] }
            lookups:
              - fee_group
              - { table: t, key: [a], delete: keep }
            backup: { keep: 3, engine: auto, directory: x }
            promote: { lockTimeout: 5s, attempts: 2 }
            pull: { from: prod, to: dev, tables: ["*"] }
            anonymize:
              key: hunter2
              tables:
                users: { a: null, b: { strategy: redact, with: "x" } }
            """;

    private static Path directory;

    @BeforeContainer
    static void createDirectory() throws IOException {
        directory = Files.createTempDirectory("sync-config");
    }

    @AfterContainer
    static void deleteDirectory() throws IOException {
        Files.deleteIfExists(directory.resolve("sync.yaml"));
        Files.delete(directory);
    }

    @Property
    void aFileIsReadOrComplainedAboutWithAPlaceAndWithoutSecrets(@ForAll("damagedFiles") String yaml)
            throws IOException {
        Path file = Files.writeString(directory.resolve("sync.yaml"), yaml);
        try {
            SyncConfig config = ConfigFile.read(file, directory);

            assertThat(config.chain()).hasSizeGreaterThanOrEqualTo(2);
            assertThat(config.environments()).containsKeys(config.chain().toArray(String[]::new));
            assertThat(config.toString()).doesNotContain("hunter2");
        } catch (SyncException e) {
            assertThat(e.problems()).allSatisfy(problem -> {
                assertThat(problem.where()).matches("sync\\.yaml:[0-9]+:[0-9]+");
                assertThat(problem.what()).isNotBlank();
                assertThat(problem.text()).doesNotContain("hunter2");
            });
        }
    }

    @Provide
    Arbitrary<String> damagedFiles() {
        Arbitrary<Integer> places = Arbitraries.integers().between(0, VALID.length());
        Arbitrary<String> pieces = Arbitraries.of(List.of(
                "", " ", "\n", "\n  ", "\t", ":", ": ", "- ", "[", "]", "{", "}", ",", "\"", "'", "*", "&a ", "!a ",
                "!!int ", "#", "%", "@", "|\n", ">\n", "? ", "---\n", "...\n", "<<: ", "null", "-1", "1e9", "true",
                "${", "\0", "\uFEFF", "é"));
        return Combinators.combine(places, Arbitraries.integers().between(0, 12), pieces)
                .as(Damage::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(damages -> {
                    String text = VALID;
                    for (Damage damage : damages) {
                        text = damage.doneTo(text);
                    }
                    return text;
                });
    }

    private record Damage(int place, int removed, String inserted) {

        String doneTo(String text) {
            int from = Math.min(place, text.length());
            int to = Math.min(from + removed, text.length());
            return text.substring(0, from) + inserted + text.substring(to);
        }
    }
}
