package dev.dbsync.core.config;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * A line of a rules file that Sync writes: a rule that it proposes, or, commented out, what a person must decide about:
 * a column, or several of a table that are asked for the same reason.
 *
 * @param table as the file calls it
 * @param columns their names; several are {@link #canStandWithOthers plain} ones
 * @param rule as YAML; empty where a person must decide
 * @param evidence why, without values and without line ends
 */
public record RuleLine(String table, List<String> columns, Optional<String> rule, String evidence) {

    private static final Pattern PLAIN = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*(?:\\.[\\p{L}\\p{N}_]+)*");
    private static final Pattern IN_A_LIST = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*");
    private static final Pattern LIST = Pattern.compile(IN_A_LIST + "(?:, *" + IN_A_LIST + ")+");
    private static final Set<String> NOT_PLAIN = Set.of("null", "true", "false", "yes", "no", "on", "off", "y", "n");
    private static final String GONE = "# gone: no environment that was reached has this column";

    private static final Pattern PROPOSED =
            Pattern.compile(" *(?<entry>(?<key>\"(?:[^\"\\\\]|\\\\.)*\"|[^\\s:#\"]+): (?<rule>.+?))  # proposed:"
                    + " (?<evidence>.*) \\[(?<digest>[0-9a-f]{6})]");
    private static final Pattern UNDECIDED = Pattern.compile(
            " *(?<entry># (?<key>\"(?:[^\"\\\\]|\\\\.)*\"|[^\\s:#\"]+(?:, [^\\s:#\"]+)*): keep)  # decide:"
                    + " (?<evidence>.*) \\[(?<digest>[0-9a-f]{6})]");

    public RuleLine {
        columns = List.copyOf(columns);
    }

    /** A line for one column. */
    public RuleLine(String table, String column, Optional<String> rule, String evidence) {
        this(table, List.of(column), rule, evidence);
    }

    /** The same rule for the same columns, whatever the evidence. */
    public boolean isSameRule(RuleLine other) {
        return table.equals(other.table) && columns.equals(other.columns) && rule.equals(other.rule);
    }

    /** Whether the column's name can stand in a list of such, {@code code, label}. */
    public static boolean canStandWithOthers(String column) {
        return IN_A_LIST.matcher(column).matches();
    }

    /** The columns that a key without quotes means. */
    static List<String> columns(String key) {
        return LIST.matcher(key).matches() ? List.of(key.split(", *")) : List.of(key);
    }

    /** Whether both speak of one and the same column. */
    boolean isAbout(RuleLine other) {
        return table.equals(other.table) && columns.stream().anyMatch(other.columns::contains);
    }

    String text(int indent) {
        String key = columns.size() == 1 ? key(columns.get(0)) : String.join(", ", columns);
        String entry = rule.map(yaml -> key + ": " + yaml).orElseGet(() -> "# " + key + ": keep");
        String why = (rule.isPresent() ? "proposed: " : "decide: ") + evidence;
        return " ".repeat(indent) + entry + "  # " + why + " [" + digest(entry, evidence) + "]";
    }

    /** Sync's own line as it stands in a file; empty for any that somebody has written or touched. */
    static Optional<RuleLine> read(String table, String line) {
        Matcher proposed = PROPOSED.matcher(line);
        if (proposed.matches()) {
            return untouched(proposed)
                    .map(key ->
                            new RuleLine(table, key, Optional.of(proposed.group("rule")), proposed.group("evidence")));
        }
        Matcher undecided = UNDECIDED.matcher(line);
        return undecided.matches()
                ? untouched(undecided)
                        .map(key -> new RuleLine(
                                table,
                                undecided.group("key").startsWith("\"") ? List.of(key) : columns(key),
                                Optional.empty(),
                                undecided.group("evidence")))
                : Optional.empty();
    }

    private static Optional<String> untouched(Matcher line) {
        return digest(line.group("entry"), line.group("evidence")).equals(line.group("digest"))
                ? Optional.of(unquoted(line.group("key")))
                : Optional.empty();
    }

    static String goneMark(int indent) {
        return " ".repeat(indent) + GONE;
    }

    static boolean isGoneMark(String line) {
        return line.strip().equals(GONE);
    }

    /** A name as a key of YAML, quoted where it must be. */
    static String key(String name) {
        boolean plain = PLAIN.matcher(name).matches() && !NOT_PLAIN.contains(name.toLowerCase(Locale.ROOT));
        return plain ? name : '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String unquoted(String key) {
        return key.startsWith("\"")
                ? key.substring(1, key.length() - 1).replace("\\\"", "\"").replace("\\\\", "\\")
                : key;
    }

    /** Tells a line that was touched from one that was not; nobody is kept from forging it. */
    private static String digest(String entry, String evidence) {
        CRC32 crc = new CRC32();
        crc.update((entry + '\n' + evidence).getBytes(StandardCharsets.UTF_8));
        return String.format("%06x", crc.getValue() & 0xffffff);
    }
}
