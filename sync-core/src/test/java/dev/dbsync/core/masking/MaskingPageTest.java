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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/masking.md shows is true. */
class MaskingPageTest {

    private static final Path PAGE = Path.of("../docs/masking.md");
    private static final Path EXAMPLE = Path.of("src/test/java/dev/dbsync/core/masking/example/Plate.java");
    private static final Strategies STRATEGIES = Strategies.discover();

    /** Strategy, what it gives, options, outputs, length, fits, may equal its input, reversible. */
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `([a-z-]+)` \\| [^|]* \\| ([^|]*) \\| ([^|]*) \\| ([^|]*)"
                    + " \\| ([^|]*) \\| ([^|]*) \\| [^|]* \\|$");

    private static final Pattern CODE = Pattern.compile("`([A-Za-z]+)`");

    @TempDir
    Path project;

    @Test
    void theTableListsEveryStrategyWithItsOptionsAndLength() throws IOException {
        List<MatchResult> rows = ROW.matcher(Files.readString(PAGE)).results().toList();

        assertThat(rows).extracting(row -> row.group(1)).containsExactlyInAnyOrderElementsOf(builtIn());
        for (MatchResult row : rows) {
            MaskingStrategy strategy = STRATEGIES.get(row.group(1));
            assertThat(CODE.matcher(row.group(2)).results().map(code -> code.group(1)))
                    .as("options of " + strategy.name())
                    .containsExactlyInAnyOrderElementsOf(strategy.options());
            if (row.group(4).matches("[0-9]+.*")) {
                assertThat(promise(strategy).maxLength())
                        .as("length of " + strategy.name())
                        .hasValue(Integer.parseInt(row.group(4).split("[; ]")[0]));
            }
        }
    }

    @Test
    void theTableSaysWhatEachStrategyFitsAndWhetherItMayLeaveAValue() throws IOException {
        Map<String, List<TypeCategory>> words = Map.of(
                "text", List.of(TypeCategory.TEXT),
                "all", List.of(TypeCategory.values()),
                "uuid", List.of(TypeCategory.UUID),
                "inet", List.of(TypeCategory.NETWORK),
                "date", List.of(TypeCategory.DATE),
                "timestamp", List.of(TypeCategory.TIME),
                "numbers", List.of(TypeCategory.NUMBER),
                "integers", List.of(TypeCategory.NUMBER),
                "json", List.of(TypeCategory.JSON),
                "arrays", List.of(TypeCategory.ARRAY));
        for (MatchResult row : ROW.matcher(Files.readString(PAGE)).results().toList()) {
            MaskingStrategy strategy = STRATEGIES.get(row.group(1));
            Set<TypeCategory> said = Arrays.stream(row.group(5).split(", "))
                    .flatMap(word -> words.getOrDefault(word, List.of()).stream())
                    .collect(Collectors.toSet());
            assertThat(Arrays.stream(TypeCategory.values()).filter(strategy::fits))
                    .as("types of " + strategy.name())
                    .containsExactlyInAnyOrderElementsOf(said);
            assertThat(promise(strategy).mayEqualInput())
                    .as("whether '" + strategy.name() + "' may leave a value")
                    .isEqualTo(row.group(6).startsWith("yes"));
        }
    }

    /** In the first type that it fits. */
    private static OutputPromise promise(MaskingStrategy strategy) {
        TypeCategory type = Arrays.stream(TypeCategory.values())
                .filter(strategy::fits)
                .findFirst()
                .orElseThrow();
        Map<String, Object> needed = switch (strategy.name()) {
            case "constant" -> Map.of("value", "x");
            case "array" -> Map.of("of", "hash");
            default -> Map.of();
        };
        return strategy.promise(MaskingContext.of(type.example(), needed, Masks.KEY));
    }

    private static List<String> builtIn() {
        return STRATEGIES.names().stream()
                .filter(name -> STRATEGIES.get(name).getClass().getPackageName().contains(".builtin"))
                .toList();
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
