package dev.dbsync.maven.console;

import java.io.Closeable;
import java.io.PrintWriter;

/** One line at a terminal that is drawn over again and again. Not thread-safe. */
final class LiveLine implements Closeable {

    /** Terminals are at least this wide, and a line that wraps cannot be drawn over. */
    private static final int WIDTH = 79;

    private final PrintWriter terminal;
    private int drawn;

    LiveLine(PrintWriter terminal) {
        this.terminal = terminal;
    }

    void draw(String text) {
        String line = text.length() > WIDTH ? text.substring(0, WIDTH - 3) + "..." : text;
        terminal.print("\r" + line + " ".repeat(Math.max(0, drawn - line.length())));
        terminal.flush();
        drawn = line.length();
    }

    /** Leaves the line empty, for others to write there. */
    void erase() {
        if (drawn > 0) {
            terminal.print("\r" + " ".repeat(drawn) + "\r");
            terminal.flush();
            drawn = 0;
        }
    }

    @Override
    public void close() {
        erase();
    }
}
