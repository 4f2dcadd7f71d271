package dev.dbsync.it.demo;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Prints the story: headings, commands as they would be typed, and what Maven said to them. */
final class Narrator {

    private static final String RULE = "=".repeat(100);

    private static final String INFO = "[INFO] ";

    private static final Pattern COLOUR = Pattern.compile("\u001B\\[[0-9;]*m");

    /** Lines that say nothing about the goal. */
    private static final Pattern FRAME = Pattern.compile("\\s*|-{3,}.*|Scanning for projects\\.\\.\\.|Building shop .*"
            + "|BUILD SUCCESS|Total time: .*|Finished at: .*");

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

    /** One line of Maven's: what the goal says, without the frame that Maven puts around every goal. */
    void output(String raw) {
        String line = COLOUR.matcher(raw).replaceAll("");
        String text = line.startsWith(INFO) ? line.substring(INFO.length()) : line;
        if (!FRAME.matcher(text).matches()) {
            out.println("  " + text);
        }
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

    /**
     * @param project where the quickstart is
     * @param here where the demo was started from
     */
    void farewell(Path project, Path here) {
        chapter("The databases keep their data. Try for yourself:");
        line("  cd " + (project.startsWith(here) ? here.relativize(project) : project));
        line("  mvn sync:status");
        line("");
        line("  # a migration of your own, from the checkout to dev, to test, to production (which asks twice)");
        line("  echo 'CREATE TABLE wishes (id int PRIMARY KEY);' > src/main/resources/db/migration/V13__wishes.sql");
        line("  mvn sync:promote -Dto=dev");
        line("  mvn sync:promote -Dto=test");
        line("  mvn sync:promote -Dto=prod");
        line("");
        line("  mvn sync:pull-prod");
        line("  mvn sync:help");
        out.println();
    }
}
