package dev.dbsync.core.masking;

import dev.dbsync.core.database.Column;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Brings values that PostgreSQL holds to be equal into one form before they are masked, so that a foreign key between
 * them still holds: blanks at the end of {@code char(n)} mean nothing, nor does case in {@code citext}.
 */
final class ComparedForm {

    private ComparedForm() {}

    static ColumnMask of(Column column, ColumnMask mask) {
        if (TypeCategory.isCaseInsensitiveText(column)) {
            return value -> mask.mask(new String(value, StandardCharsets.UTF_8)
                    .toLowerCase(Locale.ROOT)
                    .getBytes(StandardCharsets.UTF_8));
        }
        boolean blankPadded = column.kind() == Column.TypeKind.BUILT_IN
                && (column.baseType().equals("character") || column.baseType().equals("bpchar"));
        return blankPadded ? value -> mask.mask(withoutBlanksAtTheEnd(value)) : mask;
    }

    private static byte[] withoutBlanksAtTheEnd(byte[] value) {
        int length = value.length;
        while (length > 0 && value[length - 1] == ' ') {
            length--;
        }
        return length == value.length ? value : Arrays.copyOf(value, length);
    }
}
