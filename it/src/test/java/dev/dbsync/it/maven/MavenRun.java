package dev.dbsync.it.maven;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        InvocationRequest request = new DefaultInvocationRequest();
        request.setBaseDirectory(project.toFile());
        request.setLocalRepositoryDirectory(setup.localRepository().toFile());
        setup.settings().ifPresent(settings -> request.setUserSettingsFile(settings.toFile()));
        request.setOffline(setup.offline());
        request.setBatchMode(true);
        request.setNoTransferProgress(true);
        request.addArgs(List.of(arguments));
        request.setMavenOpts(MavenSetup.OPTIONS);
        request.setErrorHandler(listener::accept);
        request.setOutputHandler(line -> {
            lines.add(line);
            listener.accept(line);
        });
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

    /** Starts {@code mvn -B} with these goals and options; what it says goes to the file. */
    public Process start(Path output, String... arguments) {
        List<String> command = setup.command(arguments);
        command.add("-B");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("MAVEN_OPTS", MavenSetup.OPTIONS);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Runs {@code mvn} without {@code -B} and without a terminal, as scripts do: its input is this text, and then ends.
     * Not by the invoker, which never ends the input.
     */
    public Result reading(String input, String... arguments) {
        try {
            Path file = Files.writeString(Files.createTempFile("input", ".txt"), input);
            try {
                ProcessBuilder builder = new ProcessBuilder(setup.command(arguments))
                        .directory(project.toFile())
                        .redirectInput(file.toFile())
                        .redirectErrorStream(true);
                builder.environment().put("MAVEN_OPTS", MavenSetup.OPTIONS);
                Process process = builder.start();
                String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                return new Result(process.waitFor(), output.lines().toList());
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
