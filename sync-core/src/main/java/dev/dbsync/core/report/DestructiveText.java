package dev.dbsync.core.report;

import dev.dbsync.core.promote.DestructiveChange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a promotion destroys or holds up: for people, in lines and in Markdown, and for programs. */
final class DestructiveText {

    private static final String LOSES = "Loses data";
    private static final String DISTURBS = "Blocks, rewrites, or changes what applications see";

    private DestructiveText() {}

    /** Two sections of a plan, a line a change; those without a change are left out. */
    static String of(List<DestructiveChange> changes) {
        StringBuilder text = new StringBuilder();
        section(text, LOSES, chosen(changes, true));
        section(text, DISTURBS, chosen(changes, false));
        return text.toString();
    }

    private static void section(StringBuilder text, String title, List<DestructiveChange> changes) {
        if (!changes.isEmpty()) {
            text.append("  ").append(title).append('\n');
            changes.forEach(change -> text.append("    ").append(change.shown()).append('\n'));
        }
    }

    static String markdown(List<DestructiveChange> changes) {
        StringBuilder text = new StringBuilder();
        markdown(text, LOSES, chosen(changes, true));
        markdown(text, DISTURBS, chosen(changes, false));
        return text.toString();
    }

    private static void markdown(StringBuilder text, String title, List<DestructiveChange> changes) {
        if (!changes.isEmpty()) {
            text.append("\n### ").append(title).append("\n\n");
            changes.forEach(change ->
                    text.append("- ").append(Markdown.text(change.shown())).append('\n'));
        }
    }

    private static List<DestructiveChange> chosen(List<DestructiveChange> changes, boolean losing) {
        return changes.stream().filter(change -> change.losesData() == losing).toList();
    }

    static List<Map<String, Object>> json(List<DestructiveChange> changes) {
        return changes.stream().map(DestructiveText::json).toList();
    }

    private static Map<String, Object> json(DestructiveChange change) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("script", change.script());
        json.put("line", change.line());
        json.put("what", change.what());
        json.put("object", change.object());
        change.origin().ifPresent(origin -> json.put("origin", origin));
        json.put("losesData", change.losesData());
        return json;
    }
}
