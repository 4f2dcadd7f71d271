package dev.dbsync.core.script;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The schemas that pending scripts make and rename. */
final class SchemaNames {

    private final Map<String, PendingSchema> current = new HashMap<>();

    /** @param relations that it holds now */
    PendingSchema find(String name, Stream<PendingRelation> relations) {
        PendingSchema schema = find(name);
        return new PendingSchema(
                schema.original(),
                schema.renamedBy(),
                schema.holdsOnlyNew() && relations.allMatch(PendingRelation::holdsOnlyNew));
    }

    void make(String name) {
        current.put(name, new PendingSchema(Optional.empty(), Set.of(), true));
    }

    void rename(String from, String to, String script) {
        PendingSchema schema = find(from);
        Set<String> renamedBy = new LinkedHashSet<>(schema.renamedBy());
        renamedBy.add(script);
        current.remove(from);
        current.put(to, new PendingSchema(schema.original(), renamedBy, schema.holdsOnlyNew()));
    }

    void drop(String name) {
        current.remove(name);
    }

    void forget() {
        current.clear();
    }

    private PendingSchema find(String name) {
        return current.getOrDefault(name, new PendingSchema(Optional.of(name), Set.of(), false));
    }
}
