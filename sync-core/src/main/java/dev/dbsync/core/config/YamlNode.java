package dev.dbsync.core.config;

import dev.dbsync.core.config.Complaints.Place;
import java.util.List;

/** A piece of a YAML file that knows where it stands. */
sealed interface YamlNode {

    Place place();

    /** What it is, for complaints. */
    String kind();

    /** Keys in the order of the file, each once. */
    record Mapping(Place place, List<Entry> entries) implements YamlNode {

        @Override
        public String kind() {
            return "a map";
        }
    }

    /** @param quoted whether the key stands in quotes */
    record Entry(String key, boolean quoted, Place place, YamlNode value) {}

    record Sequence(Place place, List<YamlNode> items) implements YamlNode {

        @Override
        public String kind() {
            return "a list";
        }
    }

    /**
     * @param text as it stands in the file, quotes taken off
     * @param value what YAML makes of it: String, Number, Boolean, or null for a value that is not there
     */
    record Scalar(Place place, String text, Object value) implements YamlNode {

        boolean isNothing() {
            return value == null;
        }

        @Override
        public String kind() {
            if (value == null) {
                return "nothing";
            }
            return value instanceof String ? "text" : value instanceof Number ? "a number" : "true or false";
        }

        /** Values are shown nowhere: they may be secrets. */
        @Override
        public String toString() {
            return kind() + " at " + place;
        }
    }

    /** Something that was complained about already: whoever meets it says nothing more. */
    record Unreadable(Place place) implements YamlNode {

        @Override
        public String kind() {
            return "unreadable";
        }
    }
}
