package dev.dbsync.core.config;

import dev.dbsync.core.config.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code lookups}: a list of tables, each a name or a map. */
final class LookupsSection {

    private static final Map<String, Boolean> KEEP_DELETED = Map.of("keep", true, "remove", false);

    private LookupsSection() {}

    static List<LookupConfig> read(Section root, Complaints complaints) {
        Map<String, LookupConfig> lookups = new LinkedHashMap<>();
        for (YamlNode item : root.items("lookups").orElse(List.of())) {
            lookup(root, item, complaints).ifPresent(lookup -> {
                LookupConfig first = lookups.putIfAbsent(lookup.table(), lookup);
                if (first != null) {
                    complaints.add(
                            "The lookup table '" + lookup.table() + "' stands here a second time",
                            item.place(),
                            "The first is at " + first.where() + ". Keep one of them.");
                }
            });
        }
        return new ArrayList<>(lookups.values());
    }

    private static Optional<LookupConfig> lookup(Section root, YamlNode item, Complaints complaints) {
        String where = item.place().toString();
        if (item instanceof Scalar) {
            return root.text("lookups", item)
                    .map(table -> new LookupConfig(table, List.of(), List.of(), false, Optional.empty(), false, where));
        }
        Section section = Section.of("lookups", item, complaints);
        Optional<String> table = section.text("table");
        List<String> key = section.texts("key").orElse(List.of());
        List<String> ignore = section.texts("ignore").orElse(List.of());
        boolean keepDeleted = section.word("delete", KEEP_DELETED, false);
        Optional<String> condition = section.condition("where");
        boolean insertOnly = section.flag("insertOnly");
        section.nothingElse();
        if (insertOnly && section.has("delete")) {
            complaints.add(
                    "'delete' says nothing beside 'insertOnly: true'",
                    item.place(),
                    "Take one of them out: with insertOnly, no row is ever updated or deleted.");
        }
        if (item instanceof YamlNode.Mapping && !section.has("table")) {
            complaints.add("A lookup does not say which table it is", item.place(), "Add 'table: name'.");
        }
        return table.map(name -> new LookupConfig(name, key, ignore, keepDeleted, condition, insertOnly, where));
    }
}
