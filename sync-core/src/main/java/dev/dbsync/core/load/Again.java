package dev.dbsync.core.load;

import dev.dbsync.core.database.TableName;
import dev.dbsync.core.load.Piece.Kind;
import dev.dbsync.core.load.Piece.State;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Takes away once more what has come back to tables that are filled anew. */
record Again(LoadRecord record) {

    /** In the transaction of the caller. */
    void run(Connection connection, Collection<TableName> tables) throws SQLException {
        List<Piece> all = record.pieces(connection);
        Set<String> groups = all.stream()
                .filter(piece -> piece.kind() != Kind.FOREIGN_KEY && piece.kind() != Kind.TRIGGER)
                .filter(piece -> tables.contains(piece.table()))
                .map(Piece::group)
                .collect(Collectors.toCollection(HashSet::new));
        Set<String> keys = foreignKeys(connection, tables);
        List<Piece> going = all.stream()
                .filter(piece -> piece.state() != State.ASIDE)
                .filter(piece -> groups.contains(piece.group()) || keys.contains(Definitions.key(piece)))
                .toList();
        try (Statement statement = connection.createStatement()) {
            for (Piece piece : Definitions.inOrderOfGoing(going)) {
                for (String sql : piece.away()) {
                    statement.execute(sql);
                }
            }
        }
        record.move(connection, going, State.ASIDE);
    }

    /** From and to these tables, as they are now. */
    private static Set<String> foreignKeys(Connection connection, Collection<TableName> tables) throws SQLException {
        return FoundForeignKey.read(connection, tables).stream()
                .map(key -> "foreign key " + key.table() + "." + key.name())
                .collect(Collectors.toSet());
    }
}
