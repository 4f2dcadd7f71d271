package dev.dbsync.core.config;

import dev.dbsync.core.config.Credentials.Credential;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.util.Optional;

/**
 * Finds out how an environment is connected to. User and password come, each on its own, from the first of these that
 * has it: {@code user} and {@code password} of the environment, its {@code server}, its URL; a password then from
 * {@code ~/.pgpass}. An empty text counts as none.
 */
public final class ConnectionResolver {

    private ConnectionResolver() {}

    /**
     * @param environment one that is not embedded
     * @throws SyncException when a variable is not set, a server's credentials are missing, or the URL is no URL
     * @throws IllegalArgumentException when the environment is embedded: its server knows its URL
     */
    public static DatabaseUrl resolve(EnvironmentConfig environment, Variables variables, Credentials credentials) {
        if (environment.isEmbedded()) {
            throw new IllegalArgumentException("an embedded environment has no URL of its own");
        }
        Optional<Credential> server = environment.server().map(id -> credential(id, environment, credentials));
        DatabaseUrl url = address(environment, variables)
                .withCredentials(
                        resolved(environment.user(), variables)
                                .or(() -> server.map(Credential::user).filter(user -> !user.isEmpty()))
                                .orElse(null),
                        resolved(environment.password(), variables)
                                .or(() -> server.map(Credential::password).filter(password -> !password.isEmpty()))
                                .orElse(null));
        return url.password().isPresent()
                ? url
                : url.withCredentials(null, PgPass.password(url).orElse(null));
    }

    /**
     * The URL alone, as configured: user and password are those that stand in it, if any.
     *
     * @param environment one that is not embedded
     * @throws SyncException when a variable of it is not set, or it is no URL
     */
    public static DatabaseUrl address(EnvironmentConfig environment, Variables variables) {
        return DatabaseUrl.parse(url(environment, variables), whereOfUrl(environment));
    }

    private static String url(EnvironmentConfig environment, Variables variables) {
        String name = environment.name();
        Optional<String> variable =
                DefaultUrl.of(name).filter(any -> environment.url().text().equals("${" + any + "}"));
        if (variable.isPresent()
                && variables.get(variable.get()).filter(url -> !url.isEmpty()).isEmpty()) {
            throw new SyncException(new Problem(
                    "The environment '" + name + "' has no URL: the variable " + variable.get() + " is not set",
                    environment.url().where(),
                    "Either set it: export " + variable.get() + "=postgresql://user:password@host:port/database\n"
                            + "or write environments." + name + ".url in sync.yaml."));
        }
        return variables.resolve(environment.url());
    }

    private static Credential credential(String id, EnvironmentConfig environment, Credentials credentials) {
        return credentials
                .of(id)
                .orElseThrow(() -> new SyncException(new Problem(
                        "The environment '" + environment.name() + "' takes its credentials from the server '" + id
                                + "', which settings.xml does not have",
                        environment.where(),
                        "Add <server><id>" + id + "</id><username>…</username><password>…</password></server> to"
                                + " ~/.m2/settings.xml, or mend the name.")));
    }

    private static Optional<String> resolved(Optional<Template> template, Variables variables) {
        return template.map(variables::resolve).filter(text -> !text.isEmpty());
    }

    /** With the environment's name: the URL may stand in a variable, and its line say little. */
    private static String whereOfUrl(EnvironmentConfig environment) {
        return environment.url().where() + " (the URL of '" + environment.name() + "')";
    }
}
