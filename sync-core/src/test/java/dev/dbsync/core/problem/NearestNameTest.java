package dev.dbsync.core.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNameTest {

    private static final List<String> VALID = List.of("environments", "lookups", "promote", "pull");

    @Test
    void aTypoFindsWhatWasMeant() {
        assertThat(NearestName.of("enviroments", VALID)).contains("environments");
        assertThat(NearestName.of("Pull", VALID)).contains("pull");
        assertThat(NearestName.of("loookups", VALID)).contains("lookups");
    }

    @Test
    void quiteAnotherWordGetsTheListInstead() {
        assertThat(NearestName.of("zebra", VALID)).isEmpty();
        assertThat(NearestName.hint("zebra", VALID)).isEqualTo("Valid: environments, lookups, promote, pull.");
    }

    @Test
    void swappedLettersAreOneMistake() {
        assertThat(NearestName.of("plul", List.of("pull", "puzzle"))).contains("pull");
    }
}
