package dev.dbsync.maven.console;

import java.io.Closeable;
import java.io.PrintWriter;
import java.util.List;

/** The last lines at a terminal, which are drawn over again and again. Not thread-safe. */
final class LiveArea implements Closeable {

    /** Terminals are at least this wide, and a line that wraps cannot be drawn over. */
    static final int WIDTH = 79;

    private static final String ESCAPE = "\033[";
    private static final String CLEAR_LINE = ESCAPE + "K";
    private static final String CLEAR_BELOW = ESCAPE + "J";

    private final PrintWriter terminal;
    private final boolean tall;
    private int lines;
    private int width;

    /** @param tall whether the terminal can go back by more than one line */
    LiveArea(PrintWriter terminal, boolean tall) {
        this.terminal = terminal;
        this.tall = tall;
    }

    /** Whether there may be several lines. */
    boolean isTall() {
        return tall;
    }

    /** @param texts a line each, at least one; only one where the area is not tall */
    void draw(List<String> texts) {
        if (texts.size() == 1 && lines <= 1) {
            String line = cut(texts.get(0));
            terminal.print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
            width = line.length();
        } else {
            terminal.print(top());
            for (int i = 0; i < texts.size(); i++) {
                terminal.print((i == 0 ? "" : "\r\n") + cut(texts.get(i)) + CLEAR_LINE);
            }
            terminal.print(CLEAR_BELOW);
            width = cut(texts.get(texts.size() - 1)).length();
        }
        lines = texts.size();
        terminal.flush();
    }

    /** Leaves the lines empty, for others to write there. */
    void erase() {
        if (lines == 0) {
            return;
        }
        terminal.print(lines == 1 ? "\r" + " ".repeat(width) + "\r" : top() + CLEAR_BELOW);
        terminal.flush();
        lines = 0;
        width = 0;
    }

    /** Writes lines that stay, and that nothing but the terminal has. */
    void write(String text) {
        erase();
        text.lines().forEach(terminal::println);
        terminal.flush();
    }

    @Override
    public void close() {
        erase();
    }

    private String top() {
        return (lines > 1 ? ESCAPE + (lines - 1) + "A" : "") + "\r";
    }

    private static String cut(String text) {
        return text.length() > WIDTH ? text.substring(0, WIDTH - 3) + "..." : text;
    }
}
