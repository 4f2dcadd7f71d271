package dev.dbsync.core.swap;

import dev.dbsync.core.database.TableName;
import dev.dbsync.core.migration.OwnTables;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What users made in a database, without what each database has for itself: Flyway's history, Sync's own tables. */
record HeldObjects(List<Held> objects) {

    /** @param table that it is, or belongs to */
    private record Held(OwnObject object, Optional<TableName> table) {

        boolean isTable() {
            return switch (object.kind()) {
                case "table", "view", "materialized view", "foreign table" -> true;
                default -> false;
            };
        }
    }

    private static final String LARGE_OBJECTS = "large objects";

    /** The names of the driver and of the catalog are those of the session, which has a search path of its own. */
    static HeldObjects read(Connection connection, Set<TableName> histories) throws SQLException {
        List<Held> objects = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(HeldObjectsQuery.SQL);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                Optional<TableName> table = row.getString(3) == null
                        ? Optional.empty()
                        : Optional.of(new TableName(row.getString(3), row.getString(4)));
                if (table.filter(name -> isOfEachItsOwn(name, histories)).isEmpty()) {
                    objects.add(new Held(new OwnObject(row.getString(1), row.getString(2)), table));
                }
            }
        }
        for (OwnObject rows : ExtensionRows.of(connection)) {
            objects.add(new Held(rows, Optional.empty()));
        }
        return new HeldObjects(objects);
    }

    /** As it is with these beside it, each of them belonging to a table. */
    HeldObjects with(Map<OwnObject, TableName> more) {
        List<Held> all = new ArrayList<>(objects);
        more.forEach((object, table) -> all.add(new Held(object, Optional.of(table))));
        return new HeldObjects(all);
    }

    /** Those that the other one lacks. What belongs to a table that it lacks, is not named beside the table. */
    List<OwnObject> beyond(HeldObjects other) {
        Set<OwnObject> there = other.objects.stream().map(Held::object).collect(Collectors.toCollection(HashSet::new));
        List<Held> own = objects.stream()
                .filter(held -> held.object().kind().equals(LARGE_OBJECTS) || !there.contains(held.object()))
                .toList();
        Set<TableName> tables = own.stream()
                .filter(Held::isTable)
                .flatMap(held -> held.table().stream())
                .collect(Collectors.toCollection(HashSet::new));
        return own.stream()
                .filter(held ->
                        held.isTable() || held.table().filter(tables::contains).isEmpty())
                .map(Held::object)
                .toList();
    }

    private static boolean isOfEachItsOwn(TableName table, Set<TableName> histories) {
        return histories.contains(table) || OwnTables.NAMES.contains(table.name());
    }
}
