package dev.dbsync.core.masking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.config.AnonymizeConfig;
import dev.dbsync.core.config.AnonymizeConfig.Unclassified;
import dev.dbsync.core.config.ConfigFile;
import dev.dbsync.core.config.RuleConfig;
import dev.dbsync.core.masking.example.Plate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/masking.md shows is true. */
class MaskingPageTest {

    private static final Path PAGE = Path.of("../docs/masking.md");
    private static final Path EXAMPLE = Path.of("src/test/java/dev/dbsync/core/masking/example/Plate.java");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z]+)` \\| .* \\| .* \\| .* \\| ([^|]*)\\|$");

    @TempDir
    Path project;

    @Test
    void theTableListsEveryStrategyWithItsLength() throws IOException {
        List<MatchResult> rows = ROW.matcher(Files.readString(PAGE)).results().toList();

        assertThat(rows)
                .extracting(row -> row.group(1))
                .containsExactlyInAnyOrder("email", "phone", "name", "redact", "hash", "null", "constant", "keep");
        for (MatchResult row : rows) {
            if (Character.isDigit(row.group(2).charAt(0))) {
                int length = Integer.parseInt(row.group(2).split("[; ]")[0]);
                assertThat(Strategies.discover()
                                .get(row.group(1))
                                .promise(Masks.context(Masks.KEY, "test", false, Map.of()))
                                .maxLength())
                        .isEqualTo(OptionalInt.of(length));
            }
        }
    }

    @Test
    void theExampleOfRulesCanBePasted() throws IOException {
        String page = Files.readString(PAGE);
        String yaml = page.substring(page.indexOf("```yaml\n") + 8, page.indexOf("```\n", page.indexOf("```yaml\n")));

        AnonymizeConfig config = ConfigFile.read(Files.writeString(project.resolve("sync.yaml"), yaml), project)
                .anonymize();

        assertThat(config.unclassified()).isEqualTo(Unclassified.FAIL);
        for (Map<String, RuleConfig> rules : config.tables().values()) {
            rules.forEach((column, rule) -> assertThat(Strategies.discover()
                            .complaint(rule.strategy(), rule.options().keySet(), column, rule.where()))
                    .isEmpty());
        }
    }

    @Test
    void theExampleOfAStrategyCompilesAndWorks() throws IOException {
        assertThat(Files.readString(PAGE)).contains(Files.readString(EXAMPLE));

        MaskingStrategy plate = Strategies.of(List.of(new Plate())).get("plate");
        byte[] masked = plate.mask(Masks.context(Masks.KEY, "test", false, Map.of()))
                .mask("B-AB 1234".getBytes(StandardCharsets.UTF_8));

        assertThat(masked).asString(StandardCharsets.US_ASCII).matches("X-[0-9]{6}");
    }
}
