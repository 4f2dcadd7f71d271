package dev.dbsync.core.masking;

import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.Column;
import dev.dbsync.core.database.Column.Identity;
import dev.dbsync.core.database.Column.TypeKind;
import dev.dbsync.core.database.ForeignKey;
import dev.dbsync.core.database.Key;
import dev.dbsync.core.database.Table;
import dev.dbsync.core.database.TableName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Catalogs made by hand, a table in a line. */
final class Catalogs {

    private static final Pattern LENGTH = Pattern.compile("(.*)\\((\\d+)\\)");

    private Catalogs() {}

    static Catalog of(Table... tables) {
        return new Catalog(List.of(tables), List.of(), List.of());
    }

    static Catalog with(Catalog catalog, ForeignKey... keys) {
        return new Catalog(catalog.tables(), List.of(keys), List.of());
    }

    /** @param columns {@code "email varchar(20) not null"}; {@code unique} and {@code generated} are understood too */
    static Table table(String name, long rows, String... columns) {
        List<Column> made = new ArrayList<>();
        List<Key> keys = new ArrayList<>();
        for (String column : columns) {
            String[] words = column.split(" ", 2);
            made.add(column(words[0], words[1]));
            if (words[1].contains("unique")) {
                keys.add(new Key(name + "_" + words[0] + "_key", List.of(words[0]), false, true, false));
            }
        }
        return new Table(
                new TableName("public", name),
                Table.Kind.ORDINARY,
                Optional.empty(),
                made,
                keys,
                false,
                Optional.empty(),
                rows,
                0);
    }

    static Table withKey(Table table, String... columns) {
        List<Key> keys = new ArrayList<>(table.keys());
        keys.add(new Key(
                table.name().name() + "_" + String.join("_", columns) + "_key", List.of(columns), false, true, false));
        return new Table(
                table.name(),
                table.kind(),
                table.parent(),
                table.columns(),
                keys,
                table.rowSecurity(),
                table.extension(),
                table.estimatedRows(),
                table.bytes());
    }

    static ForeignKey foreignKey(String from, String to) {
        String[] source = from.split("\\.");
        String[] target = to.split("\\.");
        return new ForeignKey(
                source[0] + "_fk",
                new TableName("public", source[0]),
                List.of(source[1]),
                new TableName("public", target[0]),
                List.of(target[1]),
                false,
                "FOREIGN KEY");
    }

    private static Column column(String name, String description) {
        String type = description
                .replace(" not null", "")
                .replace(" unique", "")
                .replace(" generated", "")
                .replace("varchar", "character varying")
                .replace("timestamptz", "timestamp with time zone");
        Matcher length = LENGTH.matcher(type);
        boolean limited = length.matches();
        return new Column(
                name,
                type,
                limited ? length.group(1) : type,
                kind(type),
                limited ? Optional.of(Integer.parseInt(length.group(2))) : Optional.empty(),
                description.contains("not null"),
                description.contains("generated"),
                Identity.NONE,
                false,
                Optional.empty());
    }

    private static TypeKind kind(String type) {
        if (type.endsWith("[]")) {
            return TypeKind.ARRAY_OF_BUILT_IN;
        }
        if (type.endsWith("range")) {
            return TypeKind.RANGE;
        }
        return Arrays.stream(TypeKind.values())
                .filter(kind -> type.equals("an_" + kind.name().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElse(type.equals("citext") || type.equals("geometry") ? TypeKind.OTHER : TypeKind.BUILT_IN);
    }
}
