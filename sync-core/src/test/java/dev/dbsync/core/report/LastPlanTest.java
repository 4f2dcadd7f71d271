package dev.dbsync.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.run.EarlierPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of the last plan only serves to say more: nothing fails for want of it. */
class LastPlanTest {

    @TempDir
    Path directory;

    @Test
    void idAndPartsAreReadFromThePlansFile() throws IOException {
        assertThat(read("{ \"planId\": \"0123456789abcdef\", \"parts\": { \"script V1__a.sql\": \"ab\" } }"))
                .hasValueSatisfying(plan -> {
                    assertThat(plan.id()).isEqualTo("0123456789abcdef");
                    assertThat(plan.parts().digests()).isEqualTo(Map.of("script V1__a.sql", "ab"));
                });
    }

    @Test
    void whatIsNoPlanIsNone() throws IOException {
        assertThat(LastPlan.read(directory.resolve("missing.json"))).isEmpty();
        assertThat(read("{ \"planId\": \"0123456789abcdef\" }")).isEmpty();
        assertThat(read("[1]")).isEmpty();
        assertThat(read("{ \"planId\": ")).isEmpty();
        assertThat(read("{ \"parts\": [1], \"planId\": { } }")).isEmpty();
    }

    private Optional<EarlierPlan> read(String json) throws IOException {
        return LastPlan.read(Files.writeString(directory.resolve("promote-plan.json"), json));
    }
}
