package dev.dbsync.core.pull;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.config.DatabaseUrl;
import dev.dbsync.core.database.DatabaseIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PullGuardsTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            postgresql://localhost/app            | true
            postgresql://127.0.0.1:5433/app       | true
            postgresql://127.8.8.8/app            | true
            postgresql://[::1]/app                | true
            postgresql://192.0.2.1/app            | false
            postgresql://127.0.0.1,192.0.2.1/app  | false
            postgresql://no-such-host.invalid/app | false
            """)
    void onlyHostsThatAreAllThisMachineNeedNoConfirmation(String url, boolean loopback) {
        assertThat(PullGuards.isLoopback(DatabaseUrl.parse(url, "test"))).isEqualTo(loopback);
    }

    @Test
    void whatAPullFilledIsKnownAgainByItsIdentityAndNothingElseIs() {
        PulledBefore pulled = new PulledBefore(directory.resolve(".sync"));
        assertThat(pulled.contains(identity(1, 2))).isFalse();

        pulled.add(identity(1, 2));
        pulled.add(identity(1, 2));

        assertThat(new PulledBefore(directory.resolve(".sync")).contains(identity(1, 2)))
                .isTrue();
        assertThat(pulled.contains(identity(1, 20))).isFalse();
        assertThat(pulled.contains(identity(11, 2))).isFalse();
        assertThat(directory.resolve(".sync/pulled")).hasContent("1/2");
        assertThat(Files.exists(directory.resolve(".sync/.gitignore"))).isTrue();
    }

    private static DatabaseIdentity identity(long system, long oid) {
        return new DatabaseIdentity(system, oid, "app", 180_000, "18.0", false);
    }
}
