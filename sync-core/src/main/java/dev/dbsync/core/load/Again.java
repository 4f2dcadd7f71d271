package dev.dbsync.core.load;

import dev.dbsync.core.database.TableName;
import dev.dbsync.core.load.Piece.Kind;
import dev.dbsync.core.load.Piece.State;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Takes away once more what has come back to tables that are emptied again; in the transaction of the caller. */
record Again(LoadRecord record) {

    /** The foreign keys from and to these tables, and their indexes and keys. */
    void all(Connection connection, Collection<TableName> tables) throws SQLException {
        foreignKeys(connection, tables);
        Set<String> groups = record.pieces().all(connection).stream()
                .filter(piece -> isOnTable(piece) && tables.contains(piece.table()))
                .map(Piece::group)
                .collect(Collectors.toSet());
        go(connection, piece -> isOnTable(piece) && groups.contains(piece.group()));
    }

    /** The foreign keys from and to these tables. */
    void foreignKeys(Connection connection, Collection<TableName> tables) throws SQLException {
        Set<String> keys = FoundForeignKey.read(connection, tables).stream()
                .map(key -> "foreign key " + key.table() + "." + key.name())
                .collect(Collectors.toSet());
        go(connection, piece -> keys.contains(Definitions.key(piece)));
    }

    private static boolean isOnTable(Piece piece) {
        return piece.kind() != Kind.FOREIGN_KEY && piece.kind() != Kind.TRIGGER;
    }

    private void go(Connection connection, Predicate<Piece> wanted) throws SQLException {
        List<Piece> going = record.pieces().all(connection).stream()
                .filter(piece -> piece.state() != State.ASIDE)
                .filter(wanted)
                .toList();
        try (Statement statement = connection.createStatement()) {
            for (Piece piece : Definitions.inOrderOfGoing(going)) {
                for (String sql : piece.away()) {
                    statement.execute(sql);
                }
            }
        }
        record.pieces().move(connection, going, State.ASIDE);
    }
}
