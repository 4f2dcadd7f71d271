package dev.dbsync.core.masking;

import dev.dbsync.core.database.Column;
import java.util.Locale;
import java.util.Map;

/** The sorts of types that strategies tell apart; a domain counts as what it is over. */
public enum TypeCategory {
    /** {@code text}, {@code varchar}, {@code char}, {@code citext} and {@code name}. */
    TEXT,
    BOOLEAN,
    /** Integers, {@code numeric}, floats and {@code money}. */
    NUMBER,
    /** {@code timestamp}, {@code time} and {@code interval}, with or without time zone. */
    TIME,
    DATE,
    UUID,
    ENUM,
    /** {@code json} and {@code jsonb}. */
    JSON,
    XML,
    /** {@code bytea}. */
    BINARY,
    /** {@code inet} and {@code cidr}. */
    NETWORK,
    ARRAY,
    RANGE,
    OTHER;

    private static final Map<String, TypeCategory> BUILT_IN = Map.ofEntries(
            Map.entry("text", TEXT),
            Map.entry("character varying", TEXT),
            Map.entry("character", TEXT),
            Map.entry("bpchar", TEXT),
            Map.entry("name", TEXT),
            Map.entry("boolean", BOOLEAN),
            Map.entry("smallint", NUMBER),
            Map.entry("integer", NUMBER),
            Map.entry("bigint", NUMBER),
            Map.entry("numeric", NUMBER),
            Map.entry("real", NUMBER),
            Map.entry("double precision", NUMBER),
            Map.entry("money", NUMBER),
            Map.entry("time without time zone", TIME),
            Map.entry("time with time zone", TIME),
            Map.entry("timestamp without time zone", TIME),
            Map.entry("timestamp with time zone", TIME),
            Map.entry("interval", TIME),
            Map.entry("date", DATE),
            Map.entry("uuid", UUID),
            Map.entry("json", JSON),
            Map.entry("jsonb", JSON),
            Map.entry("xml", XML),
            Map.entry("bytea", BINARY),
            Map.entry("inet", NETWORK),
            Map.entry("cidr", NETWORK));

    /** The category of a column's type. */
    public static TypeCategory of(Column column) {
        return switch (column.kind()) {
            case BUILT_IN -> BUILT_IN.getOrDefault(column.baseType(), OTHER);
            case ENUM -> ENUM;
            case RANGE -> RANGE;
            case ARRAY_OF_BUILT_IN, ARRAY_OF_OTHER -> ARRAY;
            case COMPOSITE -> OTHER;
            case OTHER -> isCaseInsensitiveText(column) ? TEXT : OTHER;
        };
    }

    /**
     * The category of a type by its name, as {@link MaskingContext#baseType()} has it; {@link #OTHER} for types that
     * PostgreSQL does not bring, but {@code citext}.
     */
    public static TypeCategory ofBuiltIn(String baseType) {
        if (baseType.endsWith("[]")) {
            return ARRAY;
        }
        return isCaseInsensitiveText(baseType) ? TEXT : BUILT_IN.getOrDefault(baseType, OTHER);
    }

    /** The name of a type of this category. */
    String example() {
        return switch (this) {
            case NUMBER -> "bigint";
            case TIME -> "timestamp with time zone";
            case JSON -> "jsonb";
            case BINARY -> "bytea";
            case NETWORK -> "inet";
            case ARRAY -> "text[]";
            case RANGE -> "int4range";
            case ENUM, OTHER -> "\"unknown\"";
            case TEXT, BOOLEAN, DATE, UUID, XML -> name().toLowerCase(Locale.ROOT);
        };
    }

    /** {@code citext}, in whichever schema its extension lives. */
    static boolean isCaseInsensitiveText(Column column) {
        return column.kind() == Column.TypeKind.OTHER && isCaseInsensitiveText(column.baseType());
    }

    private static boolean isCaseInsensitiveText(String baseType) {
        return baseType.equals("citext") || baseType.endsWith(".citext");
    }
}
