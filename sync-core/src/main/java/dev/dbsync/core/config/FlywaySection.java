package dev.dbsync.core.config;

import dev.dbsync.core.config.Complaints.Place;
import dev.dbsync.core.config.YamlNode.Entry;
import dev.dbsync.core.config.YamlNode.Mapping;
import dev.dbsync.core.config.YamlNode.Scalar;
import dev.dbsync.core.config.YamlNode.Sequence;
import dev.dbsync.core.config.YamlNode.Unreadable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a {@code flyway} section: maps become dotted names and lists comma-separated texts, as in Flyway's own
 * configuration files. Its names are not checked here: they are Flyway's affair.
 */
final class FlywaySection {

    private static final Set<String> OF_THE_ENVIRONMENT = Set.of("url", "user", "password", "driver");

    private final Complaints complaints;
    private final Map<String, Template> properties = new LinkedHashMap<>();

    private FlywaySection(Complaints complaints) {
        this.complaints = complaints;
    }

    /** What stands under {@code flyway} in the given section. */
    static FlywaySettings read(Section parent, Complaints complaints) {
        FlywaySection reader = new FlywaySection(complaints);
        parent.section("flyway").entries().forEach(entry -> reader.put(entry.key(), entry));
        return new FlywaySettings(reader.properties);
    }

    private void put(String name, Entry entry) {
        if (OF_THE_ENVIRONMENT.contains(name)) {
            complaints.add(
                    "'flyway." + name + "' cannot be set: Sync connects by itself",
                    entry.place(),
                    "Say how under environments: (url, user, password, server).");
            return;
        }
        YamlNode value = entry.value();
        if (value instanceof Mapping mapping) {
            mapping.entries().forEach(child -> put(name + "." + child.key(), child));
        } else if (value instanceof Sequence sequence) {
            joined(name, sequence).ifPresent(text -> put(name, text, entry.place()));
        } else if (value instanceof Scalar) {
            text(name, value).ifPresent(text -> put(name, text, entry.place()));
        }
    }

    private void put(String name, String text, Place place) {
        if (properties.putIfAbsent(name, new Template(text, place.toString())) != null) {
            complaints.add(
                    "'flyway." + name + "' stands here a second time",
                    place,
                    "A dotted name and a map say the same: keep one of them.");
        }
    }

    private Optional<String> joined(String name, Sequence sequence) {
        List<Optional<String>> texts =
                sequence.items().stream().map(item -> text(name, item)).toList();
        return texts.stream().allMatch(Optional::isPresent)
                ? Optional.of(String.join(",", texts.stream().map(Optional::get).toList()))
                : Optional.empty();
    }

    private Optional<String> text(String name, YamlNode node) {
        if (node instanceof Scalar scalar && !scalar.isNothing()) {
            return Optional.of(scalar.text());
        }
        if (node instanceof Scalar) {
            // Its name is not shown: in { password: a,b } a piece of the password is a name without a value.
            complaints.add(
                    "A key under 'flyway' has no value",
                    node.place(),
                    "Give it one, or take it out; an empty text is \"\". A text with a comma needs quotes.");
        } else if (!(node instanceof Unreadable)) {
            complaints.add(
                    "'flyway." + name + "' must be made of texts, numbers, true and false, not of " + node.kind(),
                    node.place(),
                    "A list of plain values is joined by commas.");
        }
        return Optional.empty();
    }
}
