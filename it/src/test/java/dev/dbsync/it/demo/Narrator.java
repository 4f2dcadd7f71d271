package dev.dbsync.it.demo;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** Prints the story: headings, commands as they would be typed, and what Maven said to them. */
final class Narrator {

    private static final String RULE = "=".repeat(100);

    private final PrintStream out;

    Narrator(PrintStream out) {
        this.out = out;
    }

    void chapter(String title) {
        out.println();
        out.println(RULE);
        out.println(title);
        out.println(RULE);
    }

    void command(String... arguments) {
        out.println();
        out.println("$ mvn " + String.join(" ", arguments));
    }

    /** One line of Maven's, without the prefix that every line has. */
    void output(String line) {
        if (line.startsWith("[INFO] ") || line.equals("[INFO]")) {
            out.println(line.substring(Math.min(line.length(), "[INFO] ".length())));
        } else {
            out.println(line);
        }
    }

    void outcome(String word) {
        out.println("-> " + word);
    }

    void line(String text) {
        out.println(text);
    }

    /** @param rows the first one holds the headings */
    void table(String title, List<List<String>> rows) {
        out.println();
        out.println(title + ":");
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(" ");
            for (int column = 0; column < widths.length; column++) {
                line.append(' ')
                        .append(row.get(column))
                        .append(" ".repeat(widths[column] - row.get(column).length() + 1));
            }
            out.println(line.toString().stripTrailing());
        }
    }

    void farewell(Path project) {
        Path here = Path.of("").toAbsolutePath();
        Path shown = project.startsWith(here) ? here.relativize(project) : project;
        chapter("The databases keep their data. Try for yourself:");
        line("  cd " + shown);
        line("  mvn sync:status");
        line("  mvn sync:promote -Dto=test -Dsync.dryRun      # after you have added a migration and run -Dto=dev");
        line("  mvn sync:promote -Dto=dev");
        line("  mvn sync:promote -Dto=prod                    # asks twice");
        line("  mvn sync:pull-prod");
        line("  mvn sync:help -Ddetail");
        out.println();
    }
}
