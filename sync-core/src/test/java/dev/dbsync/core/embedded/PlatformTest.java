package dev.dbsync.core.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.problem.SyncException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {

    @ParameterizedTest
    @CsvSource({
        "Linux,      amd64,   false, linux-amd64",
        "Linux,      aarch64, false, linux-arm64v8",
        "Linux,      amd64,   true,  linux-amd64-alpine",
        "Linux,      aarch64, true,  linux-arm64v8-alpine",
        "Mac OS X,   x86_64,  false, darwin-amd64",
        "Mac OS X,   aarch64, false, darwin-arm64v8",
        "Windows 11, amd64,   false, windows-amd64",
        "Windows 11, aarch64, false, windows-amd64",
    })
    void theArtifactIsNamedAsItsPublisherNamesIt(String os, String arch, boolean alpine, String expected) {
        assertThat(Platform.of(os, arch, alpine)).hasToString(expected);
    }

    @Test
    void aMachineWithoutBinariesIsToldToUseAnUrl() {
        assertThatThrownBy(() -> Platform.of("AIX", "ppc64", false))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("AIX on ppc64")
                .hasMessageContaining("URL into sync.yaml");
    }
}
