package dev.dbsync.core.masking;

import dev.dbsync.core.database.Column;

/** Which columns need no rule: kinds of types that hold no personal data by themselves, unless the name says so. */
final class Harmless {

    private Harmless() {}

    /** An allow-list: whatever is not known to be harmless needs a decision. */
    static boolean is(Column column) {
        TypeCategory type = TypeCategory.of(column);
        boolean kind = switch (type) {
            case BOOLEAN, NUMBER, TIME, UUID, ENUM -> true;
            default -> false;
        };
        return kind
                && !SuspiciousNames.contains(column.name(), type)
                // A domain or an enum may say what the column's name does not: "value phone_number".
                && !SuspiciousNames.contains(column.type(), type);
    }
}
