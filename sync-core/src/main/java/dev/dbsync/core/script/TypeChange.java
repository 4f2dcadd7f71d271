package dev.dbsync.core.script;

import java.util.Map;
import java.util.Set;

/**
 * Whether a column of one type holds all that it held as another.
 *
 * <p>What is not in this table narrows; so does any type to one that it does not name.
 *
 * <table>
 * <caption>Changes that keep every value</caption>
 * <tr><th>from</th><th>to</th></tr>
 * <tr><td>any</td><td>the same; {@code text}, {@code varchar} without length (not from {@code bytea})</td></tr>
 * <tr><td>{@code smallint}</td><td>{@code integer}, {@code bigint}, {@code real}, {@code double precision}</td></tr>
 * <tr><td>{@code integer}</td><td>{@code bigint}, {@code double precision}</td></tr>
 * <tr><td>{@code smallint}, {@code integer}, {@code bigint}</td><td>{@code numeric} with 5, 10, 19 digits before the
 * point or more, or without limit; {@code varchar} of 6, 11, 20 or more</td></tr>
 * <tr><td>{@code numeric(p,s)}</td><td>{@code numeric} with as many digits on either side of the point; without a scale
 * and with at most 4, 9, 18 digits also the integers</td></tr>
 * <tr><td>{@code real}</td><td>{@code double precision}</td></tr>
 * <tr><td>{@code varchar(n)}, {@code char(n)}</td><td>{@code varchar(m)}, from {@code char} also {@code char(m)}, with m
 * at least n (blanks at the end of a {@code char} mean nothing)</td></tr>
 * <tr><td>{@code text}, {@code varchar}, {@code citext}, {@code name}</td><td>{@code text}, {@code varchar},
 * {@code citext}</td></tr>
 * <tr><td>{@code date}</td><td>{@code timestamp}, {@code timestamptz}</td></tr>
 * <tr><td>{@code timestamp(p)}, {@code timestamptz(p)}, {@code time(p)}, {@code timetz(p)}, {@code interval(p)}</td>
 * <td>the same with p or more; {@code timestamp} to {@code timestamptz}, {@code time} to {@code timetz} (read in the
 * session's time zone)</td></tr>
 * <tr><td>{@code boolean}</td><td>{@code integer}</td></tr>
 * <tr><td>{@code varbit(n)}, {@code bit(n)}</td><td>{@code varbit(m)} with m at least n</td></tr>
 * <tr><td>{@code jsonb}</td><td>{@code json} (the other way loses repeated keys)</td></tr>
 * <tr><td>{@code cidr}, {@code macaddr}</td><td>{@code inet}, {@code macaddr8}</td></tr>
 * <tr><td>arrays</td><td>arrays of a type that keeps the elements</td></tr>
 * </table>
 *
 * <p>Rests on <a href="https://www.postgresql.org/docs/current/datatype.html">Data Types</a>. Lengths count for the
 * types' limits alone; that the rows there are would fit is not asked.
 */
public final class TypeChange {

    private static final Set<String> TEXTS = Set.of("text", "varchar", "citext", "name");

    private static final Set<String> TIMES = Set.of("timestamp", "timestamptz", "time", "timetz", "interval");

    /** The digits that an integer type may have, and those that always fit. */
    private static final Map<String, Integer> MOST_DIGITS = Map.of("smallint", 5, "integer", 10, "bigint", 19);

    private static final Map<String, Integer> SAFE_DIGITS = Map.of("smallint", 4, "integer", 9, "bigint", 18);

    private static final Map<String, Set<String>> WIDER = Map.of(
            "smallint", Set.of("integer", "bigint", "real", "double precision"),
            "integer", Set.of("bigint", "double precision"),
            "real", Set.of("double precision"),
            "date", Set.of("timestamp", "timestamptz"),
            "boolean", Set.of("integer"),
            "jsonb", Set.of("json"),
            "cidr", Set.of("inet"),
            "macaddr", Set.of("macaddr8"));

    private TypeChange() {}

    /**
     * Whether values of the old type may be lost, cut, rounded or refused by the new one.
     *
     * @param oldType as {@code format_type} gives it
     * @param newType as a script writes it
     */
    public static boolean narrows(String oldType, String newType) {
        ColumnType from = ColumnType.of(oldType);
        ColumnType to = ColumnType.of(newType);
        return !from.equals(to) && !keeps(from, to);
    }

    private static boolean keeps(ColumnType from, ColumnType to) {
        if (from.dimensions() == to.dimensions() && from.dimensions() > 0) {
            return from.element().equals(to.element()) || keeps(from.element(), to.element());
        }
        if (to.dimensions() > 0) {
            return false;
        }
        if (isUnlimitedText(to)) {
            return from.dimensions() > 0 || !from.name().equals("bytea");
        }
        if (from.dimensions() > 0) {
            return false;
        }
        return WIDER.getOrDefault(from.name(), Set.of()).contains(to.name()) && fitsTime(from, to)
                || keepsNumber(from, to)
                || keepsText(from, to)
                || keepsTime(from, to)
                || keepsBits(from, to);
    }

    private static boolean isUnlimitedText(ColumnType type) {
        return Set.of("text", "varchar", "citext").contains(type.name()) && !type.isLimited();
    }

    private static boolean keepsNumber(ColumnType from, ColumnType to) {
        Integer most = MOST_DIGITS.get(from.name());
        if (most != null) {
            return switch (to.name()) {
                case "numeric" -> !to.isLimited() || (to.scale() >= 0 && to.size() - to.scale() >= most);
                case "varchar" -> to.size() > most;
                default -> false;
            };
        }
        if (!from.name().equals("numeric")) {
            return false;
        }
        if (to.name().equals("numeric")) {
            return !to.isLimited()
                    || (from.isLimited()
                            && to.scale() >= from.scale()
                            && to.size() - to.scale() >= from.size() - from.scale());
        }
        Integer safe = SAFE_DIGITS.get(to.name());
        return safe != null && from.isLimited() && from.scale() <= 0 && from.size() - from.scale() <= safe;
    }

    private static boolean keepsText(ColumnType from, ColumnType to) {
        if (TEXTS.contains(from.name()) && !from.isLimited()) {
            return false;
        }
        boolean lengths = from.isLimited() && to.isLimited() && to.size() >= from.size();
        return switch (from.name()) {
            case "varchar" -> to.name().equals("varchar") && lengths;
            case "char" -> Set.of("varchar", "char").contains(to.name()) && lengths;
            default -> false;
        };
    }

    private static boolean keepsTime(ColumnType from, ColumnType to) {
        boolean sameKind = from.name().equals(to.name())
                || (from.name().equals("timestamp") && to.name().equals("timestamptz"))
                || (from.name().equals("time") && to.name().equals("timetz"));
        return TIMES.contains(from.name()) && sameKind && fitsTime(from, to);
    }

    /** Without a precision, microseconds: six digits. A date has none. */
    private static boolean fitsTime(ColumnType from, ColumnType to) {
        if (!TIMES.contains(to.name()) || from.name().equals("date")) {
            return true;
        }
        int digits = from.isLimited() ? from.size() : 6;
        return !to.isLimited() || to.size() >= digits;
    }

    private static boolean keepsBits(ColumnType from, ColumnType to) {
        boolean bits = Set.of("bit", "varbit").contains(from.name());
        return bits
                && to.name().equals("varbit")
                && (!to.isLimited() || (from.isLimited() && to.size() >= from.size()));
    }
}
