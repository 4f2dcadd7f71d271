package dev.dbsync.core.config;

import dev.dbsync.core.config.YamlNode.Entry;
import dev.dbsync.core.config.YamlNode.Mapping;
import dev.dbsync.core.config.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A file of masking rules as text, in which lines are put, replaced and taken out, and all others stay byte for byte.
 * Sync's own lines bear the digest of what it wrote: one that somebody has touched is that person's.
 */
public final class RulesText {

    private final String file;
    private final List<String> lines;
    private final String lineEnd;
    private final int tablesLine;
    private final Map<String, Block> blocks = new LinkedHashMap<>();
    private final Optional<String> hindrance;
    private final List<OwnLine> own = new ArrayList<>();

    /**
     * A table's lines.
     *
     * @param key the line of its name
     * @param end the line behind its last one
     * @param indent of its columns
     * @param braces whether it is written in braces, between which no line fits
     */
    private record Block(int key, int end, int indent, boolean braces) {}

    /** A line that is Sync's own, with its place. */
    private record OwnLine(int line, RuleLine rule) {}

    private RulesText(String text, String file) {
        this.file = file;
        this.lines = split(text);
        this.lineEnd = text.contains("\r\n") ? "\r\n" : "\n";
        Complaints complaints = new Complaints(file);
        YamlNode root = YamlReader.read(text, file, complaints);
        complaints.throwIfAny();
        Optional<Entry> tables = root instanceof Mapping mapping
                ? mapping.entries().stream()
                        .filter(entry -> entry.key().equals("tables"))
                        .findFirst()
                : Optional.empty();
        tablesLine = tables.map(entry -> entry.place().line() - 1).orElse(-1);
        boolean bracedFile = tables.isPresent() && tables.get().place().column() > 1
                || tables.isEmpty() && text.strip().startsWith("{");
        boolean bracedTables = tables.filter(entry -> isBraced(entry)).isPresent();
        hindrance = bracedFile || bracedTables
                ? Optional.of(tables.map(entry -> entry.place().toString()).orElse(file + ":1:1"))
                : Optional.empty();
        if (hindrance.isEmpty()) {
            tables.filter(entry -> entry.value() instanceof Mapping)
                    .ifPresent(entry -> blocks((Mapping) entry.value(), end((Mapping) root, entry)));
        }
    }

    /**
     * @param file what to call it in complaints
     * @throws dev.dbsync.core.problem.SyncException when it is not YAML
     */
    public static RulesText of(String text, String file) {
        return new RulesText(text, file);
    }

    /** The lines that Sync wrote and nobody has touched since. */
    public List<RuleLine> own() {
        return own.stream().map(OwnLine::rule).toList();
    }

    /** What the file calls its tables, in its order. */
    public List<String> tables() {
        return List.copyOf(blocks.keySet());
    }

    /** Where {@code tables} is written in braces, so that no line can be put into it. */
    public Optional<String> hindrance() {
        return hindrance;
    }

    /** Where a table is written in braces; empty where lines can be put under it, or it is not there. */
    public Optional<String> hindrance(String table) {
        Block block = blocks.get(table);
        return block != null && block.braces() ? Optional.of(file + ":" + (block.key() + 1)) : hindrance;
    }

    /** Whether the mark that a rule's column is gone stands above it. */
    public boolean isMarkedGone(RuleConfig rule) {
        int line = lineOf(rule);
        return line > 0 && RuleLine.isGoneMark(lines.get(line - 1));
    }

    /**
     * The text with these lines in it.
     *
     * @param wanted what is to stand for columns; in the place of Sync's own line for one of the same columns where
     *     there is one, which goes
     * @param obsolete Sync's own lines that are to go
     * @param gone rules whose columns are in no environment: they get a mark
     * @param back rules with that mark whose columns are there
     */
    public String with(List<RuleLine> wanted, List<RuleLine> obsolete, List<RuleConfig> gone, List<RuleConfig> back) {
        Map<Integer, List<String>> replaced = new TreeMap<>();
        Map<Integer, List<String>> behind = new TreeMap<>();
        Map<Integer, String> above = new TreeMap<>();
        Map<String, List<RuleLine>> newTables = new LinkedHashMap<>();
        for (RuleLine line : wanted) {
            Optional<OwnLine> before = ownLine(line);
            Block block = blocks.get(line.table());
            if (before.isPresent()) {
                replaced.computeIfAbsent(before.get().line(), at -> new ArrayList<>())
                        .add(line.text(indentOf(before.get().line())));
            } else if (block != null) {
                behind.computeIfAbsent(lastLine(block), last -> new ArrayList<>())
                        .add(line.text(block.indent()));
            } else {
                newTables
                        .computeIfAbsent(line.table(), table -> new ArrayList<>())
                        .add(line);
            }
        }
        obsolete.forEach(line -> ownLine(line).ifPresent(found -> replaced.putIfAbsent(found.line(), List.of())));
        gone.forEach(rule -> above.put(lineOf(rule), RuleLine.goneMark(indentOf(lineOf(rule)))));
        back.forEach(rule -> replaced.put(lineOf(rule) - 1, List.of()));
        append(newTables, behind);
        return joined(replaced, behind, above);
    }

