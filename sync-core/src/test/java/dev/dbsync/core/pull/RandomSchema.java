package dev.dbsync.core.pull;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Tables, keys, constraints and rules dealt out at random, filled with what a few people are known by. Whether the
 * rules fit is left to chance; now and then a column that is kept holds what another one masks.
 */
final class RandomSchema {

    private static final int PEOPLE = 12;

    /** What a column is about. */
    private enum Kind {
        EMAIL(
                List.of("text", "varchar(60)", "citext", "char(40)"),
                List.of("email", "hash", "redact", "'null'", "name")),
        NAME(List.of("text", "varchar(40)", "varchar(12)"), List.of("name", "redact", "hash", "'null'")),
        PHONE(List.of("text", "varchar(30)"), List.of("phone", "redact", "'null'", "hash")),
        TOKEN(List.of("text", "char(16)", "varchar(16)"), List.of("hash", "redact", "'null'")),
        NOTE(List.of("text", "varchar(200)"), List.of("keep", "keep", "redact")),
        DOCUMENT(List.of("jsonb", "json"), List.of("keep", "'null'")),
        TAGS(List.of("text[]"), List.of("keep", "'null'")),
        NUMBER(List.of("int", "numeric"), List.of(""));

        private final List<String> types;
        private final List<String> rules;

        Kind(List<String> types, List<String> rules) {
            this.types = types;
            this.rules = rules;
        }
    }

    /** @param rule empty where it has none */
    private record Column(String name, Kind kind, String type, String rule) {}

    private record Table(String name, List<Column> columns, List<String> constraints, int rows) {}

    private final Random random;
    private final List<Table> tables = new ArrayList<>();
    private final List<String> views = new ArrayList<>();
    private final boolean leaks;

    /** What is nobody's is nowhere twice: in a small table it would be rare, and so be taken for somebody's. */
    private int neutral;

    RandomSchema(long seed) {
        // Of seeds that are near each other, the first numbers are, too.
        random = new Random(seed * 0x9e3779b97f4a7c15L);
        leaks = random.nextInt(4) == 0;
        int number = 1 + random.nextInt(4);
        for (int i = 0; i < number; i++) {
            tables.add(table("t" + i));
        }
        if (random.nextBoolean()) {
            Table table = pick(tables);
            views.add("CREATE MATERIALIZED VIEW seen AS SELECT * FROM " + table.name());
        }
    }

    private Table table(String name) {
        List<Column> columns = new ArrayList<>();
        int number = 1 + random.nextInt(6);
        for (int i = 0; i < number; i++) {
            Kind kind = pick(List.of(Kind.values()));
            String rule = random.nextInt(40) == 0 ? "" : random.nextInt(25) == 0 ? "keep" : pick(kind.rules);
            columns.add(new Column("c" + i, kind, pick(kind.types), rule));
        }
        List<String> constraints = new ArrayList<>();
        for (Column column : columns) {
            boolean plain = column.kind() == Kind.EMAIL || column.kind() == Kind.NAME || column.kind() == Kind.TOKEN;
            if (plain && random.nextInt(8) == 0) {
                constraints.add("UNIQUE (" + column.name() + ")");
            }
            if (plain && random.nextInt(12) == 0) {
                constraints.add("UNIQUE (id, " + column.name() + ")");
            }
            if (plain && random.nextInt(8) == 0) {
                constraints.add("CHECK (length(" + column.name() + ") > 3)");
            }
            if (plain && random.nextInt(25) == 0) {
                constraints.add("CHECK (" + column.name() + " LIKE '%a%')");
            }
            if (random.nextInt(10) == 0) {
                constraints.add("CHECK (" + column.name() + " IS NOT NULL)");
            }
        }
        tables.stream()
                .filter(table -> random.nextInt(3) == 0)
                .findFirst()
                .ifPresent(table -> constraints.add("FOREIGN KEY (id) REFERENCES " + table.name()));
        return new Table(name, columns, constraints, 1 + random.nextInt(PEOPLE));
    }

    /** Whether columns that are kept may hold what others mask. */
    boolean leaks() {
        return leaks;
    }

