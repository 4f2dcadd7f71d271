package dev.dbsync.core.report;

import static dev.dbsync.core.report.Markdown.cell;

import dev.dbsync.core.promote.PlannedLocks;
import dev.dbsync.core.promote.PlannedLocks.LockedTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The locks of a promotion: for people, in lines and in Markdown, and for programs. */
final class LocksText {

    /** Of a long promotion, the strongest locks are what a reader can still take in. The JSON file has all. */
    private static final int SHOWN = 20;

    private LocksText() {}

    /** A section of a plan. */
    static String of(PlannedLocks locks) {
        StringBuilder text =
                new StringBuilder("  Locks: ").append(amount(locks)).append('\n');
        locks.warning().ifPresent(warning -> text.append("    ").append(warning).append('\n'));
        if (!locks.tables().isEmpty()) {
            text.append("    until commit, readers (r) and writers (w) wait for\n");
            TextTable table = new TextTable("      ");
            locks.tables().stream()
                    .limit(SHOWN)
                    .forEach(lock ->
                            table.row(lock.table(), who(lock), lock.mode().sql(), lock.where()));
            text.append(table.text()).append(more("      ", locks.tables()));
        }
        if (!locks.unknown().isEmpty()) {
            text.append("    and for what these lock, which cannot be told\n");
            first(locks.unknown(), Function.identity())
                    .forEach(line -> text.append("      ").append(line).append('\n'));
            text.append(more("      ", locks.unknown()));
        }
        return text.toString();
    }

    static String markdown(PlannedLocks locks) {
        StringBuilder text = new StringBuilder("\n### Locks\n\n")
                .append(Markdown.text(amount(locks)))
                .append('\n');
        locks.warning()
                .ifPresent(warning ->
                        text.append("\n**").append(Markdown.text(warning)).append("**\n"));
        if (!locks.tables().isEmpty()) {
            text.append(
                    "\nUntil commit, readers and writers wait for:\n\n| table | waiting | mode | by |\n|---|---|---|---|\n");
            first(locks.tables(), LocksText::row).forEach(text::append);
            text.append(markdownMore(locks.tables()));
        }
        if (!locks.unknown().isEmpty()) {
            text.append("\nAnd for what these lock, which cannot be told:\n\n");
            first(locks.unknown(), line -> "- " + Markdown.text(line) + "\n").forEach(text::append);
            text.append(markdownMore(locks.unknown()));
        }
        return text.toString();
    }

    private static String row(LockedTable lock) {
        return "| " + cell(lock.table()) + " | " + waiting(lock) + " | "
                + lock.mode().sql() + " | " + cell(lock.where()) + " |\n";
    }

    private static String waiting(LockedTable lock) {
        return lock.mode().blocksReaders() ? "readers, writers" : "writers";
    }

    private static String who(LockedTable lock) {
        return lock.mode().blocksReaders() ? "rw" : "w";
    }

    private static String amount(PlannedLocks locks) {
        return "about " + locks.expected() + " of the server's " + locks.slots() + " slots (" + locks.percent() + " %)";
    }

    private static <T, R> List<R> first(List<T> all, Function<T, R> shown) {
        return all.stream().limit(SHOWN).map(shown).toList();
    }

    private static String more(String indent, List<?> all) {
        return all.size() <= SHOWN ? "" : indent + "and " + (all.size() - SHOWN) + " more\n";
    }

    private static String markdownMore(List<?> all) {
        return all.size() <= SHOWN ? "" : "\nAnd " + (all.size() - SHOWN) + " more.\n";
    }

    static Map<String, Object> json(PlannedLocks locks) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("expected", locks.expected());
        json.put("slots", locks.slots());
        json.put("warning", locks.warning().orElse(null));
        json.put("tables", locks.tables().stream().map(LocksText::json).toList());
        json.put("unknown", locks.unknown());
        return json;
    }

    private static Map<String, Object> json(LockedTable lock) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("table", lock.table());
        json.put("mode", lock.mode().sql());
        json.put("script", lock.script());
        json.put("line", lock.line().orElse(null));
        return json;
    }
}
