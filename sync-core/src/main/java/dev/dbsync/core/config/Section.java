package dev.dbsync.core.config;

import dev.dbsync.core.config.Complaints.Place;
import dev.dbsync.core.config.YamlNode.Entry;
import dev.dbsync.core.config.YamlNode.Mapping;
import dev.dbsync.core.config.YamlNode.Scalar;
import dev.dbsync.core.config.YamlNode.Sequence;
import dev.dbsync.core.config.YamlNode.Unreadable;
import dev.dbsync.core.problem.NearestName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A map of the file from which typed values are taken by key. A value of a wrong kind is complained about and counts as
 * absent, so that reading goes on; {@link #nothingElse()} complains about every key that nobody asked for.
 */
final class Section {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.-]+");
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");

    private final String name;
    private final Mapping mapping;
    private final Complaints complaints;
    private final Set<String> known = new LinkedHashSet<>();

    /**
     * {@code { password: a,b }} and {@code { password:ab }} make a piece of the password a key: such keys are not
     * shown.
     */
    private boolean holdsSecrets;

    private Section(String name, Mapping mapping, Complaints complaints) {
        this.name = name;
        this.mapping = mapping;
        this.complaints = complaints;
    }

    /**
     * @param name the path to it, such as {@code environments.dev}; empty for the whole file
     * @param node a map, or nothing, which is an empty one
     */
    static Section of(String name, YamlNode node, Complaints complaints) {
        if (node instanceof Mapping mapping) {
            return new Section(name, mapping, complaints);
        }
        if (!(node instanceof Unreadable) && !(node instanceof Scalar scalar && scalar.isNothing())) {
            complaints.add(
                    (name.isEmpty() ? "The file" : "'" + name + "'") + " must be a map, not " + node.kind(),
                    node.place(),
                    "Write 'name: value' lines" + (name.isEmpty() ? "." : " below it, indented by two spaces."));
        }
        return new Section(name, new Mapping(node.place(), List.of()), complaints);
    }

    Place place() {
        return mapping.place();
    }

    /** All entries; they count as asked for. */
    List<Entry> entries() {
        mapping.entries().forEach(entry -> known.add(entry.key()));
        return mapping.entries();
    }

    Optional<YamlNode> node(String key) {
        return entry(key).map(Entry::value);
    }

    boolean has(String key) {
        return entry(key).isPresent();
    }

    /** The map under a key; empty where the key is absent. */
    Section section(String key) {
        return of(path(key), node(key).orElseGet(() -> new Mapping(place(), List.of())), complaints);
    }

    /** Any single value as text that may hold variables. */
    Optional<Template> template(String key) {
        holdsSecrets = true;
        return scalar(key, "a text")
                .map(scalar -> new Template(scalar.text(), scalar.place().toString()));
    }

    /** A map among the items of the list under a key. */
    Section item(String key, YamlNode item) {
        return of(path(key), item, complaints);
    }

    /**
     * A condition in SQL. It becomes a part of larger statements, in which some characters would end it or stand for a
     * parameter.
     */
    Optional<String> condition(String key) {
        return text(key).filter(sql -> {
            if (sql.chars().noneMatch(c -> c == ';' || c == '?')) {
                return true;
            }
            complain(
                    "'" + path(key) + "' must be one SQL condition, without ';' and '?'",
                    node(key).orElseThrow().place(),
                    "Write chr(59) and chr(63) inside of texts, and jsonb_exists(column, 'key') for jsonb's '?'.");
            return false;
        });
    }

    /** A text without variables. */
    Optional<String> text(String key) {
        return scalar(key, "a text").flatMap(scalar -> text(path(key), scalar));
    }

    /** A list of texts without variables; empty where the key is absent or nothing stands there. */
    Optional<List<String>> texts(String key) {
        return items(key).map(items -> {
            List<String> texts = new ArrayList<>();
            items.forEach(item -> text(path(key), item).ifPresent(texts::add));
            return List.copyOf(texts);
        });
    }

    /** The items of a list. */
    Optional<List<YamlNode>> items(String key) {
        YamlNode node = node(key).orElse(null);
        if (node == null || node instanceof Unreadable || node instanceof Scalar scalar && scalar.isNothing()) {
            return Optional.empty();
        }
        if (node instanceof Sequence sequence) {
            return Optional.of(sequence.items());
        }
        wrongKind(path(key), "a list", node, "Write [a, b], or a line '- a' for each.");
        return Optional.empty();
    }

    boolean flag(String key) {
        return scalar(key, "true or false")
                .map(scalar -> {
                    if (scalar.value() instanceof Boolean flag) {
                        return flag;
                    }
                    wrongKind(path(key), "true or false", scalar, "Write true or false, without quotes.");
                    return false;
                })
                .orElse(false);
    }

    /** A whole number of 1 or more. */
    int count(String key, int otherwise) {
        return scalar(key, "a whole number")
                .map(scalar -> {
                    if (scalar.value() instanceof Integer number && number >= 1) {
                        return number;
                    }
                    complain("'" + path(key) + "' must be a whole number of 1 or more", scalar.place(), "");
                    return otherwise;
                })
                .orElse(otherwise);
    }

    /** A duration of more than nothing. */
    Duration duration(String key, Duration otherwise) {
        return scalar(key, "a duration")
                .map(scalar -> {
                    Matcher matcher = DURATION.matcher(scalar.text());
                    Duration duration = matcher.matches() ? duration(matcher) : Duration.ZERO;
                    if (duration.isZero()) {
                        complain(
                                "'" + path(key) + "' must be a duration of more than nothing",
                                scalar.place(),
                                "Write a whole number and its unit: 500ms, 5s, 10m or 1h.");
                        return otherwise;
                    }
                    return duration;
                })
                .orElse(otherwise);
    }

    /** One of a few words, each with what it stands for. */
    <E> E word(String key, Map<String, E> words, E otherwise) {
        return scalar(key, "one of " + String.join(", ", new TreeSet<>(words.keySet())))
                .map(scalar -> {
                    E meant = words.get(scalar.text());
                    if (meant == null) {
                        complain(
                                "'" + path(key) + "' cannot be '" + scalar.text() + "'",
                                scalar.place(),
                                NearestName.hint(scalar.text(), words.keySet()));
                        return otherwise;
                    }
                    return meant;
                })
                .orElse(otherwise);
    }

    /** Complains about every key that was not asked for until now. */
    void nothingElse() {
        for (Entry entry : mapping.entries()) {
            if (!known.contains(entry.key()) && !(entry.value() instanceof Unreadable)) {
                boolean shown = !holdsSecrets && PLAIN.matcher(entry.key()).matches()
                        || NearestName.of(entry.key(), known).isPresent();
                complain(
                        "Unknown key" + (shown ? " '" + entry.key() + "'" : "")
                                + (name.isEmpty() ? "" : " in '" + name + "'"),
                        entry.place(),
                        NearestName.hint(shown ? entry.key() : "", known)
                                + (shown ? "" : " Is it a part of a value? Then put the whole value into quotes."));
            }
        }
    }

    void complain(String what, Place place, String remedy) {
        complaints.add(what, place, remedy);
    }

    /** A text without variables; complains and gives nothing where the node is something else. */
    Optional<String> text(String path, YamlNode node) {
        if (node instanceof Unreadable) {
            return Optional.empty();
        }
        if (!(node instanceof Scalar scalar) || !(scalar.value() instanceof String text) || text.isBlank()) {
            wrongKind(path, "a text", node, "Put it into quotes where it looks like a number or another word of YAML.");
            return Optional.empty();
        }
        if (text.contains("${")) {
            complain(
                    "'" + path + "' cannot hold a variable",
                    node.place(),
                    "Variables are for url, user, password and key, and for the values under flyway.");
            return Optional.empty();
        }
        return Optional.of(text);
    }

    private Optional<Scalar> scalar(String key, String expected) {
        YamlNode node = node(key).orElse(null);
        if (node == null || node instanceof Unreadable) {
            return Optional.empty();
        }
        if (node instanceof Scalar scalar && !scalar.isNothing()) {
            return Optional.of(scalar);
        }
        wrongKind(path(key), expected, node, "Give it a value, or take the key out.");
        return Optional.empty();
    }

    private void wrongKind(String path, String expected, YamlNode node, String remedy) {
        complain("'" + path + "' must be " + expected + ", not " + node.kind(), node.place(), remedy);
    }

    private Optional<Entry> entry(String key) {
        known.add(key);
        return mapping.entries().stream()
                .filter(entry -> entry.key().equals(key))
                .findFirst();
    }

    String path(String key) {
        return name.isEmpty() ? key : name + "." + key;
    }

    private static Duration duration(Matcher matcher) {
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }
}