    /** For both sides. */
    Stream<String> ddl() {
        return Stream.of(
                        Stream.of("CREATE EXTENSION citext"), tables.stream().map(RandomSchema::create), views.stream())
                .flatMap(part -> part);
    }

    private static String create(Table table) {
        return Stream.of(
                        Stream.of("id int PRIMARY KEY"),
                        table.columns().stream().map(column -> column.name() + " " + column.type()),
                        table.constraints().stream())
                .flatMap(part -> part)
                .collect(Collectors.joining(", ", "CREATE TABLE " + table.name() + " (", ")"));
    }

    /** Rows of the source: those of a table that is referenced are the more. */
    Stream<String> rows() {
        return tables.stream()
                .flatMap(table -> IntStream.range(0, PEOPLE)
                        .filter(person -> person < table.rows() || isReferenced(table))
                        .mapToObj(person -> table.columns().stream()
                                .map(column -> value(column, person))
                                .collect(Collectors.joining(
                                        ", ",
                                        "INSERT INTO " + table.name() + " VALUES (" + person
                                                + (table.columns().isEmpty() ? "" : ", "),
                                        ")"))));
    }

    private boolean isReferenced(Table table) {
        return tables.stream()
                .anyMatch(other -> other.constraints().stream()
                        .anyMatch(constraint -> constraint.endsWith("REFERENCES " + table.name())));
    }

    String rules() {
        return tables.stream()
                .map(table -> table.columns().stream()
                        .filter(column -> !column.rule().isEmpty())
                        .map(column -> column.name() + ": " + column.rule())
                        .collect(Collectors.joining(", ", table.name() + ": { ", " }\n")))
                .collect(Collectors.joining());
    }

    /** By table and column, what the source holds that is masked and tells whose it is; lower case. */
    Set<String> identifying(BiPredicate<String, String> isMasked) {
        Set<String> values = new LinkedHashSet<>();
        for (Table table : tables) {
            for (Column column : table.columns()) {
                boolean known = column.kind() == Kind.EMAIL
                        || column.kind() == Kind.NAME
                        || column.kind() == Kind.PHONE
                        || column.kind() == Kind.TOKEN;
                if (known && isMasked.test(table.name(), column.name())) {
                    IntStream.range(0, PEOPLE)
                            .filter(person -> person < table.rows() || isReferenced(table))
                            .forEach(person -> values.add(known(column.kind(), person)));
                }
            }
        }
        return values;
    }

    List<String> relations() {
        return Stream.concat(tables.stream().map(Table::name), views.isEmpty() ? Stream.empty() : Stream.of("seen"))
                .toList();
    }

    private String value(Column column, int person) {
        if (random.nextInt(60) == 0) {
            return "NULL";
        }
        String other = leaks && random.nextInt(6) == 0
                ? known(pick(List.of(Kind.EMAIL, Kind.NAME, Kind.PHONE, Kind.TOKEN)), random.nextInt(PEOPLE))
                : "neutral" + ++neutral;
        return switch (column.kind()) {
            case EMAIL, NAME, PHONE, TOKEN -> "'" + known(column.kind(), person) + "'";
            case NOTE -> "'Seen " + other.toUpperCase(Locale.ROOT) + ", they said'";
            case DOCUMENT -> "json_build_object('a', json_build_array('" + other + "'))";
            case TAGS -> "ARRAY['x', '" + other + "']";
            case NUMBER -> String.valueOf(person);
        };
    }

    /** What a person is known by, the same in whichever column it stands. */
    private static String known(Kind kind, int person) {
        Random own = new Random(31L * kind.ordinal() + person);
        String letters = own.ints(7, 'b', 'z')
                .mapToObj(letter -> String.valueOf((char) letter))
                .collect(Collectors.joining());
        return switch (kind) {
            case EMAIL -> letters + "@corp.example";
            case NAME -> letters.substring(0, 4) + " " + letters;
            case PHONE -> "+49 1512 3" + (100_000 + own.nextInt(899_999));
            default -> letters + own.nextInt(100_000, 999_999);
        };
    }

    private <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
