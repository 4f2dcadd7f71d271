package dev.dbsync.core.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.problem.SyncException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class MaskingKeyFileTest {

    @TempDir
    Path directory;

    @Test
    void aNewKeyIsLongEnoughAndNeverTheSame() {
        String one = MaskingKey.newText();
        String other = MaskingKey.newText();

        assertThat(one).matches("[0-9a-f]{64}").isNotEqualTo(other);
        assertThat(MaskingKey.of(one, "here").fingerprint())
                .isNotEqualTo(MaskingKey.of(other, "here").fingerprint());
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void nobodyButItsOwnerMayReadTheFile() throws Exception {
        Path file = directory.resolve("keys/masking.key");

        MaskingKeyFile.write(file, "0123456789abcdef0123456789abcdef");

        assertThat(file).hasContent("0123456789abcdef0123456789abcdef");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aKeyThatIsThereIsNotOverwritten() throws Exception {
        Path file = Files.writeString(directory.resolve("masking.key"), "in use");

        assertThatThrownBy(() -> MaskingKeyFile.write(file, "another"))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("exists");

        assertThat(file).hasContent("in use");
    }
}
