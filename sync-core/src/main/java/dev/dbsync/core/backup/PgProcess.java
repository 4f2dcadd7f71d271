package dev.dbsync.core.backup;

import dev.dbsync.core.config.DatabaseUrl;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One run of a PostgreSQL client tool. Where to connect and with which password goes into its environment, never onto
 * its command line, which every user of the machine can read.
 */
final class PgProcess {

    private static final int LINES_KEPT = 200;
    private static final int LINES_SHOWN = 5;
    private static final int SECONDS_TO_DIE = 5;

    /** The tools' own complaint; what the server adds to it (DETAIL, CONTEXT) holds values of rows. */
    private static final Pattern COMPLAINT = Pattern.compile("^(?:pg_\\w+|psql): (?:error|fatal|hint): (.*)$");

    /** A statement that failed under psql, which was told to say the SQLSTATE (VERBOSITY=verbose). */
    private static final Pattern STATEMENT = Pattern.compile("^psql:.*?:\\d+: (?:ERROR|FATAL|PANIC):  (\\w{5}): (.*)$");

    /** Data exceptions, broken constraints, and what somebody's code raises: what is said of these quotes rows. */
    private static final Pattern QUOTES_ROWS = Pattern.compile("^(?:22|23|P0|38|39|XX).*");

    /** What libpq says where no answer came, and the server where it ends a session. */
    private static final Pattern SERVER_LOST = Pattern.compile("server closed the connection unexpectedly"
            + "|connection has been closed unexpectedly|could not (?:receive data from|send data to) server"
            + "|no connection to the server|terminating connection|SSL SYSCALL error|SSL error");

    /** "COPY failed for table "x": ERROR: invalid input syntax for type integer: "…"": the value is cut off. */
    private static final Pattern ROWS_FAILED = Pattern.compile("^(.*COPY failed for table \"[^\"]*\").*$");

    /** "could not execute query: ERROR: …", likewise. */
    private static final Pattern SERVER_FAILED = Pattern.compile("^(.*?): +(?:ERROR|FATAL|PANIC): .*$");

    private static final Pattern SAID_BY_A_TOOL = Pattern.compile("^(?:pg_\\w+|psql):");

    private PgProcess() {}

    /**
     * What came of it.
     *
     * @param lines the first lines of what it wrote to standard output and standard error
     */
    record Result(int exit, List<String> lines) {

        /** Why it failed, without anything that could be a row's value. */
        String reason() {
            List<String> complaints = new ArrayList<>();
            for (int i = 0; i < lines.size() && complaints.size() < LINES_SHOWN; i++) {
                Matcher statement = STATEMENT.matcher(lines.get(i));
                if (statement.matches()) {
                    String state = statement.group(1);
                    complaints.add(
                            QUOTES_ROWS.matcher(state).matches() || isOfCode(i)
                                    ? "SQLSTATE " + state
                                    : statement.group(2) + " (SQLSTATE " + state + ")");
                }
                Matcher complaint = COMPLAINT.matcher(lines.get(i));
                if (complaint.matches()) {
                    Matcher rows = (isOfCode(i) ? SERVER_FAILED : ROWS_FAILED).matcher(complaint.group(1));
                    complaints.add(rows.matches() ? rows.group(1) : complaint.group(1));
                }
            }
            return complaints.isEmpty() ? "it ended with exit code " + exit : String.join("; ", complaints);
        }

        /** Whether what was said in this line comes from within a function, which may build SQL out of rows. */
        private boolean isOfCode(int line) {
            return lines.stream()
                    .skip(line + 1L)
                    .takeWhile(next -> !SAID_BY_A_TOOL.matcher(next).find())
                    .anyMatch(next -> next.startsWith("CONTEXT:") || next.startsWith("QUERY:"));
        }

        /** Whether the connection broke, so that what was said last may have been carried out. */
        boolean lostServer() {
            return lines.stream().anyMatch(line -> SERVER_LOST.matcher(line).find());
        }

        /** The SQLSTATE of the statement that failed under psql; empty where none did. */
        Optional<String> sqlState() {
            return lines.stream()
                    .map(STATEMENT::matcher)
                    .filter(Matcher::matches)
                    .map(statement -> statement.group(1))
                    .findFirst();
        }
    }

    static Result version(Path program) {
        return run(List.of(program.toString(), "--version"), Map.of());
    }

    /** @throws SyncException when it cannot be started, or this thread is interrupted, upon which it is killed */
    static Result run(List<String> command, DatabaseUrl url) {
        return run(command, url.libpqEnvironment());
    }

    static Result run(List<String> command, Map<String, String> connection) {
        return finished(started(List.of(command), connection), command).get(0);
    }

    /**
     * Runs two tools, the first one's standard output into the second one's standard input.
     *
     * @return what came of each
     * @throws SyncException as {@link #run(List, DatabaseUrl)} does; both are killed then
     */
    static List<Result> pipe(List<String> from, List<String> into, DatabaseUrl url) {
        return finished(started(List.of(from, into), url.libpqEnvironment()), from);
    }

    private static List<Process> started(List<List<String>> commands, Map<String, String> connection) {
        List<ProcessBuilder> builders =
                commands.stream().map(ProcessBuilder::new).toList();
        builders.get(builders.size() - 1).redirectErrorStream(true);
        for (ProcessBuilder builder : builders) {
            Map<String, String> environment = builder.environment();
            // What the user's shell says about some other database must not lead this run there.
            environment.keySet().removeIf(name -> name.startsWith("PG") && !name.equals("PGPASSFILE"));
            environment.putAll(connection);
            environment.put("PGAPPNAME", "sync backup");
            environment.put("LC_ALL", "C");
        }
        try {
            return ProcessBuilder.startPipeline(builders);
        } catch (IOException e) {
            throw new SyncException(
                    new Problem(
                            "Cannot start " + commands.get(0).get(0) + ": " + IoReason.of(e),
                            "",
                            "Check its installation"),
                    e);
        }
    }

    private static List<Result> finished(List<Process> processes, List<String> command) {
        try {
            // Read beside the waiting: a read from a pipe does not notice an interrupt.
            List<CompletableFuture<List<String>>> lines = new ArrayList<>();
            for (Process process : processes) {
                boolean isLast = process == processes.get(processes.size() - 1);
                lines.add(CompletableFuture.supplyAsync(
                        () -> read(
                                isLast
                                        ? process.inputReader(StandardCharsets.UTF_8)
                                        : process.errorReader(StandardCharsets.UTF_8)),
                        task -> new Thread(task, "output of " + command.get(0)).start()));
            }
            List<Result> results = new ArrayList<>();
            for (int i = 0; i < processes.size(); i++) {
                results.add(new Result(processes.get(i).waitFor(), lines.get(i).join()));
            }
            return results;
        } catch (InterruptedException e) {
            processes.forEach(PgProcess::kill);
            Thread.currentThread().interrupt();
            throw new SyncException(
                    new Problem("Interrupted while " + Path.of(command.get(0)).getFileName() + " was running", "", ""));
        } finally {
            processes.forEach(Process::destroyForcibly);
        }
    }

    private static List<String> read(BufferedReader output) {
        List<String> lines = new ArrayList<>();
        try (output) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (lines.size() < LINES_KEPT) {
                    lines.add(line);
                }
            }
        } catch (IOException e) {
            // The process was killed: what it said until then is what there is.
            lines.add("output ended: " + e.getClass().getSimpleName());
        }
        return lines;
    }

    private static void kill(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(SECONDS_TO_DIE, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            // Whoever interrupts twice cannot wait; the caller is interrupted already and says so.
            process.destroyForcibly();
        }
    }
}
