package dev.dbsync.core.config;

import dev.dbsync.core.config.Complaints.Place;
import dev.dbsync.core.config.YamlNode.Entry;
import dev.dbsync.core.problem.NearestName;
import dev.dbsync.core.problem.SyncException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads {@code chain} and {@code environments}. */
final class EnvironmentsSection {

    static final List<String> DEFAULT_CHAIN = List.of("dev", "test", "prod");

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*");

    private final Section root;
    private final Complaints complaints;
    private final Map<String, EnvironmentConfig> environments = new LinkedHashMap<>();
    private final List<String> chain = new ArrayList<>();

    EnvironmentsSection(Section root, Complaints complaints) {
        this.root = root;
        this.complaints = complaints;
    }

    void read() {
        for (Entry entry : root.section("environments").entries()) {
            environments.put(entry.key(), environment(entry));
        }
        root.items("chain").ifPresentOrElse(this::readChain, () -> chain.addAll(DEFAULT_CHAIN));
        for (String name : chain) {
            environments.computeIfAbsent(name, this::implicit);
        }
    }

    /** In the order of the file, then those that only the chain names. */
    Map<String, EnvironmentConfig> environments() {
        return environments;
    }

    List<String> chain() {
        return chain;
    }

    /** Complains when the name is not that of an environment. */
    void check(String key, String name, Place place) {
        if (!environments.containsKey(name)) {
            complaints.add(
                    "'" + key + "' names '" + name + "', which is no environment",
                    place,
                    NearestName.hint(name, environments.keySet()));
        }
    }

    private void readChain(List<YamlNode> items) {
        Set<String> valid = new TreeSet<>(environments.keySet());
        valid.addAll(DefaultUrl.NAMES);
        for (YamlNode item : items) {
            root.text("chain", item).ifPresent(name -> {
                if (chain.contains(name)) {
                    complaints.add("'" + name + "' stands in the chain twice", item.place(), "Keep one of them.");
                } else if (!valid.contains(name)) {
                    complaints.add(
                            "'chain' names '" + name + "', which is no environment",
                            item.place(),
                            NearestName.hint(name, valid) + " Or define it under environments:.");
                } else {
                    chain.add(name);
                }
            });
        }
        if (items.size() < 2) {
            complaints.add(
                    "'chain' must name two environments at least",
                    root.node("chain").orElseThrow().place(),
                    "From the first to the last, as in [dev, test, prod].");
        }
        if (chain.isEmpty()) {
            // Something to go on with: the complaints above stop every goal anyway.
            chain.addAll(DEFAULT_CHAIN);
        }
    }

    private EnvironmentConfig environment(Entry entry) {
        String name = entry.key();
        if (!NAME.matcher(name).matches()) {
            complaints.add(
                    "This cannot be the name of an environment",
                    entry.place(),
                    "Directories and command lines bear it: use letters, digits, _ . and -, with a letter or digit first.");
        }
        Section section = Section.of("environments." + name, entry.value(), complaints);
        Optional<Template> url = section.template("url");
        Optional<Template> user = section.template("user");
        Optional<Template> password = section.template("password");
        Optional<String> server = section.text("server");
        boolean isProtected = section.flag("protected");
        FlywaySettings flyway = FlywaySection.read(section, complaints);
        section.nothingElse();
        if (url.isEmpty() && !section.has("url") && DefaultUrl.of(name).isEmpty()) {
            complaints.add(
                    "The environment '" + name + "' has no url",
                    entry.place(),
                    "Write jdbc:postgresql://host:port/database, or embedded. Only dev, test and prod have a default.");
        }
        EnvironmentConfig environment = new EnvironmentConfig(
                name,
                url.orElseGet(() -> DefaultUrl.template(name, entry.place().toString())),
                user,
                password,
                server,
                isProtected,
                flyway,
                entry.place().toString());
        url.ifPresent(given -> checkUrl(given, section.node("url").orElseThrow().place()));
        if (environment.isEmbedded()) {
            for (String key : List.of("user", "password", "server")) {
                section.node(key)
                        .ifPresent(node -> complaints.add(
                                "'environments." + name + "." + key + "' has no meaning where url is embedded",
                                node.place(),
                                "Take it out: Sync starts that PostgreSQL itself, and knows how to log in."));
            }
        }
        return environment;
    }

    /** What holds a variable is checked when it is resolved. */
    private void checkUrl(Template url, Place place) {
        if (url.text().contains("${") || url.text().equals("embedded")) {
            return;
        }
        try {
            DatabaseUrl.parse(url.text(), url.where());
        } catch (SyncException e) {
            complaints.add(e.problem().what(), place, e.problem().remedy());
        }
    }

    private EnvironmentConfig implicit(String name) {
        String where =
                root.node("chain").map(YamlNode::place).orElseGet(root::place).toString();
        return new EnvironmentConfig(
                name,
                DefaultUrl.template(name, where),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                FlywaySettings.none(),
                where);
    }
}
