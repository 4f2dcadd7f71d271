package dev.dbsync.core.script;

import dev.dbsync.core.database.Column;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A column as pending scripts leave it.
 *
 * @param original what it is in the target; empty where a script adds it
 * @param renamedBy the scripts that gave it another name
 */
public record PendingColumn(Optional<Column> original, List<String> renamedBy) {

    static PendingColumn of(Column column) {
        return new PendingColumn(Optional.of(column), List.of());
    }

    static PendingColumn made() {
        return new PendingColumn(Optional.empty(), List.of());
    }

    PendingColumn renamedBy(String script) {
        return new PendingColumn(
                original, Stream.concat(renamedBy.stream(), Stream.of(script)).toList());
    }
}
