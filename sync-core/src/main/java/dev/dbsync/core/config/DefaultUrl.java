package dev.dbsync.core.config;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The variables that give dev, test and prod a URL where the file gives none. */
final class DefaultUrl {

    private static final Map<String, String> VARIABLES =
            Map.of("dev", "DEV_DATABASE_URL", "test", "TEST_DATABASE_URL", "prod", "DATABASE_URL");

    static final Set<String> NAMES = VARIABLES.keySet();

    private DefaultUrl() {}

    /** The variable of an environment; empty where it has none. */
    static Optional<String> of(String environment) {
        return Optional.ofNullable(VARIABLES.get(environment));
    }

    /** A reference to the environment's variable; an empty text where it has none. */
    static Template template(String environment, String where) {
        return new Template(
                of(environment).map(variable -> "${" + variable + "}").orElse(""), where);
    }
}
