package dev.dbsync.core.lookup;

import dev.dbsync.core.database.Column;
import dev.dbsync.core.database.Sql;
import java.util.Set;

/**
 * A column of a lookup table that both sides have, and that can be written or belongs to the key.
 *
 * @param name exactly as stored
 * @param role what it is for
 * @param baseType the type below all domains: the target's, or the source's where the target lacks the table
 * @param nullable whether either side lets it be NULL
 * @param sameType whether no side has it with another base type
 * @param scaleDiffers whether it is numeric with a precision or scale of its own on each side
 * @param generated whether the target makes its values itself: {@code GENERATED ALWAYS AS (…)}
 * @param identityAlways whether the target refuses to update it: {@code GENERATED ALWAYS AS IDENTITY}
 */
public record LookupColumn(
        String name,
        Role role,
        String baseType,
        boolean nullable,
        boolean sameType,
        boolean scaleDiffers,
        boolean generated,
        boolean identityAlways) {

    public enum Role {
        /** Identifies the row, and is compared. */
        KEY,
        /** Compared and updated. */
        COMPARED,
        /** Neither compared nor updated; a new row takes the source's value. */
        IGNORED
    }

    /** Types of which two values are equal exactly when their texts are, so that no text need be made of them. */
    private static final Set<String> EQUAL_AS_TEXT = Set.of(
            "smallint",
            "integer",
            "bigint",
            "boolean",
            "uuid",
            "date",
            "bytea",
            "timestamp without time zone",
            "timestamp with time zone");

    /** Their equality is that of bytes once no collation has a say. */
    private static final Set<String> EQUAL_AS_BYTES = Set.of("text", "character varying");

    /** Types, besides those above, that COPY writes as the cast to text does. */
    private static final Set<String> COPIED_AS_TEXT = Set.of(
            "numeric",
            "real",
            "double precision",
            "time without time zone",
            "time with time zone",
            "interval",
            "json",
            "jsonb");

    /** Types whose values all servers put in the same order. */
    private static final Set<String> INTEGERS = Set.of("smallint", "integer", "bigint");

    static LookupColumn of(Column source, Column target, Role role) {
        Column known = target == null ? source : target;
        boolean both = source != null && target != null;
        return new LookupColumn(
                known.name(),
                role,
                known.baseType(),
                (source != null && !source.notNull()) || (target != null && !target.notNull()),
                !both || source.baseType().equals(target.baseType()),
                both && known.baseType().equals("numeric") && !source.type().equals(target.type()),
                known.generated(),
                target != null && target.identity() == Column.Identity.ALWAYS);
    }

    boolean isKey() {
        return role == Role.KEY;
    }

    boolean isCompared() {
        return role != Role.IGNORED;
    }

    /**
     * Whether rows that agree in the key may differ here. Of what is generated, the columns that it is made of are
     * compared.
     */
    boolean isComparedBesidesKey() {
        return isCompared() && (!isKey() || keyIsLooserThanText() && !generated);
    }

    /** Whether two rows with the same key may still hold different texts here. */
    boolean keyIsLooserThanText() {
        return isNumeric() || isCaseless();
    }

    String sql() {
        return Sql.identifier(name);
    }

    String of(String alias) {
        return alias + "." + sql();
    }

    /** The text by which two values are compared; NULL for NULL. */
    String text(String alias) {
        return scaleDiffers ? "trim_scale(" + of(alias) + ")::text" : of(alias) + "::text";
    }

    /**
     * What COPY is to write so that two values are equal in its rows exactly when their {@link #text} is: the column
     * itself where that spares the server a cast.
     */
    String copied(String alias) {
        return isCopiedAsItIs() ? of(alias) : text(alias);
    }

    /** Whether {@link #copied} is what another column of the type takes in unchanged. */
    boolean isCopiedAsItIs() {
        return sameType
                && !scaleDiffers
                && (EQUAL_AS_TEXT.contains(baseType)
                        || EQUAL_AS_BYTES.contains(baseType)
                        || COPIED_AS_TEXT.contains(baseType));
    }

    /** Whether key texts are the column as COPY writes it. */
    boolean keyIsCopiedAsItIs() {
        return isCopiedAsItIs() && !nullable && !keyIsLooserThanText() && !baseType.equals("boolean");
    }

    /** Whether rows are put in the order of the key's numbers, which an index gives for nothing, not of its texts. */
    boolean ordersAsInteger() {
        return sameType && !nullable && INTEGERS.contains(baseType);
    }

    /** Matches the column with a key's text: so that an index can be used, where the type allows it. */
    String hasKeyText(String alias, String text) {
        return ordersAsInteger() ? of(alias) + " = " + text + "::" + baseType : keyText(alias) + " = " + text;
    }

    /** The text by which two rows are matched; never NULL, and a NULL's text is that of no value. */
    String keyText(String alias) {
        String text;
        if (isNumeric()) {
            text = "trim_scale(" + of(alias) + ")::text";
        } else if (isCaseless()) {
            text = "lower(" + of(alias) + "::text)";
        } else {
            text = of(alias) + "::text";
        }
        return nullable ? "coalesce('=' || " + text + ", '')" : text;
    }

    /** Whether two values of the column's type on the target differ. */
    String differs(String one, String other) {
        if (EQUAL_AS_TEXT.contains(baseType)) {
            return of(one) + " IS DISTINCT FROM " + of(other);
        }
        if (EQUAL_AS_BYTES.contains(baseType)) {
            return of(one) + " COLLATE \"C\" IS DISTINCT FROM " + of(other) + " COLLATE \"C\"";
        }
        return text(one) + " COLLATE \"C\" IS DISTINCT FROM " + text(other) + " COLLATE \"C\"";
    }

    private boolean isNumeric() {
        return baseType.equals("numeric");
    }

    private boolean isCaseless() {
        return baseType.equals("citext") || baseType.endsWith(".citext");
    }
}
