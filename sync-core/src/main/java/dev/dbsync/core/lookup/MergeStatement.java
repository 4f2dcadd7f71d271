package dev.dbsync.core.lookup;

import dev.dbsync.core.database.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The statement that changes several tables at once: all deletes, then all updates, then all inserts.
 *
 * <p>Foreign keys are checked at its end. Unique indexes are not, hence the order: each step waits for the ones before
 * it, since PostgreSQL runs the parts of a WITH in no order of its own.
 *
 * @see <a href="https://www.postgresql.org/docs/current/queries-with.html#QUERIES-WITH-MODIFYING">Data-modifying
 *     statements in WITH</a>
 */
final class MergeStatement {

    private final List<StagedTable> tables;
    private final List<String> parts = new ArrayList<>();
    private final List<String> names = new ArrayList<>();

    MergeStatement(List<StagedTable> tables) {
        this.tables = tables;
    }

    String sql() {
        phase(this::delete);
        phase(this::update);
        phase(this::insert);
        String counts = names.stream()
                .map(name -> "(SELECT count(*) FROM " + name + ")")
                .collect(Collectors.joining(",\n       "));
        return "WITH " + String.join(",\n", parts) + "\nSELECT " + counts;
    }

    private interface Step {
        void add(StagedTable table, int number, String before);
    }

    private void phase(Step step) {
        String before = names.isEmpty()
                ? "true"
                : names.stream()
                        .map(name -> "(SELECT count(*) FROM " + name + ") >= 0")
                        .collect(Collectors.joining(" AND "));
        for (int i = 0; i < tables.size(); i++) {
            step.add(tables.get(i), i, before);
        }
    }

    private void part(String name, String sql) {
        parts.add(name + " AS (\n" + sql.indent(4) + ")");
        names.add(name);
    }

    private void delete(StagedTable staged, int number, String before) {
        if (staged.counts().deleted() == 0 && !staged.replaces()) {
            return;
        }
        part("deleted_" + number, """
                DELETE
                FROM %s t
                    USING %s g
                WHERE g.action IN ('%s', '%s')
                  AND %s
                  AND %s
                RETURNING t.*""".formatted(
                        staged.table().name().sql(),
                        staged.changes(),
                        StagedTable.DELETE,
                        StagedTable.REPLACE,
                        staged.table().matches("t", "g"),
                        before));
    }

    private void update(StagedTable staged, int number, String before) {
        LookupTable table = staged.table();
        String assignments = table.comparedColumns().stream()
                .filter(column -> !column.identityAlways())
                .filter(LookupColumn::isComparedBesidesKey)
                .map(column -> column.sql() + " = " + column.of("s"))
                .collect(Collectors.joining(",\n    "));
        if (staged.counts().updated() > 0 && !assignments.isEmpty()) {
            part("updated_" + number, """
                    UPDATE %s t
                    SET %s
                    FROM %s g,
                         %s s
                    WHERE g.action = '%s'
                      AND %s
                      AND %s
                      AND %s
                    RETURNING 1""".formatted(
                            table.name().sql(),
                            assignments,
                            staged.changes(),
                            staged.rows(),
                            StagedTable.UPDATE,
                            table.matches("s", "g"),
                            table.matches("t", "g"),
                            before));
        }
    }

    private void insert(StagedTable staged, int number, String before) {
        if (staged.counts().inserted() > 0) {
            insertNew(staged, number, before);
        }
        if (staged.replaces()) {
            insertReplaced(staged, number, before);
        }
    }

    private void insertNew(StagedTable staged, int number, String before) {
        LookupTable table = staged.table();
        List<LookupColumn> written =
                table.columns().stream().filter(column -> !column.generated()).toList();
        part("inserted_" + number, """
                INSERT INTO %s (%s)
                    OVERRIDING SYSTEM VALUE
                SELECT %s
                FROM %s g
                         JOIN %s s ON %s
                WHERE g.action = '%s'
                  AND %s
                RETURNING 1""".formatted(
                        table.name().sql(),
                        Sql.identifiers(written.stream().map(LookupColumn::name).toList()),
                        written.stream().map(column -> column.of("s")).collect(Collectors.joining(", ")),
                        staged.changes(),
                        staged.rows(),
                        table.matches("s", "g"),
                        StagedTable.INSERT,
                        before));
    }

    /** A replaced row keeps what is not promoted: ignored columns, and those that only the target has. */
    private void insertReplaced(StagedTable staged, int number, String before) {
        LookupTable table = staged.table();
        List<String> kept = new ArrayList<>(table.columns().stream()
                .filter(column -> !column.isCompared())
                .map(LookupColumn::name)
                .toList());
        kept.addAll(table.untouched());
        List<String> compared = table.comparedColumns().stream()
                .filter(column -> !column.generated())
                .map(LookupColumn::name)
                .toList();
        String values =
                compared.stream().map(name -> "s." + Sql.identifier(name)).collect(Collectors.joining(", "));
        String keptValues =
                kept.stream().map(name -> ", d." + Sql.identifier(name)).collect(Collectors.joining());
        String keptNames =
                kept.stream().map(name -> ", " + Sql.identifier(name)).collect(Collectors.joining());
        part("replaced_" + number, """
                INSERT INTO %s (%s%s)
                    OVERRIDING SYSTEM VALUE
                SELECT %s%s
                FROM %s g
                         JOIN %s s ON %s
                         JOIN deleted_%d d ON %s
                WHERE g.action = '%s'
                  AND %s
                RETURNING 1""".formatted(
                        table.name().sql(),
                        Sql.identifiers(compared),
                        keptNames,
                        values,
                        keptValues,
                        staged.changes(),
                        staged.rows(),
                        table.matches("s", "g"),
                        number,
                        table.matches("d", "g"),
                        StagedTable.REPLACE,
                        before));
    }
}
