package dev.dbsync.it.demo;

import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a goal wrote to {@code target/sync/<goal>.json}.
 *
 * @param json its root
 */
public record RunReport(JsonNode json) {

    public static RunReport read(Path file) {
        return new RunReport(JsonMapper.builder().build().readTree(file));
    }

    /** A text of the root, such as {@code outcome}; never null. */
    public String text(String key) {
        return json.required(key).asString();
    }

    public boolean isTrue(String key) {
        return json.required(key).booleanValue();
    }
}
