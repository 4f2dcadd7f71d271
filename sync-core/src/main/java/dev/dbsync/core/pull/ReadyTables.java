package dev.dbsync.core.pull;

import dev.dbsync.core.database.TableName;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Whose foreign keys may be put back while other tables are still copied: those of tables that are whole, as are all
 * that they reference. Tables in trees of partitions are none of it; their keys wait for the end. Thread-safe.
 */
final class ReadyTables {

    private final Map<TableName, Set<TableName>> referenced = new TreeMap<>();
    private final Set<TableName> ready = new HashSet<>();
    private final Set<TableName> given = new HashSet<>();

    /** @param references what the foreign keys reference that are to be put back, by the tables whose keys they are */
    ReadyTables(Collection<TargetFit.Load> loads, Map<TableName, Set<TableName>> references) {
        Set<TableName> plain = loads.stream()
                .filter(TargetFit.Load::emptiesItselfOnly)
                .map(TargetFit.Load::into)
                .collect(Collectors.toSet());
        references.forEach((table, targets) -> {
            if (plain.contains(table) && plain.containsAll(targets)) {
                referenced.put(table, targets);
            }
        });
    }

    /**
     * Notes that a table has its rows and its keys.
     *
     * @return tables whose foreign keys may be put back from now on, each once
     */
    synchronized Set<TableName> whole(TableName table) {
        ready.add(table);
        Set<TableName> found = new TreeSet<>();
        referenced.forEach((referencing, targets) -> {
            if (ready.contains(referencing) && ready.containsAll(targets) && given.add(referencing)) {
                found.add(referencing);
            }
        });
        return found;
    }
}
