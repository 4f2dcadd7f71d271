package dev.dbsync.core.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A column's type in one spelling: {@code int4}, {@code integer} and {@code pg_catalog.int4} are one type.
 *
 * @param name in lower case, without its modifiers; of types that PostgreSQL does not bring, with the schema if written
 * @param modifiers a length, or precision and scale; none where unlimited
 * @param dimensions 0 for a scalar; PostgreSQL does not tell arrays of different dimensions apart, so 1 for any array
 */
record ColumnType(String name, List<Integer> modifiers, int dimensions) {

    private static final Map<String, String> SPELLINGS = Map.ofEntries(
            Map.entry("int2", "smallint"),
            Map.entry("smallserial", "smallint"),
            Map.entry("serial2", "smallint"),
            Map.entry("int", "integer"),
            Map.entry("int4", "integer"),
            Map.entry("serial", "integer"),
            Map.entry("serial4", "integer"),
            Map.entry("int8", "bigint"),
            Map.entry("bigserial", "bigint"),
            Map.entry("serial8", "bigint"),
            Map.entry("decimal", "numeric"),
            Map.entry("dec", "numeric"),
            Map.entry("float4", "real"),
            Map.entry("float8", "double precision"),
            Map.entry("bool", "boolean"),
            Map.entry("character varying", "varchar"),
            Map.entry("char varying", "varchar"),
            Map.entry("nchar varying", "varchar"),
            Map.entry("national character varying", "varchar"),
            Map.entry("national char varying", "varchar"),
            Map.entry("character", "char"),
            Map.entry("nchar", "char"),
            Map.entry("national character", "char"),
            Map.entry("national char", "char"),
            Map.entry("bpchar", "char"),
            Map.entry("bit varying", "varbit"),
            Map.entry("timestamp without time zone", "timestamp"),
            Map.entry("timestamp with time zone", "timestamptz"),
            Map.entry("time without time zone", "time"),
            Map.entry("time with time zone", "timetz"));

    ColumnType {
        modifiers = List.copyOf(modifiers);
    }

    /** Reads a type as SQL, or {@code format_type}, spells it. */
    static ColumnType of(String sql) {
        StringBuilder name = new StringBuilder();
        List<Integer> modifiers = new ArrayList<>();
        boolean array = false;
        boolean negative = false;
        int depth = 0;
        String before = "";
        for (Token token : CodeBlock.tokens(sql)) {
            String text = token.isName() ? token.name(sql) : token.text(sql);
            switch (text) {
                case "(" -> depth++;
                case ")" -> depth--;
                case "[", "]" -> array = true;
                default -> {
                    if (text.equals("array")) {
                        array = true;
                    } else if (depth > 0 && token.kind() == Token.Kind.NUMBER && text.matches("[0-9]{1,9}")) {
                        modifiers.add(negative ? -Integer.parseInt(text) : Integer.parseInt(text));
                    } else if (depth > 0 && !text.equals(",") && !text.equals("-")) {
                        // Not a type that PostgreSQL would write like this: equal to no other.
                        name.append(' ').append(text);
                    } else if (depth == 0 && !array) {
                        boolean apart = !name.isEmpty() && !text.equals(".") && !before.equals(".");
                        name.append(apart ? " " : "").append(text);
                    }
                }
            }
            negative = text.equals("-");
            before = text;
        }
        return canonical(name.toString(), modifiers, array);
    }

    private static ColumnType canonical(String written, List<Integer> modifiers, boolean array) {
        String name = written.replaceFirst("^pg_catalog\\.", "").toLowerCase(Locale.ROOT);
        name = SPELLINGS.getOrDefault(name, name);
        List<Integer> sizes = modifiers;
        if (name.equals("float")) {
            name = !modifiers.isEmpty() && modifiers.get(0) <= 24 ? "real" : "double precision";
            sizes = List.of();
        } else if ((name.equals("char") || name.equals("bit")) && modifiers.isEmpty()) {
            sizes = List.of(1);
        } else if (name.equals("numeric") && modifiers.size() == 1) {
            sizes = List.of(modifiers.get(0), 0);
        }
        return new ColumnType(name, sizes, array ? 1 : 0);
    }

    ColumnType element() {
        return new ColumnType(name, modifiers, 0);
    }

    boolean isLimited() {
        return !modifiers.isEmpty();
    }

    /** The first modifier: a length or precision. */
    int size() {
        return modifiers.get(0);
    }

    int scale() {
        return modifiers.get(1);
    }
}
