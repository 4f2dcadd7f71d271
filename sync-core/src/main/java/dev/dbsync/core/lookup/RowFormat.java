package dev.dbsync.core.lookup;

import dev.dbsync.core.copy.RowBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How COPY writes the rows of one lookup table: the key's texts, then all else that is compared, then, of the source,
 * what a merge needs besides. In the order of the keys, which is the same on all servers: that of numbers where a key
 * column holds integers, that of its text's bytes in UTF-8 where not, since collations differ.
 */
final class RowFormat {

    private final LookupTable table;
    private final List<LookupColumn> key;
    private final List<LookupColumn> compared;
    private final List<LookupColumn> added;

    RowFormat(LookupTable table) {
        this.table = table;
        this.key = table.keyColumns();
        this.compared = table.comparedColumns().stream()
                .filter(LookupColumn::isComparedBesidesKey)
                .toList();
        this.added = table.columns().stream()
                .filter(column -> !takenFromKey(column) && !takenFromCompared(column))
                .toList();
    }

    private static boolean takenFromKey(LookupColumn column) {
        return column.isKey() && column.keyIsCopiedAsItIs();
    }

    private boolean takenFromCompared(LookupColumn column) {
        return compared.contains(column) && column.isCopiedAsItIs();
    }

    LookupTable table() {
        return table;
    }

    /** Empty where the source lacks the table, and so has no rows. */
    Optional<String> ofSource() {
        return statement(table.inSource(), table.sourceRows(), added);
    }

    /** Empty where the target lacks the table, and so has no rows. */
    Optional<String> ofTarget() {
        return statement(table.inTarget(), table.targetRows(), List.of());
    }

    private Optional<String> statement(boolean present, String rows, List<LookupColumn> besides) {
        if (!present) {
            return Optional.empty();
        }
        String columns = Stream.of(
                        key.stream().map(column -> keyText(column)),
                        compared.stream().map(column -> column.copied("t")),
                        besides.stream().map(column -> column.of("t")))
                .flatMap(Function.identity())
                .collect(Collectors.joining(", "));
        String order = key.stream()
                .map(column ->
                        column.ordersAsInteger() ? column.of("t") : "convert_to(" + column.keyText("t") + ", 'UTF8')")
                .collect(Collectors.joining(", "));
        return Optional.of("COPY (SELECT %s FROM %s t ORDER BY %s) TO STDOUT".formatted(columns, rows, order));
    }

    private static String keyText(LookupColumn column) {
        return column.keyIsCopiedAsItIs() ? column.of("t") : column.keyText("t");
    }

    /** What the rows hold that is compared. */
    String header() {
        return Stream.concat(key.stream(), compared.stream())
                .map(LookupColumn::name)
                .collect(Collectors.joining("\0", "", "\0" + key.size()));
    }

    /** Where in a row of the source, or the target, ends what is compared: at a tab or a newline. */
    int comparedEnd(byte[] row) {
        return added.isEmpty() ? row.length - 1 : CopiedText.end(row, key.size() + compared.size());
    }

    /** Orders two rows by their keys, as the statements do. */
    int compareKeys(byte[] one, byte[] other) {
        int from = 0;
        int otherFrom = 0;
        for (LookupColumn column : key) {
            int end = CopiedText.end(one, from, 1);
            int otherEnd = CopiedText.end(other, otherFrom, 1);
            int order = column.ordersAsInteger()
                    ? Long.compare(CopiedText.number(one, from, end), CopiedText.number(other, otherFrom, otherEnd))
                    : CopiedText.compare(one, from, end, other, otherFrom, otherEnd);
            if (order != 0) {
                return order;
            }
            from = end + 1;
            otherFrom = otherEnd + 1;
        }
        return 0;
    }

    /** The key's texts, one a key column. */
    List<String> keyTexts(byte[] row) {
        List<String> texts = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < key.size(); i++) {
            int end = CopiedText.end(row, from, 1);
            texts.add(CopiedText.plain(row, from, end));
            from = end + 1;
        }
        return List.copyOf(texts);
    }

    /** The key's texts and one more field, as a row for COPY. */
    byte[] keyAnd(byte[] row, String field) {
        byte[] end = ("\t" + field + "\n").getBytes(StandardCharsets.UTF_8);
        RowBuffer line = new RowBuffer(row.length + end.length);
        line.append(row, 0, CopiedText.end(row, key.size()));
        line.append(end, 0, end.length);
        return line.toBytes();
    }

    /** A row of the source as a row for COPY, in the order of {@link LookupTable#columns()}. */
    byte[] written(byte[] row) {
        RowBuffer line = new RowBuffer(row.length);
        List<LookupColumn> columns = table.columns();
        for (int i = 0; i < columns.size(); i++) {
            if (i > 0) {
                line.append((byte) '\t');
            }
            int field = field(columns.get(i));
            int from = field == 0 ? 0 : CopiedText.end(row, field) + 1;
            line.append(row, from, CopiedText.end(row, from, 1));
        }
        line.append((byte) '\n');
        return line.toBytes();
    }

    private int field(LookupColumn column) {
        if (takenFromKey(column)) {
            return key.indexOf(column);
        }
        return takenFromCompared(column)
                ? key.size() + compared.indexOf(column)
                : key.size() + compared.size() + added.indexOf(column);
    }
}
