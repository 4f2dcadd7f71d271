package dev.dbsync.maven.console;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Optional;

/** Finds out whether somebody watches who can see a line move. */
final class Terminal {

    private Terminal() {}

    /**
     * A writer that draws on the terminal. {@code System.out} will not do: Maven 4 holds back lines without an end.
     *
     * @param interactive what Maven's settings say
     * @return empty in batch mode, on a dumb terminal, and where there is none
     */
    static Optional<PrintWriter> watched(boolean interactive) {
        Console console = System.console();
        boolean watched =
                interactive && !"dumb".equals(System.getenv("TERM")) && console != null && isTerminal(console);
        return watched ? Optional.of(console.writer()) : Optional.empty();
    }

    /**
     * Whether the terminal understands how to go back by several lines. Those of Windows do in newer programs, which
     * say so, and in the old one only when asked in ways that Java has not.
     */
    static boolean movesUp() {
        boolean windows = System.getProperty("os.name", "").startsWith("Windows");
        return !windows || System.getenv("WT_SESSION") != null || System.getenv("TERM") != null;
    }

    /** From JDK 22 on there is a console without a terminal too; before, a console meant a terminal. */
    private static boolean isTerminal(Console console) {
        try {
            return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
