package dev.dbsync.core.database;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The order in which environments are promoted.
 *
 * @param names first to last, at least two
 */
public record Chain(List<String> names) {

    /** Two neighbours: {@code to} is promoted from {@code from}. */
    public record Link(String from, String to) {}

    public Chain {
        names = List.copyOf(names);
    }

    public List<Link> links() {
        List<Link> links = new ArrayList<>();
        for (int i = 1; i < names.size(); i++) {
            links.add(new Link(names.get(i - 1), names.get(i)));
        }
        return links;
    }

    /** The environment that {@code name} is promoted from; empty for the first, and for one outside the chain. */
    public Optional<String> predecessor(String name) {
        int at = names.indexOf(name);
        return at > 0 ? Optional.of(names.get(at - 1)) : Optional.empty();
    }

    public boolean contains(String name) {
        return names.contains(name);
    }

    public String first() {
        return names.get(0);
    }

    public String last() {
        return names.get(names.size() - 1);
    }
}
