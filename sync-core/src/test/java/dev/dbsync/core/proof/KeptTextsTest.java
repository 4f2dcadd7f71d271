package dev.dbsync.core.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.detection.DataKind;
import dev.dbsync.core.detection.Detectors;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What detectors find in kept columns is counted, in all texts where a finding decides. */
class KeptTextsTest {

    private final KeptTexts texts = new KeptTexts(Detectors.standard());

    @Test
    void eachTextCountsOnceForEachKind() {
        KeptTexts.Column column = texts.column(3, true, 1);
        for (String text : new String[] {
            "to a@corp.example and b@corp.example", "nothing", "nothing", "to a@corp.example and b@corp.example"
        }) {
            column.hasNothing(text.getBytes(StandardCharsets.UTF_8));
        }

        assertThat(texts.found(3)).containsOnly(Map.entry(DataKind.EMAIL, 2L));
        assertThat(texts.found(4)).isEmpty();
    }

    @Test
    void whereAFindingDecidesNoTextIsLeftOut() {
        assertThat(found(true)).isEqualTo(60_000);
        assertThat(found(false)).isEqualTo(50_000 + 10_000 / 4);
    }

    private long found(boolean all) {
        int place = all ? 1 : 2;
        KeptTexts.Column column = texts.column(place, all, 1);
        byte[] text = "to a@corp.example".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 60_000; i++) {
            column.hasNothing(text);
        }
        return texts.found(place).get(DataKind.EMAIL);
    }
}
