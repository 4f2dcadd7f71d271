package dev.dbsync.core.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SwapNamesTest {

    @Test
    void siblingsAreNamedAfterTheTarget() {
        assertThat(SwapNames.of("app", 63)).isEqualTo(new SwapNames("app", "app_sync_new", "app_sync_old"));
    }

    @Test
    void aNameThatJustFitsIsNotCut() {
        assertThat(SwapNames.of("x".repeat(54), 63).fresh()).isEqualTo("x".repeat(54) + "_sync_new");
    }

    @Test
    void longNamesThatBeginAlikeLeadToDifferentSiblings() {
        SwapNames one = SwapNames.of("x".repeat(62) + "1", 63);
        SwapNames two = SwapNames.of("x".repeat(62) + "2", 63);

        assertThat(one.fresh()).isNotEqualTo(two.fresh()).endsWith("_sync_new").hasSize(63);
        assertThat(one.replaced())
                .isNotEqualTo(two.replaced())
                .endsWith("_sync_old")
                .hasSize(63);
    }

    @Test
    void aNameIsNeverCutInTheMidstOfACharacter() {
        for (int ahead = 0; ahead < 4; ahead++) {
            String fresh = SwapNames.of("a".repeat(ahead) + "😀".repeat(15), 63).fresh();

            byte[] bytes = fresh.getBytes(StandardCharsets.UTF_8);
            assertThat(bytes.length).isLessThanOrEqualTo(63);
            // A lone surrogate would come back as a question mark.
            assertThat(new String(bytes, StandardCharsets.UTF_8))
                    .isEqualTo(fresh)
                    .startsWith("a".repeat(ahead) + "😀");
        }
    }
}
