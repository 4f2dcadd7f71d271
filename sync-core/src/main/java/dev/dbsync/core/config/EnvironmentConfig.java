package dev.dbsync.core.config;

import java.util.Optional;

/**
 * One environment as configured.
 *
 * @param name its key in the file
 * @param url {@code jdbc:postgresql://…}, {@code postgresql://…} or {@code embedded}; for dev, test and prod it
 *     defaults to {@code ${DEV_DATABASE_URL}}, {@code ${TEST_DATABASE_URL}} and {@code ${DATABASE_URL}}
 * @param user overrides the URL's
 * @param password overrides the URL's
 * @param server id of a server in Maven's settings.xml that holds user and password
 * @param isProtected whether {@code protected: true} stands there
 * @param flyway settings that hold here only
 * @param where file:line:column
 */
public record EnvironmentConfig(
        String name,
        Template url,
        Optional<Template> user,
        Optional<Template> password,
        Optional<String> server,
        boolean isProtected,
        FlywaySettings flyway,
        String where) {

    /** Whether the environment is a PostgreSQL of Sync's own. */
    public boolean isEmbedded() {
        return url.text().equals("embedded");
    }
}
