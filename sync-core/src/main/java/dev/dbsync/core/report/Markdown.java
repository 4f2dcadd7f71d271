package dev.dbsync.core.report;

/** Names and texts of others as Markdown that shows them, and does nothing else with them. */
final class Markdown {

    /** What means something in the middle of a line of GitHub's or GitLab's Markdown. */
    private static final String MARKUP = "\\`*_[]<>|~&@#";

    private Markdown() {}

    /** As plain text, in a table's cell too: no character of it is markup, and it stays on its line. */
    static String text(String any) {
        StringBuilder escaped = new StringBuilder();
        for (char character : line(any).toCharArray()) {
            if (MARKUP.indexOf(character) >= 0) {
                escaped.append('\\');
            }
            escaped.append(character);
        }
        return escaped.toString();
    }

    /** As code, in a table's cell: there, a bar ends even code. */
    static String cell(String any) {
        return code(any).replace("|", "\\|");
    }

    /** As code, outside of tables. */
    static String code(String any) {
        String line = line(any);
        String fence = "`".repeat(longestRun(line) + 1);
        boolean apart = line.startsWith("`") || line.endsWith("`") || line.isEmpty();
        return fence + (apart ? " " : "") + line + (apart ? " " : "") + fence;
    }

    private static String line(String any) {
        return any.replaceAll("\\R", " ");
    }

    private static int longestRun(String text) {
        int longest = 0;
        int run = 0;
        for (char character : text.toCharArray()) {
            run = character == '`' ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest;
    }
}
