package dev.dbsync.maven;

import java.util.List;
import java.util.Optional;

/** Names out of parameters, as they are typed: with spaces around them, or not at all. */
final class Names {

    private Names() {}

    /** @param text may be null */
    static Optional<String> one(String text) {
        return Optional.ofNullable(text).map(String::trim).filter(name -> !name.isEmpty());
    }

    /**
     * @param texts may be null
     * @return empty when nothing was said
     */
    static Optional<List<String>> list(List<String> texts) {
        return Optional.ofNullable(texts)
                .map(all ->
                        all.stream().map(Names::one).flatMap(Optional::stream).toList())
                .filter(names -> !names.isEmpty());
    }
}