    private void append(Map<String, List<RuleLine>> newTables, Map<Integer, List<String>> behind) {
        if (newTables.isEmpty()) {
            return;
        }
        int indent = blocks.values().stream()
                .map(block -> indentOf(block.key()))
                .findFirst()
                .orElse(2);
        int last = blocks.values().stream().mapToInt(this::lastLine).max().orElse(tablesLine);
        List<String> added = behind.computeIfAbsent(last < 0 ? lines.size() - 1 : last, line -> new ArrayList<>());
        if (tablesLine < 0) {
            added.add("tables:");
        }
        newTables.forEach((table, columns) -> {
            added.add(" ".repeat(indent) + RuleLine.key(table) + ":");
            columns.forEach(column -> added.add(column.text(2 * indent)));
        });
    }

    private String joined(
            Map<Integer, List<String>> replaced, Map<Integer, List<String>> behind, Map<Integer, String> above) {
        StringBuilder text = new StringBuilder();
        behind.getOrDefault(-1, List.of()).forEach(line -> text.append(line).append(lineEnd));
        for (int i = 0; i < lines.size(); i++) {
            if (above.containsKey(i)) {
                text.append(above.get(i)).append(lineEnd);
            }
            String line = lines.get(i);
            if (!replaced.containsKey(i)) {
                text.append(line);
            } else if (!replaced.get(i).isEmpty()) {
                text.append(String.join(lineEnd, replaced.get(i))).append(endOf(line));
            }
            if (behind.containsKey(i)) {
                boolean ended = !endOf(line).isEmpty();
                String added = String.join(lineEnd, behind.get(i));
                text.append(ended ? added + lineEnd : lineEnd + added);
            }
        }
        return text.toString();
    }

    private void blocks(Mapping tables, int end) {
        List<Entry> entries = tables.entries();
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            int key = entry.place().line() - 1;
            int next = i + 1 < entries.size() ? entries.get(i + 1).place().line() - 1 : end;
            boolean empty = !(entry.value() instanceof Mapping mapping)
                    || mapping.entries().isEmpty();
            int indent = empty
                    ? indentOf(key) + 2
                    : ((Mapping) entry.value()).entries().get(0).place().column() - 1;
            blocks.put(entry.key(), new Block(key, next, indent, isBraced(entry)));
            ownLines(entry, key + 1, next);
        }
    }

    private void ownLines(Entry table, int from, int end) {
        for (int i = from; i < end; i++) {
            Optional<RuleLine> line = RuleLine.read(table.key(), lines.get(i).stripTrailing());
            int at = i;
            line.ifPresent(found -> own.add(new OwnLine(at, found)));
        }
    }

    private int end(Mapping root, Entry tables) {
        return root.entries().stream()
                .mapToInt(entry -> entry.place().line() - 1)
                .filter(line -> line > tables.place().line() - 1)
                .min()
                .orElse(lines.size());
    }

    /** The last line that belongs to a table: blank ones, and comments further left, belong to what follows. */
    private int lastLine(Block block) {
        for (int i = block.end() - 1; i > block.key(); i--) {
            String line = lines.get(i);
            boolean comment = line.stripLeading().startsWith("#");
            if (!line.isBlank() && (!comment || indentOf(i) >= block.indent())) {
                return i;
            }
        }
        return block.key();
    }

    private Optional<OwnLine> ownLine(RuleLine line) {
        return own.stream().filter(found -> found.rule().isAbout(line)).findFirst();
    }

    private boolean isBraced(Entry entry) {
        if (entry.value() instanceof Scalar || !(entry.value() instanceof Mapping mapping)) {
            return false;
        }
        int line = mapping.place().line() - 1;
        int column = mapping.place().column() - 1;
        return line < lines.size()
                && column < lines.get(line).length()
                && lines.get(line).charAt(column) == '{';
    }

    /** The line in which a rule's column stands. */
    private int lineOf(RuleConfig rule) {
        String[] place = rule.where().split(":");
        return Integer.parseInt(place[place.length - 2]) - 1;
    }

    private int indentOf(int line) {
        String text = lines.get(line);
        int indent = 0;
        while (indent < text.length() && text.charAt(indent) == ' ') {
            indent++;
        }
        return indent;
    }

    private static String endOf(String line) {
        return line.endsWith("\r\n") ? "\r\n" : line.endsWith("\n") ? "\n" : "";
    }

    /** Each with its end, so that joined they are the text again. */
    private static List<String> split(String text) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
            lines.add(text.substring(start, end + 1));
            start = end + 1;
        }
        if (start < text.length()) {
            lines.add(text.substring(start));
        }
        return lines;
    }
}
