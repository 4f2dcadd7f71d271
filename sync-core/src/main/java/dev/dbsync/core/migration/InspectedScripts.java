package dev.dbsync.core.migration;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.flywaydb.core.api.resource.LoadableResource;

/**
 * What was found out in this run about the checkout's scripts, by environment and content: a promotion looks at the
 * checkout six times, and Flyway's parser takes its time.
 */
final class InspectedScripts {

    private final Map<List<String>, Optional<Obstacle>> obstacles = new ConcurrentHashMap<>();

    /** As {@link ScriptInspection#obstacle}. */
    Optional<Obstacle> obstacle(String environment, LoadableResource script, ScriptInspection inspection) {
        List<String> key;
        try {
            key = List.of(
                    environment,
                    script.getRelativePath(),
                    ScriptInspection.text(script),
                    inspection.settings(script).map(ScriptInspection::text).orElse(""));
        } catch (UncheckedIOException e) {
            // A file in another encoding, say. The inspection itself says so in its own words.
            return inspection.obstacle(script);
        }
        return obstacles.computeIfAbsent(key, any -> inspection.obstacle(script));
    }
}
