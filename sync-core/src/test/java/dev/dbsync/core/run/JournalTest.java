package dev.dbsync.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JournalTest {

    @Test
    void everyRunIsOneLineAndNoneIsRewritten(@TempDir Path project) throws Exception {
        Path directory = project.resolve(".sync");
        Journal journal = new Journal(directory);

        journal.append(entry("DRY_RUN"));
        journal.append(entry("PROMOTED"));

        List<String> lines = Files.readAllLines(directory.resolve("journal.jsonl"));
        assertThat(lines).hasSize(2);
        JsonNode second = JsonMapper.shared().readTree(lines.get(1));
        assertThat(second.get("outcome").stringValue()).isEqualTo("PROMOTED");
        assertThat(second.get("when").stringValue()).isEqualTo("2026-11-20T10:00:00Z");
        assertThat(second.get("counts").get("migrations").longValue()).isEqualTo(3);
    }

    @Test
    void gitNeverSeesTheDirectory(@TempDir Path project) throws Exception {
        new Journal(project.resolve(".sync")).append(entry("DRY_RUN"));

        assertThat(project.resolve(".sync/.gitignore")).hasContent("*");
    }

    private static Journal.Entry entry(String outcome) {
        return new Journal.Entry(
                Instant.parse("2026-11-20T10:00:00Z"),
                "ann",
                "promote",
                "test",
                "prod",
                "0123456789abcdef",
                outcome,
                Map.of("migrations", 3L));
    }
}
