package dev.dbsync.core.load;

import dev.dbsync.core.database.TableName;
import dev.dbsync.core.load.Piece.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the catalog says now of things that were or will be set aside. */
final class Definitions {

    /** Foreign keys hold keys in place, and these hold indexes. */
    private static final List<Kind> GOING = List.of(Kind.FOREIGN_KEY, Kind.TREE, Kind.KEY, Kind.INDEX, Kind.TRIGGER);

    private Definitions() {}

    static List<Piece> inOrderOfGoing(Collection<Piece> pieces) {
        return pieces.stream()
                .sorted(Comparator.comparing(piece -> GOING.indexOf(piece.kind())))
                .toList();
    }

    /** By {@link #key}. */
    static Map<String, String> prints(
            Connection connection, Set<TableName> touched, Set<TableName> bare, Set<Kind> kinds) throws SQLException {
        Map<String, String> prints = new HashMap<>();
        if (kinds.contains(Kind.INDEX)) {
            for (FoundIndex index : IndexCatalog.read(connection, bare)) {
                prints.put("index " + index.table() + "." + index.name(), index.print());
            }
        }
        if (kinds.contains(Kind.FOREIGN_KEY)) {
            for (FoundForeignKey key : FoundForeignKey.read(connection, touched)) {
                String name = "foreign key " + key.table() + "." + key.name();
                prints.put(name, key.print());
                prints.put("validity of " + name, Boolean.toString(key.valid()));
            }
        }
        if (kinds.contains(Kind.TRIGGER)) {
            for (FoundTrigger trigger : FoundTrigger.read(connection, touched)) {
                prints.put("trigger " + trigger.table() + "." + trigger.name(), trigger.state());
            }
        }
        return prints;
    }

    /** The key under which it stands whether a foreign key is valid. */
    static String validity(Piece piece) {
        return "validity of " + key(piece);
    }

    static String key(Piece piece) {
        String of = switch (piece.kind()) {
            case INDEX, KEY, TREE -> "index ";
            case FOREIGN_KEY -> "foreign key ";
            case TRIGGER -> "trigger ";
        };
        return of + piece.table() + "." + piece.name();
    }
}
