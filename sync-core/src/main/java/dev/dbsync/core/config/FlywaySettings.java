package dev.dbsync.core.config;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Settings that are handed to Flyway as they are.
 *
 * @param properties by Flyway's own parameter name without {@code flyway.}, such as {@code locations} or
 *     {@code placeholders.region}; lists are joined by commas
 * @see <a href="https://documentation.red-gate.com/fd/parameters-224919664.html">Flyway's parameters</a>
 */
public record FlywaySettings(Map<String, Template> properties) {

    public FlywaySettings {
        properties = Map.copyOf(properties);
    }

    public static FlywaySettings none() {
        return new FlywaySettings(Map.of());
    }

    /** These settings, with those of {@code over} in their place where both say something. */
    public FlywaySettings overlaidBy(FlywaySettings over) {
        Map<String, Template> all = new LinkedHashMap<>(properties);
        all.putAll(over.properties);
        return new FlywaySettings(all);
    }
}
