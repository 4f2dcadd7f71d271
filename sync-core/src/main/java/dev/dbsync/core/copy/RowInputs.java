package dev.dbsync.core.copy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What the masks of a stream need to know of a row beside its values: expressions that the source computes as the first
 * fields of each row, which are read there and sent to nobody. Not thread-safe: one a stream.
 */
final class RowInputs {

    private static final int NONE = -1;

    private final List<String> expressions = new ArrayList<>();
    private final int[] condition;
    private final int[] text;
    private final List<TableCopy.Column> columns;
    private final byte[][] fields;

    private RowInputs(List<TableCopy.Column> columns) {
        this.columns = columns;
        condition = new int[columns.size()];
        text = new int[columns.size()];
        for (int i = 0; i < columns.size(); i++) {
            Optional<RowMask> mask = columns.get(i).rowMask();
            // On lines of its own: a comment at its end takes no parenthesis with it.
            condition[i] =
                    at(mask.flatMap(RowMask::when).map(sql -> "CASE WHEN (\n" + sql + "\n) IS FALSE THEN '-' END"));
            text[i] = at(mask.flatMap(RowMask::by));
        }
        fields = new byte[expressions.size()][];
    }

    /** Empty where no mask of these columns needs any. */
    static Optional<RowInputs> of(List<TableCopy.Column> columns) {
        return Optional.of(new RowInputs(columns)).filter(inputs -> inputs.count() > 0);
    }

    /** What several masks need is computed once. */
    private int at(Optional<String> expression) {
        if (expression.isEmpty()) {
            return NONE;
        }
        if (!expressions.contains(expression.get())) {
            expressions.add(expression.get());
        }
        return expressions.indexOf(expression.get());
    }

    /** For the beginning of SELECT's list. */
    List<String> expressions() {
        return expressions;
    }

    int count() {
        return fields.length;
    }

    /** Takes one of the row's first fields; null for NULL. */
    void put(int number, byte[] field) {
        fields[number] = field;
    }

    /** Whether the column's value stays as it is in the row whose fields were put last. */
    boolean keeps(int column) {
        if (condition[column] == NONE || fields[condition[column]] == null) {
            return false;
        }
        columns.get(column).rowMask().ifPresent(mask -> mask.kept().run());
        return true;
    }

    /** The column's mask, for the row whose fields were put last. */
    Optional<UnaryOperator<byte[]>> mask(int column) {
        return columns.get(column)
                .rowMask()
                .map(mask -> text[column] == NONE
                        ? value -> mask.rewrite().apply(value, null)
                        : value -> mask.rewrite().apply(value, fields[text[column]]));
    }
}
