package dev.dbsync.it.maven;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.apache.maven.shared.invoker.DefaultInvocationRequest;
import org.apache.maven.shared.invoker.DefaultInvoker;
import org.apache.maven.shared.invoker.InvocationRequest;
import org.apache.maven.shared.invoker.InvocationResult;
import org.apache.maven.shared.invoker.MavenInvocationException;

/** A real Maven in a process of its own, run in one project's directory. */
public final class MavenRun {

    private final MavenSetup setup;
    private final Path project;
    private final Consumer<String> listener;

    public MavenRun(MavenSetup setup, Path project) {
        this(setup, project, line -> {});
    }

    /** @param listener hears every line of output as it comes */
    public MavenRun(MavenSetup setup, Path project, Consumer<String> listener) {
        this.setup = setup;
        this.project = project;
        this.listener = listener;
    }

    /** What a run came to. */
    public record Result(int exitCode, List<String> lines) {

        public String output() {
            return String.join("\n", lines);
        }
    }

    /** Runs {@code mvn -B} with these goals and options. */
    public Result batch(String... arguments) {
        return run(true, InputStream.nullInputStream(), arguments);
    }

    /** Runs {@code mvn} without {@code -B}, and answers it with this input, after which its input ends. */
    public Result answering(InputStream answers, String... arguments) {
        return run(false, answers, arguments);
    }

    private Result run(boolean batch, InputStream input, String... arguments) {
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        InvocationRequest request = new DefaultInvocationRequest();
        request.setBaseDirectory(project.toFile());
        request.setLocalRepositoryDirectory(setup.localRepository().toFile());
        setup.settings().ifPresent(settings -> request.setUserSettingsFile(settings.toFile()));
        request.setOffline(setup.offline());
        request.setBatchMode(batch);
        request.setNoTransferProgress(true);
        request.setInputStream(input);
        request.addArgs(List.of(arguments));
        request.setOutputHandler(line -> {
            lines.add(line);
            listener.accept(line);
        });
        // Of the Maven that runs this, not of the one that is started.
        request.setShellEnvironmentInherited(true);
        try {
            InvocationResult result =
                    new DefaultInvoker().setMavenHome(setup.home().toFile()).execute(request);
            if (result.getExecutionException() != null) {
                throw new IllegalStateException("Maven did not run", result.getExecutionException());
            }
            return new Result(result.getExitCode(), List.copyOf(lines));
        } catch (MavenInvocationException e) {
            throw new IllegalStateException("Maven did not run", e);
        }
    }
}
