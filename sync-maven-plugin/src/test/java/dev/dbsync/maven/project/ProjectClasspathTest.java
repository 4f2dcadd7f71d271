package dev.dbsync.maven.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.problem.SyncException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.model.Build;
import org.apache.maven.model.Model;
import org.apache.maven.project.DependencyResolutionException;
import org.apache.maven.project.DependencyResolutionRequest;
import org.apache.maven.project.DependencyResolutionResult;
import org.apache.maven.project.MavenProject;
import org.apache.maven.project.ProjectDependenciesResolver;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.graph.DefaultDependencyNode;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.graph.DependencyNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectClasspathTest {

    private final ProjectDependenciesResolver resolver = mock(ProjectDependenciesResolver.class);
    private final List<SyncEvent> events = new ArrayList<>();

    @TempDir
    private Path directory;

    private MavenProject project;

    @BeforeEach
    void project() {
        Model model = new Model();
        model.setBuild(new Build());
        model.getBuild().setOutputDirectory(directory.resolve("target/classes").toString());
        project = new MavenProject(model);
        project.setFile(directory.resolve("pom.xml").toFile());
    }

    @Test
    void nothingIsResolvedUntilALocationAsks() {
        classpath().close();

        verifyNoInteractions(resolver);
    }

    @Test
    void classesAndDependenciesAreSeenAndThoseForTestsAreLeftOut() throws Exception {
        Files.createDirectories(directory.resolve("target/classes/db"));
        Files.writeString(directory.resolve("target/classes/db/V1__a.sql"), "SELECT 1;");
        Path library = Files.createDirectories(directory.resolve("library/db"));
        Files.writeString(library.resolve("V2__b.sql"), "SELECT 2;");
        DependencyResolutionResult resolved = mock(DependencyResolutionResult.class);
        when(resolved.getResolvedDependencies())
                .thenReturn(List.of(node("runtime", library.getParent()).getDependency()));
        when(resolver.resolve(any())).thenAnswer(call -> {
            DependencyResolutionRequest request = call.getArgument(0);
            assertThat(request.getResolutionFilter().accept(node("test", library), List.of()))
                    .isFalse();
            assertThat(request.getResolutionFilter().accept(node("runtime", library), List.of()))
                    .isTrue();
            return resolved;
        });

        try (ProjectClasspath classpath = classpath()) {
            ClassLoader loader = classpath.get();
            assertThat(loader.getResource("db/V1__a.sql")).isNotNull();
            assertThat(loader.getResource("db/V2__b.sql")).isNotNull();
            assertThat(classpath.get()).isSameAs(loader);
        }
        assertThat(events).isEmpty();
    }

    @Test
    void aProjectThatWasNotCompiledIsWarnedAbout() throws Exception {
        DependencyResolutionResult nothing = mock(DependencyResolutionResult.class);
        when(resolver.resolve(any())).thenReturn(nothing);

        try (ProjectClasspath classpath = classpath()) {
            classpath.get();
        }

        assertThat(events)
                .singleElement()
                .isInstanceOfSatisfying(
                        SyncEvent.Warning.class,
                        warning -> assertThat(warning.text())
                                .contains(Path.of("target", "classes") + " does not exist")
                                .contains("mvn compile"));
    }

    @Test
    void whereThereIsNoProjectThatIsSaid() {
        project = new MavenProject();

        try (ProjectClasspath classpath = classpath()) {
            assertThat(classpath.get()).isNotNull();
        }

        assertThat(events).singleElement().asString().contains("there is no project here");
        verifyNoInteractions(resolver);
    }

    @Test
    void dependenciesThatDoNotResolveAreAProblemThatTheUserCanMend() throws Exception {
        DependencyResolutionResult result = mock(DependencyResolutionResult.class);
        DependencyResolutionException failure = new DependencyResolutionException(result, "no", new Exception());
        when(resolver.resolve(any())).thenThrow(failure);

        try (ProjectClasspath classpath = classpath()) {
            assertThatThrownBy(classpath::get)
                    .isInstanceOf(SyncException.class)
                    .hasMessageContaining("mvn dependency:resolve");
        }
    }

    private ProjectClasspath classpath() {
        return new ProjectClasspath(project, resolver, mock(RepositorySystemSession.class), events::add);
    }

    private static DependencyNode node(String scope, Path file) {
        return new DefaultDependencyNode(
                new Dependency(new DefaultArtifact("x:library:1").setFile(file.toFile()), scope));
    }
}
