package dev.dbsync.maven;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.maven.plugin.logging.Log;

/**
 * The JVM's optimizing compiler (C2). At the start of a run it costs more than the code that it makes can win back: in
 * one of a few seconds half of all processor time, taken from the run itself and from a server on the same machine.
 * What is compiled while it is held back is compiled by C1 alone.
 *
 * @see <a href="https://openjdk.org/jeps/165">JEP 165: Compiler Control</a>
 */
final class OptimizingCompiler {

    /** After that a run is no short one, and whatever becomes hot from then on shall be fast. */
    private static final Duration SHORT = Duration.ofSeconds(8);

    /**
     * What is kept from it. The JVM never again compiles or inlines a method that was once held back, however hot it
     * becomes.
     */
    enum Kept {
        /**
         * All but what handles rows, which may be hot for long; for goals that take a few seconds. The first that
         * matches a method holds.
         */
        ALL_BUT_ROWS(
                directive(
                        false,
                        "dev/dbsync/core/lookup/*.*",
                        "dev/dbsync/core/copy/*.*",
                        "org/postgresql/copy/*.*",
                        "org/postgresql/core/PG*.*",
                        "org/postgresql/core/Visible*.*",
                        "org/postgresql/core/v3/*.*",
                        "org/postgresql/jdbc/PgResultSet.*",
                        "org/postgresql/util/*.*"),
                directive(true, "*.*")),
        /**
         * What no row passes through: Maven, the loading of classes, and the reading of scripts. Nothing that may be
         * inlined where rows are handled, as {@code java.lang.invoke} is in all that uses a VarHandle.
         */
        LIBRARIES(directive(
                true,
                "org/apache/maven/*.*",
                "org/codehaus/plexus/*.*",
                "org/eclipse/*.*",
                "com/google/inject/*.*",
                "com/google/common/*.*",
                "org/flywaydb/*.*",
                "org/postgresql/core/Parser.*",
                "jdk/internal/org/objectweb/asm/*.*",
                "jdk/internal/loader/*.*",
                "java/util/jar/*.*",
                "java/net/URL*.*"));

        private final List<String> directives;

        Kept(String... directives) {
            this.directives = List.of(directives);
        }
    }

    private final MBeanServer jvm;
    private final ObjectName commands;

    private OptimizingCompiler(MBeanServer jvm, ObjectName commands) {
        this.jvm = jvm;
        this.commands = commands;
    }

    private static String directive(boolean excluded, String... methods) {
        return "{ match: [\"" + String.join("\", \"", methods) + "\"], c2: { Exclude: " + excluded + " } }";
    }

    /**
     * Holds it back for the first seconds, from a thread of its own, as asking the JVM takes a moment, too. A JVM that
     * cannot be asked goes on as it is: nothing but time depends on it.
     */
    static void holdBackAtFirst(Kept kept, Log log) {
        Thread thread = new Thread(
                () -> {
                    try {
                        Optional<OptimizingCompiler> compiler = ofThisJvm();
                        if (compiler.isPresent()) {
                            compiler.get().holdBack(kept);
                            Thread.sleep(SHORT.toMillis());
                            compiler.get().release(kept);
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

    void holdBack(Kept kept) throws JMException, IOException {
        // The command takes nothing but a file.
        Path file = Files.createTempFile("sync-compiler", ".json");
        try {
            Files.writeString(file, "[" + String.join(",", kept.directives) + "]");
            ask("compilerDirectivesAdd", file.toString());
        } finally {
            Files.delete(file);
        }
    }

    void release(Kept kept) throws JMException {
        for (int i = 0; i < kept.directives.size(); i++) {
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
