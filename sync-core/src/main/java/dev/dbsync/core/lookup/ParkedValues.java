package dev.dbsync.core.lookup;

import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.ForeignKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Gives rows whose unique columns change values there that no row has, for the time until they get their own.
 *
 * <p>NULL where the column allows it, else a value above all that are in use. Nothing is done to columns of types
 * without such values (boolean, enum and the like), nor to ones that reference other rows or are referenced; another
 * column of the same unique index then has to do, or the index itself refuses the merge.
 */
final class ParkedValues {

    private final Connection target;
    private final StagedTable staged;
    private final Set<String> referencing = new HashSet<>();
    private final Set<String> referenced = new HashSet<>();

    ParkedValues(Connection target, StagedTable staged, Catalog catalog) {
        this.target = target;
        this.staged = staged;
        catalog.foreignKeysOf(staged.table().name()).stream()
                .map(ForeignKey::columns)
                .forEach(referencing::addAll);
        catalog.foreignKeysTo(staged.table().name()).stream()
                .map(ForeignKey::targetColumns)
                .forEach(referenced::addAll);
    }

    void park(List<String> unique) throws SQLException {
        LookupTable table = staged.table();
        List<LookupColumn> columns = table.comparedColumns().stream()
                .filter(column -> unique.contains(column.name()))
                .toList();
        String assignments = columns.stream()
                .filter(column -> value(column).isPresent())
                .map(column -> column.sql() + " = " + value(column).orElseThrow())
                .collect(Collectors.joining(",\n    "));
        if (assignments.isEmpty()) {
            return;
        }
        String differs =
                columns.stream().map(column -> column.differs("s", "t")).collect(Collectors.joining(" OR "));
        try (Statement statement = target.createStatement()) {
            statement.execute("""
                    UPDATE %s t
                    SET %s
                    FROM (SELECT c.*, row_number() OVER () AS number FROM %s c WHERE c.action = '%s') g,
                         %s s
                    WHERE %s
                      AND %s
                      AND (%s)
                    """.formatted(
                            table.name().sql(),
                            assignments,
                            staged.changes(),
                            StagedTable.UPDATE,
                            staged.rows(),
                            table.matches("s", "g"),
                            table.matches("t", "g"),
                            differs));
        }
    }

    private Optional<String> value(LookupColumn column) {
        if (column.isKey() || column.identityAlways() || referenced.contains(column.name())) {
            return Optional.empty();
        }
        if (column.nullable()) {
            return Optional.of("NULL");
        }
        if (referencing.contains(column.name())) {
            return Optional.empty();
        }
        String text = "left(md5(random()::text), 8)";
        return switch (column.baseType()) {
            // Where it is longer than the column, the merge is refused by the column.
            case "text", "character varying", "character" -> Optional.of(text);
            case "smallint", "integer", "bigint", "numeric", "real", "double precision" ->
                Optional.of("(" + highest(column) + " + g.number)::" + column.baseType());
            case "uuid" -> Optional.of("gen_random_uuid()");
            case "date" -> Optional.of("(" + highest(column) + " + g.number::integer)");
            case "timestamp without time zone", "timestamp with time zone" ->
                Optional.of("(" + highest(column) + " + g.number * interval '1 second')");
            default -> column.baseType().endsWith("citext") ? Optional.of(text) : Optional.empty();
        };
    }

    private String highest(LookupColumn column) {
        return "(SELECT max(v) FROM (SELECT %1$s FROM %2$s UNION ALL SELECT %1$s FROM %3$s) AS used (v))"
                .formatted(column.sql(), staged.table().name().sql(), staged.rows());
    }
}
