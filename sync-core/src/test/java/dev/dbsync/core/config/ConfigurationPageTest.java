package dev.dbsync.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/configuration.md shows is true. */
class ConfigurationPageTest {

    private static final Path PAGE = Path.of("../docs/configuration.md");
    private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path project;

    private List<String> examples() throws IOException {
        return YAML.matcher(Files.readString(PAGE))
                .results()
                .map((MatchResult example) -> example.group(1))
                .toList();
    }

    private SyncConfig read(String yaml) throws IOException {
        return ConfigFile.read(Files.writeString(project.resolve("sync.yaml"), yaml), project);
    }

    @Test
    void everyExampleCanBePasted() throws IOException {
        assertThat(examples()).hasSizeGreaterThan(3);
        for (String example : examples()) {
            boolean rules = example.startsWith("# anonymize.yaml");
            Files.writeString(project.resolve("anonymize.yaml"), example);
            assertThatCode(() -> read(rules ? "anonymize: { file: anonymize.yaml }" : example))
                    .as(example)
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void theDefaultsOfTheCompleteExampleAreTheDefaults() throws IOException {
        SyncConfig shown = read(examples().get(0));
        SyncConfig defaults = read("");

        assertThat(shown.chain()).isEqualTo(defaults.chain());
        assertThat(shown.backup())
                .usingRecursiveComparison()
                .ignoringFields("isDirectoryNamed", "isScopeNamed")
                .isEqualTo(defaults.backup());
        assertThat(shown.promote()).isEqualTo(defaults.promote());
        assertThat(shown.pull().from()).isEqualTo(defaults.pull().from());
        assertThat(shown.pull().tables()).isEqualTo(defaults.pull().tables());
        assertThat(shown.anonymize().unclassified())
                .isEqualTo(defaults.anonymize().unclassified());
        assertThat(shown.embedded()).isEqualTo(defaults.embedded());
    }
}
