package dev.dbsync.core.config;

import dev.dbsync.core.config.AnonymizeConfig.Unclassified;
import dev.dbsync.core.config.ProofConfig.OnSurvivor;
import dev.dbsync.core.config.YamlNode.Entry;
import dev.dbsync.core.config.YamlNode.Mapping;
import dev.dbsync.core.config.YamlNode.Scalar;
import dev.dbsync.core.config.YamlNode.Sequence;
import dev.dbsync.core.config.YamlNode.Unreadable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Reads {@code anonymize}, or the file that it names. Which strategies and options there are is not known here: that is
 * checked against the catalogs, when data is pulled.
 */
final class AnonymizeSection {

    private static final Map<String, Unclassified> UNCLASSIFIED =
            Map.of("fail", Unclassified.FAIL, "redact", Unclassified.REDACT, "keep", Unclassified.KEEP);

    private final Complaints complaints;

    private AnonymizeSection(Complaints complaints) {
        this.complaints = complaints;
    }

    /** @param files gives what a file holds, by its name and the node that names it */
    static AnonymizeConfig read(Section root, Complaints complaints, BiFunction<String, YamlNode, YamlNode> files) {
        AnonymizeSection reader = new AnonymizeSection(complaints);
        Section section = root.section("anonymize");
        if (!section.has("file")) {
            return reader.rules(section, Optional.empty());
        }
        Optional<String> file = section.text("file");
        if (section.entries().size() > 1) {
            complaints.add(
                    "'anonymize' names a file, and has other keys besides",
                    section.place(),
                    "Move the other keys into the file, where they stand without 'anonymize:'.");
        }
        return reader.rules(
                file.map(name -> files.apply(name, section.node("file").orElseThrow()))
                        .map(node -> Section.of("", node, complaints))
                        .orElseGet(() -> Section.of("", new Mapping(section.place(), List.of()), complaints)),
                file);
    }

    private AnonymizeConfig rules(Section section, Optional<String> file) {
        Optional<Template> key = section.template("key");
        Unclassified unclassified = section.word("unclassified", UNCLASSIFIED, Unclassified.FAIL);
        Map<String, Map<String, RuleConfig>> tables = new LinkedHashMap<>();
        for (Entry table : section.section("tables").entries()) {
            Map<String, RuleConfig> rules = new LinkedHashMap<>();
            String path = "tables." + table.key();
            for (Entry column : Section.of(path, table.value(), complaints).entries()) {
                rule(path, column).ifPresent(rule -> put(rule, column, rules));
            }
            tables.put(table.key(), Collections.unmodifiableMap(rules));
        }
        Map<String, RuleConfig> columns = new LinkedHashMap<>();
        for (Entry column : section.section("columns").entries()) {
            rule("columns", column).ifPresent(rule -> columns.put(column.key(), rule));
        }
        ProofConfig proof = proof(section.section("proof"));
        section.nothingElse();
        return new AnonymizeConfig(
                file,
                key,
                unclassified,
                Collections.unmodifiableMap(tables),
                Collections.unmodifiableMap(columns),
                proof);
    }

    /** {@code code, label: keep} is a rule for each of them; in quotes it is one column of that name. */
    private void put(RuleConfig rule, Entry column, Map<String, RuleConfig> rules) {
        List<String> columns = column.quoted() ? List.of(column.key()) : RuleLine.columns(column.key());
        for (String name : columns) {
            RuleConfig first = rules.putIfAbsent(name, rule);
            if (first != null) {
                complaints.add(
                        "'" + name + "' stands here a second time",
                        column.place(),
                        "The first is at " + first.where() + ". Keep one of them.");
            }
        }
    }

    private static ProofConfig proof(Section section) {
        List<ProofConfig.Allowed> allowed = new ArrayList<>();
        for (YamlNode item : section.items("allow").orElse(List.of())) {
            section.text(section.path("allow"), item)
                    .ifPresent(column -> allowed.add(
                            new ProofConfig.Allowed(column, item.place().toString())));
        }
        for (ProofConfig.Allowed column : allowed) {
            if (!column.column().contains(".")) {
                section.complain(
                        "'" + column.column() + "' in 'proof.allow' names no column",
                        section.node("allow").orElseThrow().place(),
                        "Write table.column, or schema.table.column.");
            }
        }
        OnSurvivor onSurvivor = section.word(
                "onSurvivor", Map.of("empty", OnSurvivor.EMPTY, "keep", OnSurvivor.KEEP), OnSurvivor.EMPTY);
        section.nothingElse();
        return new ProofConfig(allowed, onSurvivor);
    }

    private Optional<RuleConfig> rule(String path, Entry column) {
        YamlNode value = column.value();
        if (value instanceof Unreadable) {
            return Optional.empty();
        }
        if (!(value instanceof Mapping mapping)) {
            return strategy(path + "." + column.key(), value)
                    .map(strategy ->
                            new RuleConfig(strategy, Map.of(), value.place().toString()));
        }
        Optional<String> strategy = Optional.empty();
        boolean named = false;
        Map<String, Object> options = new LinkedHashMap<>();
        for (Entry entry : mapping.entries()) {
            if (entry.key().equals("strategy")) {
                named = true;
                strategy = strategy(path + "." + column.key(), entry.value());
            } else if (!(entry.value() instanceof Unreadable)) {
                options.put(entry.key(), option(entry.value()));
            }
        }
        if (!named) {
            complaints.add(
                    "The rule for '" + column.key() + "' names no strategy",
                    column.place(),
                    "Add 'strategy: name', as in { strategy: redact, with: \"[REMOVED]\" }.");
        }
        return strategy.map(name -> new RuleConfig(
                name, Collections.unmodifiableMap(options), column.place().toString()));
    }

    /** What stands inside of an option is the strategy's affair. What could not be read was complained about. */
    private static Object option(YamlNode node) {
        if (node instanceof Mapping mapping) {
            Map<String, Object> values = new LinkedHashMap<>();
            mapping.entries().forEach(entry -> values.put(entry.key(), option(entry.value())));
            return Collections.unmodifiableMap(values);
        }
        if (node instanceof Sequence sequence) {
            return sequence.items().stream().map(AnonymizeSection::option).toList();
        }
        return node instanceof Scalar scalar ? scalar.value() : null;
    }

    /** YAML reads the bare word null as nothing, but here it is the strategy of that name. */
    private Optional<String> strategy(String path, YamlNode node) {
        if (node instanceof Scalar scalar) {
            if (scalar.value() instanceof String text && !text.isBlank()) {
                return Optional.of(text);
            }
            if (scalar.isNothing() && scalar.text().equalsIgnoreCase("null")) {
                return Optional.of("null");
            }
        }
        if (!(node instanceof Unreadable)) {
            complaints.add(
                    "The rule '" + path + "' must be the name of a strategy, or a map with one, not " + node.kind(),
                    node.place(),
                    "As in 'email: email', or { strategy: redact, with: \"[REMOVED]\" }.");
        }
        return Optional.empty();
    }
}
