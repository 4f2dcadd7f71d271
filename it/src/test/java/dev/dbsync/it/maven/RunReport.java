package dev.dbsync.it.maven;

import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a goal wrote to {@code target/sync/<goal>.json}, by the names that the contract gives.
 *
 * @param json its root
 */
public record RunReport(JsonNode json) {

    public static RunReport read(Path file) {
        return new RunReport(JsonMapper.builder().build().readTree(file));
    }

    /** A text of the root, such as {@code outcome}; an exception where there is none. */
    public String text(String key) {
        return json.required(key).asString();
    }

    public boolean isTrue(String key) {
        return json.required(key).booleanValue();
    }

    /** The texts under one name in every element of an array. */
    public List<String> texts(String array, String key) {
        return json.required(array)
                .valueStream()
                .map(element -> element.required(key).asString())
                .toList();
    }

    /** The element of an array whose {@code key} is {@code value}. */
    public JsonNode element(String array, String key, String value) {
        return json.required(array)
                .valueStream()
                .filter(element -> element.required(key).asString().equals(value))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + key + " " + value + " in " + json.required(array)));
    }
}
