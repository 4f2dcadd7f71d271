package dev.dbsync.it.maven;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Maven at a terminal: a real pseudo-terminal, made by {@code script} of util-linux, at which this reads and types as
 * a person would.
 */
public final class TerminalRun implements AutoCloseable {

    private static final int PATIENCE_MINUTES = 3;
    private static final char CONTROL_C = '\u0003';

    private final Process process;
    private final Reader screen;
    private final StringBuilder shown = new StringBuilder();

    private TerminalRun(Process process) {
        this.process = process;
        this.screen = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8);
    }

    /** Whether this machine has such a {@code script}. */
    public static boolean isPossible() {
        try {
            Process probe = new ProcessBuilder("script", "-qefc", "true", "/dev/null")
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .start();
            probe.getInputStream().readAllBytes();
            return probe.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    public static TerminalRun start(MavenSetup setup, Path project, String... arguments) {
        // Maven 4 draws nothing on a terminal without a size, and such is one whose own parent has none.
        String command = "stty cols 150 rows 40; exec "
                + setup.command(arguments).stream()
                        .map(word -> "'" + word + "'")
                        .collect(Collectors.joining(" "));
        ProcessBuilder builder = new ProcessBuilder("script", "-qefc", command, "/dev/null")
                .directory(project.toFile())
                .redirectErrorStream(true);
        builder.environment().put("TERM", "xterm");
        builder.environment().put("MAVEN_OPTS", MavenSetup.OPTIONS);
        try {
            Process process = builder.start();
            // Where a prompt never comes, the test should fail and say what the screen showed, not wait for ever.
            CompletableFuture.delayedExecutor(PATIENCE_MINUTES, TimeUnit.MINUTES)
                    .execute(() -> end(process));
            return new TerminalRun(process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads until the screen shows this text after what was awaited before. */
    public TerminalRun await(String text) {
        int from = shown.length();
        while (shown.indexOf(text, from) < 0) {
            if (!readOn()) {
                throw new AssertionError("the terminal closed without '" + text + "':\n" + shown);
            }
        }
        return this;
    }

    public TerminalRun type(String line) {
        return send(line + "\n");
    }

    public TerminalRun typeControlC() {
        return send(Character.toString(CONTROL_C));
    }

    /** Reads to the end; the exit code of Maven. */
    public int end() {
        boolean open = true;
        while (open) {
            open = readOn();
        }
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Reads one character; false at the end, and also where patience ended and the stream was closed. */
    private boolean readOn() {
        try {
            int next = screen.read();
            if (next >= 0) {
                shown.append((char) next);
            }
            return next >= 0;
        } catch (IOException e) {
            return false;
        }
    }

    public String screen() {
        return shown.toString();
    }

    /** Whether this process, and so every one that it starts, ignores Ctrl-C, as jobs in the background may. */
    public static boolean controlCIsIgnored() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("SigIgn:"))
                    .map(line -> Long.parseUnsignedLong(
                            line.substring("SigIgn:".length()).strip(), 16))
                    .anyMatch(mask -> (mask & 0b10) != 0);
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        end(process);
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }

    private TerminalRun send(String text) {
        try {
            process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
