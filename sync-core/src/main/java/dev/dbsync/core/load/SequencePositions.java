package dev.dbsync.core.load;

import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.Column;
import dev.dbsync.core.database.Sequence;
import dev.dbsync.core.database.Sql;
import dev.dbsync.core.database.Table;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.event.EventSink;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where the source's sequences stand: those that selected tables own, and those of the selected schemas that no table
 * owns.
 *
 * @param positions by sequence of the source
 */
public record SequencePositions(List<Position> positions) {

    private static final Set<String> INTEGERS = Set.of("smallint", "integer", "bigint");

    /** A sequence and its {@code last_value} and {@code is_called}. */
    record Position(Sequence sequence, long lastValue, boolean isCalled) {}

    /** @param tables the selected tables, with the partitioned ones above them: these own their sequences */
    public static SequencePositions read(Connection source, Catalog catalog, Set<TableName> tables)
            throws SQLException {
        Set<String> schemas = tables.stream().map(TableName::schema).collect(Collectors.toSet());
        List<Position> positions = new ArrayList<>();
        for (Sequence sequence : catalog.sequences()) {
            boolean wanted = sequence.ownerTable()
                    .map(tables::contains)
                    .orElse(schemas.contains(sequence.name().schema()));
            if (!wanted || sequence.extension().isPresent()) {
                continue;
            }
            try (Statement statement = source.createStatement();
                    ResultSet row = statement.executeQuery("SELECT last_value, is_called FROM "
                            + sequence.name().sql())) {
                row.next();
                positions.add(new Position(sequence, row.getLong(1), row.getBoolean(2)));
            }
        }
        return new SequencePositions(List.copyOf(positions));
    }

    /**
     * What became of the target's sequences.
     *
     * @param set how many stand where the source's stand
     * @param behind columns with values beyond their sequence
     */
    public record Outcome(int set, List<String> behind) {}

    /** Moves the target's sequences there; warns of those that it does not have. */
    public Outcome set(Connection target, Catalog catalog, EventSink events, String to) throws SQLException {
        List<TableName> missing = apply(target, catalog);
        missing.forEach(sequence -> events.warning(to + " has no sequence " + sequence.shown() + " to set"));
        return new Outcome(positions.size() - missing.size(), behind(target, catalog));
    }

    /** @return the sequences that the target does not have */
    private List<TableName> apply(Connection target, Catalog catalog) throws SQLException {
        List<TableName> missing = new ArrayList<>();
        for (Position position : positions) {
            Optional<TableName> found = find(position.sequence(), catalog);
            if (found.isEmpty()) {
                missing.add(position.sequence().name());
                continue;
            }
            try (Statement statement = target.createStatement()) {
                // RESTART gives the sequence a file of its own in this transaction, so that a rollback undoes the
                // setval, too, which it would not do otherwise.
                statement.execute("ALTER SEQUENCE " + found.get().sql() + " RESTART");
            }
            try (PreparedStatement statement = target.prepareStatement("SELECT setval(?::regclass, ?, ?)")) {
                statement.setString(1, found.get().sql());
                statement.setLong(2, position.lastValue());
                statement.setBoolean(3, position.isCalled());
                statement.execute();
            }
        }
        return missing;
    }

    /** Columns of the target with values beyond their sequence, so that an insert to come would collide. */
    private List<String> behind(Connection target, Catalog catalog) throws SQLException {
        List<String> behind = new ArrayList<>();
        for (Position position : positions) {
            Optional<Table> table = position.sequence().ownerTable().flatMap(catalog::table);
            Optional<Column> column = table.flatMap(
                    found -> found.column(position.sequence().ownerColumn().orElse("")));
            if (column.isEmpty() || !INTEGERS.contains(column.get().baseType())) {
                continue;
            }
            String highest = "SELECT max(" + Sql.identifier(column.get().name()) + ") "
                    + (position.isCalled() ? "> " : ">= ") + position.lastValue() + " FROM "
                    + table.get().name().sql();
            try (Statement statement = target.createStatement();
                    ResultSet row = statement.executeQuery(highest)) {
                row.next();
                if (row.getBoolean(1)) {
                    behind.add(table.get().name().shown() + "." + column.get().name());
                }
            }
        }
        return behind;
    }

    /** The sequence of the same owner, which may bear another name, or of the same name. */
    private static Optional<TableName> find(Sequence wanted, Catalog catalog) {
        return catalog.sequences().stream()
                .filter(sequence -> wanted.ownerTable().isPresent()
                        && sequence.ownerTable().equals(wanted.ownerTable())
                        && sequence.ownerColumn().equals(wanted.ownerColumn()))
                .findFirst()
                .or(() -> catalog.sequences().stream()
                        .filter(sequence -> sequence.name().equals(wanted.name()))
                        .findFirst())
                .map(Sequence::name);
    }
}
