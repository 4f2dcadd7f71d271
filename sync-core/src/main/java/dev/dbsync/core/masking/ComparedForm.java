package dev.dbsync.core.masking;

import dev.dbsync.core.database.Column;
import java.util.Arrays;

/**
 * Brings values that PostgreSQL holds to be equal into one form before they are masked, so that a foreign key between
 * them still holds: blanks at the end of {@code char(n)} mean nothing, nor does case in {@code citext}.
 */
final class ComparedForm {

    private ComparedForm() {}

    /** @param then what is done to values next */
    static ColumnMask of(Column column, Normalization then, ColumnMask mask) {
        if (TypeCategory.isCaseInsensitiveText(column) && !then.lower()) {
            return Normalization.LOWER_CASE.before(mask);
        }
        return column.kind() == Column.TypeKind.BUILT_IN ? of(column.baseType(), mask) : mask;
    }

    /** @param builtIn the name of a type that PostgreSQL brings */
    static ColumnMask of(String builtIn, ColumnMask mask) {
        boolean blankPadded = builtIn.equals("character") || builtIn.equals("bpchar");
        return blankPadded ? withoutBlanksAtTheEnd(mask) : mask;
    }

    private static ColumnMask withoutBlanksAtTheEnd(ColumnMask mask) {
        return new ColumnMask() {
            @Override
            public byte[] mask(byte[] value) {
                return mask.mask(withoutBlanksAtTheEnd(value));
            }

            @Override
            public byte[] mask(byte[] value, byte[] by) {
                return mask.mask(withoutBlanksAtTheEnd(value), by);
            }
        };
    }

    private static byte[] withoutBlanksAtTheEnd(byte[] value) {
        int length = value.length;
        while (length > 0 && value[length - 1] == ' ') {
            length--;
        }
        return length == value.length ? value : Arrays.copyOf(value, length);
    }
}
