package dev.dbsync.core.report;

import dev.dbsync.core.run.Rollback;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The way back for people, in lines and in Markdown, and for programs. */
final class RollbackText {

    private RollbackText() {}

    /** Some lines, to stand at the end of a plan or report; none where there is nothing to go back from. */
    static String of(Rollback rollback) {
        if (rollback.isNotNeeded()) {
            return "";
        }
        TextTable table = new TextTable("    ");
        table.row("by itself:", rollback.byItself());
        rollback.undo().ifPresent(undo -> {
            table.row("otherwise:", undo.how());
            undo.command().ifPresent(command -> table.row("", command));
            undo.lost().forEach(lost -> table.row("lost by that:", lost));
        });
        rollback.irreversible().forEach(what -> table.row("cannot be undone:", what));
        return "  The way back\n" + table.text();
    }

    /** A section, to stand at the end of a plan. */
    static String markdown(Rollback rollback) {
        if (rollback.isNotNeeded()) {
            return "";
        }
        StringBuilder text = new StringBuilder("\n### The way back\n\n");
        item(text, "By itself", rollback.byItself());
        rollback.undo().ifPresent(undo -> {
            item(text, "Otherwise", undo.how());
            undo.command()
                    .ifPresent(command ->
                            text.append("  ").append(Markdown.code(command)).append('\n'));
            undo.lost().forEach(lost -> item(text, "Lost by that", lost));
        });
        rollback.irreversible().forEach(what -> item(text, "Cannot be undone", what));
        return text.toString();
    }

    private static void item(StringBuilder text, String name, String what) {
        text.append("- ").append(name).append(": ").append(Markdown.text(what)).append('\n');
    }

    static Map<String, Object> json(Rollback rollback) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("byItself", rollback.byItself());
        json.put("undo", rollback.undo().map(RollbackText::json).orElse(null));
        json.put("irreversible", rollback.irreversible());
        return json;
    }

    private static Map<String, Object> json(Rollback.Undo undo) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("how", undo.how());
        json.put("backup", undo.backup().orElse(null));
        json.put("command", undo.command().orElse(null));
        json.put("lost", List.copyOf(undo.lost()));
        return json;
    }
}
