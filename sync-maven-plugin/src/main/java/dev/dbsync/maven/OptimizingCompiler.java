package dev.dbsync.maven;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.maven.plugin.logging.Log;

/**
 * The JVM's optimizing compiler (C2). In a run of a few seconds it costs more than the code that it makes can win back:
 * half of all processor time, taken from the run itself and from a server on the same machine. What is compiled while
 * it is held back is compiled by C1 alone.
 *
 * @see <a href="https://openjdk.org/jeps/165">JEP 165: Compiler Control</a>
 */
final class OptimizingCompiler {

    /** After that a run is no short one, and whatever becomes hot from then on shall be fast. */
    private static final Duration SHORT = Duration.ofSeconds(8);

    /**
     * Of these, the first that matches a method holds. What handles rows is left alone: it may be hot for long, and the
     * JVM never again thinks of a method that was once held back.
     */
    private static final String DIRECTIVES = String.join(
            "\n",
            "[",
            "  { match: [\"dev/dbsync/core/lookup/*.*\", \"dev/dbsync/core/copy/*.*\",",
            "             \"org/postgresql/copy/*.*\", \"org/postgresql/core/PG*.*\",",
            "             \"org/postgresql/core/Visible*.*\", \"org/postgresql/core/v3/*.*\",",
            "             \"org/postgresql/jdbc/PgResultSet.*\", \"org/postgresql/util/*.*\"],",
            "    c2: { Exclude: false } },",
            "  { match: [\"*.*\"], c2: { Exclude: true } }",
            "]");

    private static final int NUMBER_OF_DIRECTIVES = 2;

    private final MBeanServer jvm;
    private final ObjectName commands;

    private OptimizingCompiler(MBeanServer jvm, ObjectName commands) {
        this.jvm = jvm;
        this.commands = commands;
    }

    /**
     * Holds it back for the first seconds, from a thread of its own, as asking the JVM takes a moment, too. A JVM that
     * cannot be asked goes on as it is: nothing but time depends on it.
     */
    static void holdBackAtFirst(Log log) {
        Thread thread = new Thread(
                () -> {
                    try {
                        Optional<OptimizingCompiler> compiler = ofThisJvm();
                        if (compiler.isPresent()) {
                            compiler.get().holdBack();
                            Thread.sleep(SHORT.toMillis());
                            compiler.get().release();
                        }
                    } catch (JMException | IOException | RuntimeException e) {
                        log.debug("The JVM compiles as ever: it could not be asked not to", e);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "sync compiler");
        thread.setDaemon(true);
        thread.start();
    }

    /** Empty where the JVM is none that has such a compiler. */
    static Optional<OptimizingCompiler> ofThisJvm() throws JMException {
        MBeanServer jvm = ManagementFactory.getPlatformMBeanServer();
        ObjectName commands = new ObjectName("com.sun.management:type=DiagnosticCommand");
        return jvm.isRegistered(commands) ? Optional.of(new OptimizingCompiler(jvm, commands)) : Optional.empty();
    }

    void holdBack() throws JMException, IOException {
        // The command takes nothing but a file.
        Path file = Files.createTempFile("sync-compiler", ".json");
        try {
            Files.writeString(file, DIRECTIVES);
            ask("compilerDirectivesAdd", file.toString());
        } finally {
            Files.delete(file);
        }
    }

    void release() throws JMException {
        for (int i = 0; i < NUMBER_OF_DIRECTIVES; i++) {
            ask("compilerDirectivesRemove");
        }
    }

    /** What holds now, in the JVM's words. */
    String directives() throws JMException {
        return ask("compilerDirectivesPrint");
    }

    private String ask(String command, String... arguments) throws JMException {
        if (arguments.length == 0) {
            return (String) jvm.invoke(commands, command, null, null);
        }
        String[] signature = {String[].class.getName()};
        Object[] given = {arguments};
        return (String) jvm.invoke(commands, command, given, signature);
    }
}
