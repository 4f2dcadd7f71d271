package dev.dbsync.core.lookup;

import dev.dbsync.core.config.LookupConfig;
import dev.dbsync.core.database.Column;
import dev.dbsync.core.database.Key;
import dev.dbsync.core.database.Table;
import dev.dbsync.core.problem.NearestName;
import dev.dbsync.core.problem.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Resolves one lookup table. Either side may lack it, not both. */
final class LookupResolution {

    private final LookupConfig config;
    private final Table source;
    private final Table target;
    private final List<Problem> problems = new ArrayList<>();
    private final List<String> key;

    LookupResolution(LookupConfig config, Table source, Table target) {
        this.config = config;
        this.source = source;
        this.target = target;
        refuseForeign(source);
        refuseForeign(target);
        key = key(source == null ? target : source);
        refuseBadIgnores();
    }

    /** Empty when the table can be used. */
    List<Problem> problems() {
        return problems;
    }

    LookupTable table() {
        boolean keyInTarget = target != null && target.columnNames().containsAll(key) && !conditionAwaitsColumns();
        Table here = keyInTarget ? target : null;
        List<String> sourceOnly = missing(source, here);
        List<String> targetOnly = missing(here, source);
        boolean unique = here != null && isUnique(here, key);
        boolean estimate = source == null
                || here == null
                || !unique
                || !sourceOnly.isEmpty()
                || !targetOnly.isEmpty()
                || typesDiffer(here);
        return new LookupTable(
                (source == null ? target : source).name(),
                columns(here),
                sourceOnly,
                targetOnly,
                untouched(here),
                source != null,
                here != null,
                unique,
                estimate,
                config.keepDeleted(),
                config.condition(),
                config.insertOnly(),
                config.where());
    }

    private List<LookupColumn> columns(Table here) {
        Table known = here == null ? source : here;
        List<LookupColumn> columns = new ArrayList<>();
        key.forEach(
                name -> columns.add(LookupColumn.of(column(source, name), column(here, name), LookupColumn.Role.KEY)));
        for (Column column : known.writableColumns()) {
            boolean common = source == null
                    || here == null
                    || source.column(column.name()).isPresent();
            if (common && !key.contains(column.name())) {
                LookupColumn.Role role = config.ignore().contains(column.name())
                        ? LookupColumn.Role.IGNORED
                        : LookupColumn.Role.COMPARED;
                columns.add(LookupColumn.of(column(source, column.name()), column(here, column.name()), role));
            }
        }
        return List.copyOf(columns);
    }

    /**
     * Whether the condition names a column that only the source has: the target cannot evaluate it before a pending
     * script has run. A word of the condition that only looks like such a name makes an estimate where none was needed.
     */
    private boolean conditionAwaitsColumns() {
        return source != null
                && config.condition().isPresent()
                && source.columnNames().stream()
                        .filter(name -> target.column(name).isEmpty())
                        .anyMatch(name -> Pattern.compile(
                                        "(?<![\\w$])" + Pattern.quote(name) + "(?![\\w$])", Pattern.CASE_INSENSITIVE)
                                .matcher(config.condition().get())
                                .find());
    }

    private static Column column(Table table, String name) {
        return table == null ? null : table.column(name).orElse(null);
    }

    /** Columns of one side that the other lacks, where both have the table. */
    private List<String> missing(Table one, Table other) {
        if (one == null || other == null) {
            return List.of();
        }
        return one.columnNames().stream()
                .filter(name -> other.column(name).isEmpty() && !config.ignore().contains(name))
                .toList();
    }

    private List<String> untouched(Table here) {
        return source == null || here == null
                ? List.of()
                : here.writableColumns().stream()
                        .map(Column::name)
                        .filter(name -> source.column(name).isEmpty())
                        .toList();
    }

    private boolean typesDiffer(Table here) {
        return source.columns().stream()
                .filter(column -> !config.ignore().contains(column.name()))
                .anyMatch(column -> here.column(column.name())
                        .filter(other -> !other.type().equals(column.type()))
                        .isPresent());
    }

    private void refuseForeign(Table table) {
        if (table != null && table.kind() == Table.Kind.FOREIGN) {
            problem("Lookup table " + shown() + " is a foreign table", "Remove it from 'lookups'");
        }
    }

    private List<String> key(Table table) {
        return config.key().isEmpty() ? keyOf(table) : configuredKey(table);
    }

    private List<String> configuredKey(Table table) {
        for (String name : config.key()) {
            if (table.column(name).isEmpty()) {
                problem(
                        "Lookup table " + shown() + " has no column '" + name + "', which its key names",
                        NearestName.hint(name, table.columnNames()));
                return List.of();
            }
        }
        if (!isUnique(table, config.key())) {
            problem(
                    "The key (" + String.join(", ", config.key()) + ") of lookup table " + shown()
                            + " is not a unique key of the table",
                    "Add a unique constraint on these columns"
                            + (table.keys().isEmpty() ? "" : ", or name another key: " + candidates(table)));
            return List.of();
        }
        return config.key();
    }

    private List<String> keyOf(Table table) {
        if (table.primaryKey().isPresent()) {
            return table.primaryKey().get().columns();
        }
        List<Key> usable = table.keys().stream()
                .filter(candidate -> candidate.columns().stream()
                        .allMatch(name -> table.column(name).orElseThrow().notNull()))
                .toList();
        if (usable.size() == 1) {
            return usable.get(0).columns();
        }
        String found = usable.isEmpty()
                ? " has no primary key and no unique index on NOT NULL columns"
                : " has no primary key and several unique indexes";
        problem("Lookup table " + shown() + found + ", so its rows cannot be told apart", remedy(table));
        return List.of();
    }

    private String remedy(Table table) {
        String entry = "{ table: " + config.table() + ", key: [...] }";
        return table.keys().isEmpty()
                ? "Add a primary key, or a unique index whose columns you then name: " + entry
                : "Say which unique columns identify a row: " + entry + ", with " + candidates(table);
    }

    private static String candidates(Table table) {
        return table.keys().stream()
                .map(candidate -> "[" + String.join(", ", candidate.columns()) + "]")
                .distinct()
                .collect(Collectors.joining(" or "));
    }

    private static boolean isUnique(Table table, List<String> columns) {
        return table.keys().stream().anyMatch(key -> new HashSet<>(key.columns()).equals(new HashSet<>(columns)));
    }

    private void refuseBadIgnores() {
        TreeSet<String> names = new TreeSet<>();
        for (Table table : new Table[] {source, target}) {
            if (table != null) {
                names.addAll(table.columnNames());
            }
        }
        for (String name : config.ignore()) {
            if (key.contains(name)) {
                problem(
                        "Column '" + name + "' of lookup table " + shown()
                                + " is part of its key and cannot be ignored",
                        "Remove it from 'ignore', or name another key");
            } else if (!names.contains(name)) {
                problem(
                        "Lookup table " + shown() + " has no column '" + name + "', which 'ignore' names",
                        NearestName.hint(name, names));
            }
        }
    }

    private String shown() {
        return (source == null ? target : source).name().shown();
    }

    private void problem(String what, String remedy) {
        problems.add(new Problem(what, config.where(), remedy));
    }
}
