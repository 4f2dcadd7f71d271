package dev.dbsync.core.config;

import dev.dbsync.core.config.Complaints.Place;
import dev.dbsync.core.config.YamlNode.Entry;
import dev.dbsync.core.config.YamlNode.Mapping;
import dev.dbsync.core.config.YamlNode.Scalar;
import dev.dbsync.core.config.YamlNode.Sequence;
import dev.dbsync.core.config.YamlNode.Unreadable;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.dataformat.yaml.JacksonYAMLParseException;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * Reads YAML into a tree that knows its places. Jackson's own tree does not, and its binding stops at the first
 * complaint.
 */
final class YamlReader {

    private static final String QUOTE = "Put values that hold any of { } [ ] , : # & * ! | > ' \" % @ ` into quotes.";

    private final String file;
    private final Complaints complaints;
    private final List<String> lines;
    private YAMLParser parser;

    private YamlReader(String text, String file, Complaints complaints) {
        this.lines = text.lines().toList();
        this.file = file;
        this.complaints = complaints;
    }

    /**
     * @param file what to call the file in complaints
     * @return what the file holds; an empty file is an empty map. After a syntax error, {@link Unreadable}
     */
    static YamlNode read(String text, String file, Complaints complaints) {
        String marked = text.startsWith("\uFEFF") ? text.substring(1) : text;
        return new YamlReader(marked, file, complaints).read(marked);
    }

    private YamlNode read(String text) {
        try (YAMLParser opened = (YAMLParser)
                new YAMLFactory().createParser(ObjectReadContext.empty(), new ShortReads(new StringReader(text)))) {
            parser = opened;
            if (parser.nextToken() == null) {
                return new Mapping(new Place(file, 1, 1), List.of());
            }
            YamlNode root = node();
            if (parser.nextToken() != null) {
                complaints.add("A second document begins here", here(), "Write everything into one, without '---'.");
            }
            return root;
        } catch (JacksonException e) {
            TokenStreamLocation location = e.getLocation();
            Place place = location == null
                    ? new Place(file, 1, 1)
                    : new Place(file, Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
            complaints.add("This is not YAML: " + reason(e), place, QUOTE);
            return new Unreadable(place);
        }
    }

    /** The parser's explanation without the lines that it quotes from the file: they may hold secrets. */
    private static String reason(JacksonException e) {
        String message = String.valueOf(e.getOriginalMessage());
        if (!(e instanceof JacksonYAMLParseException) || message.contains("tag")) {
            return "something stands where it may not";
        }
        return message.lines()
                .filter(line -> !line.isBlank() && !Character.isWhitespace(line.charAt(0)))
                .collect(Collectors.joining(", "));
    }

    /** The node that begins at the current token; leaves the parser on its last token. */
    private YamlNode node() {
        Place place = here();
        if (parser.isCurrentAlias()) {
            complaints.add(
                    "YAML's aliases (*name) and merge keys (<<) are not read here",
                    place,
                    "Write out what it stands for; or, where the value begins with an asterisk, put it into quotes.");
            return new Unreadable(place);
        }
        Object tag = parser.getTypeId();
        if (tag != null && !tag.toString().startsWith("tag:yaml.org,2002:")) {
            complaints.add(
                    "YAML's tags (!name) are not read here",
                    place,
                    "Where the value begins with an exclamation mark, put it into quotes.");
            parser.skipChildren();
            return new Unreadable(place);
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> mapping(place);
            case START_ARRAY -> sequence(place);
            case VALUE_NULL -> new Scalar(place, parser.getString(), null);
            case VALUE_TRUE -> new Scalar(place, parser.getString(), true);
            case VALUE_FALSE -> new Scalar(place, parser.getString(), false);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Scalar(place, parser.getString(), parser.getNumberValue());
            default -> new Scalar(place, parser.getString(), parser.getString());
        };
    }

    private YamlNode mapping(Place place) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = parser.currentName();
            Place keyPlace = here();
            parser.nextToken();
            YamlNode value = node();
            Entry first = entries.putIfAbsent(key, new Entry(key, isQuoted(keyPlace), keyPlace, value));
            if (first != null) {
                // A key without a value may be a piece of a secret: { password: a,b,b }.
                boolean shown = !(value instanceof Scalar scalar && scalar.isNothing());
                complaints.add(
                        (shown ? "'" + key + "'" : "A key") + " stands here a second time",
                        keyPlace,
                        "The first is in line " + first.place().line()
                                + (value instanceof Mapping
                                        ? ". Put the lines of this one under it."
                                        : ". Keep one of them."));
            }
        }
        return new Mapping(place, List.copyOf(entries.values()));
    }

    /** The parser does not tell, but where. */
    private boolean isQuoted(Place key) {
        String line = key.line() <= lines.size() ? lines.get(key.line() - 1) : "";
        char first = key.column() <= line.length() ? line.charAt(key.column() - 1) : ' ';
        return first == '"' || first == '\'';
    }

    private YamlNode sequence(Place place) {
        List<YamlNode> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(node());
        }
        return new Sequence(place, List.copyOf(items));
    }

    private Place here() {
        TokenStreamLocation location = parser.currentTokenLocation();
        return new Place(file, location.getLineNr(), location.getColumnNr());
    }
}
