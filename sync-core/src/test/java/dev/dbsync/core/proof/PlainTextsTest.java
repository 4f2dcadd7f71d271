package dev.dbsync.core.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** A text is left unread only where it was read before and had nothing. */
class PlainTextsTest {

    private static final int TEXTS = 50_000;

    private final PlainTexts texts = new PlainTexts(new Digest(new byte[16]));
    private final List<String> read = new ArrayList<>();

    @Test
    void aTextThatHadNothingIsReadOnce() {
        readAll(i -> i % 2 == 0 ? "new" : "paid");

        assertThat(read).containsExactly("new", "paid");
    }

    @Test
    void aTextThatHadSomethingIsReadEachTime() {
        readAll(i -> i % 2 == 0 ? "new" : "secret");

        assertThat(read).hasSize(1 + TEXTS / 2);
    }

    @Test
    void everyOtherTextIsRead() {
        readAll(i -> "text " + i);

        assertThat(read).hasSize(TEXTS).doesNotHaveDuplicates();
    }

    @Test
    void whatFollowsManyDifferentTextsIsReadLikeThem() {
        readAll(i -> i < TEXTS - 10 ? "text " + i : "secret");

        assertThat(read).hasSize(TEXTS);
    }

    private void readAll(IntFunction<String> text) {
        for (int i = 0; i < TEXTS; i++) {
            texts.read(text.apply(i).getBytes(StandardCharsets.UTF_8), bytes -> {
                String one = new String(bytes, StandardCharsets.UTF_8);
                read.add(one);
                return !one.equals("secret");
            });
        }
    }
}
