package dev.dbsync.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.config.YamlNode.Mapping;
import dev.dbsync.core.config.YamlNode.Scalar;
import org.junit.jupiter.api.Test;

class YamlReaderTest {

    /** Its parser reads a thousand and some chars at a time, and such a character is two of them. */
    @Test
    void aCharacterBeyondTheBasicPlaneMayStandAnywhere() {
        for (int before = 0; before < 5_000; before++) {
            Complaints complaints = new Complaints("sync.yaml");

            YamlNode root = YamlReader.read("# " + "x".repeat(before) + "\nkey: '😀'\n", "sync.yaml", complaints);

            assertThat(((Mapping) root).entries())
                    .as("after " + before)
                    .singleElement()
                    .satisfies(entry ->
                            assertThat(((Scalar) entry.value()).value()).isEqualTo("😀"));
            complaints.throwIfAny();
        }
    }
}
