package dev.dbsync.core.script;

import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.TableName;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The tables, sequences and types that there are at a point of the scripts, by the names that they have there. */
final class RelationNames {

    private final String defaultSchema;
    private final Map<TableName, PendingRelation> original = new HashMap<>();
    private final Map<TableName, PendingRelation> current = new TreeMap<>();
    private final Set<TableName> dropped = new HashSet<>();
    private final Map<String, PendingRelation> temporary = new HashMap<>();
    /** Made where the search path of a script led to. */
    private final Map<String, PendingRelation> onPath = new HashMap<>();

    private final Map<String, PendingRelation> elsewhere = new HashMap<>();
    private boolean pathChanged;
    private boolean ordered;

    RelationNames(Catalog catalog, String defaultSchema) {
        this.defaultSchema = defaultSchema;
        catalog.tables().forEach(table -> put(table.name(), PendingRelation.of(table)));
        catalog.sequences().forEach(sequence -> put(sequence.name(), PendingRelation.other(sequence.name(), true)));
    }

    /** Of the target. */
    void put(TableName name, PendingRelation relation) {
        original.put(name, relation);
        current.put(name, relation);
    }

    Stream<PendingRelation> stream() {
        return current.values().stream();
    }

    Stream<PendingRelation> in(String schema) {
        return current.entrySet().stream()
                .filter(entry -> entry.getKey().schema().equals(schema))
                .map(Map.Entry::getValue);
    }

    Optional<PendingRelation> at(TableName name) {
        return Optional.ofNullable(current.get(name));
    }

    Optional<PendingRelation> find(SqlName name) {
        return hidden(name)
                .map(holder -> holder.get(name.name()))
                .or(() -> key(name).map(current::get))
                .or(() ->
                        name.schema().isPresent() ? Optional.empty() : Optional.ofNullable(elsewhere.get(name.name())))
                // Renamed already, though perhaps by a callback that runs later than it was read.
                .or(() -> keyIn(original, name)
                        .filter(key -> !dropped.contains(key))
                        .map(original::get))
                .or(() ->
                        name.schema().isPresent() ? Optional.empty() : Optional.ofNullable(elsewhere.get(name.name())));
    }

    void make(SqlName name) {
        if (name.schema().isEmpty() && pathChanged) {
            onPath.put(name.name(), PendingRelation.made());
        } else {
            putNew(full(name), PendingRelation.made());
        }
    }

    /** A view, through which others are written to. */
    void makeView(SqlName name) {
        current.putIfAbsent(full(name), PendingRelation.other(full(name), true));
    }

    void dropView(SqlName name) {
        key(name).filter(key -> current.get(key).table().isEmpty()).ifPresent(current::remove);
    }

    void makeTemporary(String name) {
        temporary.put(name, PendingRelation.made());
    }

    void rename(SqlName name, String to, String script) {
        Optional<Map<String, PendingRelation>> hidden = hidden(name);
        if (hidden.isPresent()) {
            hidden.get().put(to, hidden.get().remove(name.name()));
            return;
        }
        TableName from = key(name).orElse(full(name));
        put(from, new TableName(from.schema(), to), script);
    }

    void move(SqlName name, String schema, String script) {
        Optional<Map<String, PendingRelation>> hidden = hidden(name);
        if (hidden.isPresent()) {
            putNew(new TableName(schema, name.name()), hidden.get().remove(name.name()));
            return;
        }
        put(key(name).orElse(full(name)), new TableName(schema, name.name()), script);
    }

    void drop(SqlName name) {
        Optional<Map<String, PendingRelation>> hidden = hidden(name);
        if (hidden.isPresent()) {
            hidden.get().remove(name.name());
            return;
        }
        key(name).map(current::remove).flatMap(PendingRelation::original).ifPresent(dropped::add);
        elsewhere.remove(name.name());
    }

    void renameSchema(String from, String to, String script) {
        keysIn(from).forEach(key -> put(key, new TableName(to, key.name()), script));
    }

    void dropSchema(String schema) {
        keysIn(schema).forEach(key -> current.remove(key).original().ifPresent(dropped::add));
    }

    void changePath() {
        pathChanged = true;
        elsewhere.putAll(onPath);
        onPath.clear();
    }

    void endTemporary() {
        temporary.clear();
    }

    /** @param inOrder whether the script runs behind all that was followed so far */
    void begin(boolean inOrder) {
        endTemporary();
        changePath();
        pathChanged = false;
        ordered = inOrder;
    }

    /** Names may mean anything now: what is new cannot be told any more, what there was goes by its last name. */
    void forget() {
        endTemporary();
        onPath.clear();
        elsewhere.clear();
        current.values().removeIf(PendingRelation::isMade);
        current.values().forEach(PendingRelation::forget);
    }

    private void put(TableName from, TableName to, String script) {
        PendingRelation relation = current.containsKey(from) ? current.remove(from) : PendingRelation.other(from, true);
        if (relation.isMade()) {
            putNew(to, relation);
        } else {
            relation.renamedBy(script);
            current.put(to, relation);
        }
    }

    /**
     * What had the name must have gone first: perhaps it has not yet when the scripts run that are read behind this.
     */
    private void putNew(TableName name, PendingRelation relation) {
        if (ordered || !original.containsKey(name)) {
            current.putIfAbsent(name, relation);
        }
    }

    private List<TableName> keysIn(String schema) {
        return current.keySet().stream()
                .filter(key -> key.schema().equals(schema))
                .toList();
    }

    /** What an unqualified name means before it means anything in a schema that is known. */
    private Optional<Map<String, PendingRelation>> hidden(SqlName name) {
        String schema = name.schema().orElse("");
        if (temporary.containsKey(name.name()) && Set.of("", "pg_temp").contains(schema)) {
            return Optional.of(temporary);
        }
        return schema.isEmpty() && onPath.containsKey(name.name()) ? Optional.of(onPath) : Optional.empty();
    }

    private Optional<TableName> key(SqlName name) {
        return keyIn(current, name);
    }

    /**
     * The table that is named. A name without a schema may mean one of any, since the role or the script may have a
     * search path of its own; in doubt it means one that the target has.
     */
    private Optional<TableName> keyIn(Map<TableName, PendingRelation> relations, SqlName name) {
        TableName full = full(name);
        boolean sure = name.schema().isPresent() || (!pathChanged && relations.containsKey(full));
        if (sure) {
            return relations.containsKey(full) ? Optional.of(full) : Optional.empty();
        }
        return relations.entrySet().stream()
                .filter(entry -> entry.getKey().name().equals(name.name()))
                .min(Comparator.comparing((Map.Entry<TableName, PendingRelation> entry) ->
                                entry.getValue().isMade())
                        .thenComparing(entry -> !entry.getKey().equals(full)))
                .map(Map.Entry::getKey);
    }

    private TableName full(SqlName name) {
        return new TableName(name.schema().orElse(defaultSchema), name.name());
    }
}
