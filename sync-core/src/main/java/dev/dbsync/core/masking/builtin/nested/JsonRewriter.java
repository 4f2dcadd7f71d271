package dev.dbsync.core.masking.builtin.nested;

import dev.dbsync.core.detection.Detectors;
import dev.dbsync.core.masking.KeyedHash;
import dev.dbsync.core.masking.builtin.keyed.Hex;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/**
 * Rewrites the leaves of a document as it streams by: the order of members and members of the same name stay, numbers
 * that stay keep every digit. Immutable and thread-safe.
 *
 * @param paths the most specific first
 * @param leaves one for each path
 * @param hash for names of members
 */
record JsonRewriter(List<JsonPath> paths, List<JsonLeaf> leaves, JsonRest rest, KeyedHash hash) {

    private static final int DIGITS = 16;

    private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?");

    /** PostgreSQL has measured the document before. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .streamWriteConstraints(StreamWriteConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .build())
            .disable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
            .build();

    /** @return null for what is not one JSON document */
    String masked(String document) {
        StringWriter result = new StringWriter(document.length());
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), document);
                JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), result)) {
            if (parser.nextToken() == null) {
                return null;
            }
            rewrite(parser, generator);
            if (parser.nextToken() != null) {
                return null;
            }
        } catch (JacksonException e) {
            return null;
        }
        return result.toString();
    }

    private void rewrite(JsonParser parser, JsonGenerator generator) {
        JsonPaths walk = new JsonPaths(paths);
        Elements elements = new Elements();
        int depth = 0;
        do {
            JsonToken token = parser.currentToken();
            if (token == JsonToken.PROPERTY_NAME) {
                walk.enter(parser.currentName());
                generator.writeName(name(parser.currentName()));
            } else if (token.isStructEnd()) {
                depth--;
                elements.close();
                end(token, generator);
                leave(walk, elements, depth);
            } else {
                if (elements.isInArray()) {
                    walk.enter(elements.next());
                }
                if (token.isStructStart()) {
                    depth++;
                    elements.open(token == JsonToken.START_ARRAY);
                    start(token, generator);
                } else {
                    leaf(token, parser, walk.named(), generator);
                    leave(walk, elements, depth);
                }
            }
        } while (depth > 0 && parser.nextToken() != null);
    }

    /** Maps by address of e-mail, by telephone number and the like are of JSON's objects, too. */
    private String name(String name) {
        if (rest == JsonRest.KEEP || Detectors.standard().whole(name).isEmpty()) {
            return name;
        }
        byte[] masked = new byte[DIGITS];
        Hex.lower(hash.hash(name.getBytes(StandardCharsets.UTF_8)), DIGITS, masked, 0);
        return new String(masked, StandardCharsets.US_ASCII);
    }

    /** A value at the top is nobody's member or element. */
    private static void leave(JsonPaths walk, Elements elements, int depth) {
        if (depth > 0) {
            walk.leave();
        }
    }

    private static void start(JsonToken token, JsonGenerator generator) {
        if (token == JsonToken.START_ARRAY) {
            generator.writeStartArray();
        } else {
            generator.writeStartObject();
        }
    }

    private static void end(JsonToken token, JsonGenerator generator) {
        if (token == JsonToken.END_ARRAY) {
            generator.writeEndArray();
        } else {
            generator.writeEndObject();
        }
    }

    private void leaf(JsonToken token, JsonParser parser, int named, JsonGenerator generator) {
        if (token == JsonToken.VALUE_NULL) {
            generator.writeNull();
            return;
        }
        String text = parser.getString();
        JsonLeaf leaf = named < 0 ? null : leaves.get(named);
        if (leaf == null) {
            rest.write(token, text, generator);
        } else if (leaf.keeps()) {
            JsonRest.writeAsItIs(token, text, generator);
        } else if (!leaf.numbers()) {
            String masked = leaf.masked(text);
            if (masked == null) {
                generator.writeNull();
            } else {
                generator.writeString(masked);
            }
        } else if (token.isNumeric()) {
            String masked = leaf.masked(text);
            generator.writeRawValue(masked != null && NUMBER.matcher(masked).matches() ? masked : "0");
        } else {
            JsonRest.REDACT.write(token, text, generator);
        }
    }

    /** Which containers are arrays, and how many of their elements have been met. */
    private static final class Elements {

        private int[] counts = new int[16];
        private int depth;

        void open(boolean array) {
            if (depth == counts.length) {
                counts = Arrays.copyOf(counts, 2 * depth);
            }
            counts[depth++] = array ? 0 : -1;
        }

        void close() {
            depth--;
        }

        boolean isInArray() {
            return depth > 0 && counts[depth - 1] >= 0;
        }

        int next() {
            return counts[depth - 1]++;
        }
    }
}
