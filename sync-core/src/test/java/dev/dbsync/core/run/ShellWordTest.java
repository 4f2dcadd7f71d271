package dev.dbsync.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellWordTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"customer.note,visit", "prod", "*", "a b", "it's", "$HOME", "\"Q\".x", "a;b", "~", "#c", ""})
    void aShellReadsTheSameWord(String word) throws IOException {
        Process shell = new ProcessBuilder("sh", "-c", "printf %s " + ShellWord.of(word)).start();

        assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo(word);
    }

    @ParameterizedTest
    @ValueSource(strings = {"customer.note,visit", "conf/sync.yaml", "a-b_c=1", "C:/x"})
    void aPlainWordStaysPlain(String word) {
        assertThat(ShellWord.of(word)).isEqualTo(word);
    }
}
