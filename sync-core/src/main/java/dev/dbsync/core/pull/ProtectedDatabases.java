package dev.dbsync.core.pull;

import dev.dbsync.core.config.DatabaseUrl;
import dev.dbsync.core.config.EnvironmentConfig;
import dev.dbsync.core.config.SyncConfig;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.DatabaseIdentity;
import dev.dbsync.core.database.Environments;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.problem.SyncException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is protected stays so under any name: the target of a pull is none of the protected databases. One at the same
 * address is the same one, whoever connects to it; all others are asked who they are.
 */
final class ProtectedDatabases {

    private final SyncConfig config;
    private final Environments environments;

    ProtectedDatabases(SyncConfig config, Environments environments) {
        this.config = config;
        this.environments = environments;
    }

    /**
     * @param compared environments of which it is known already
     * @param asking a connection to the target
     * @return protected environments of which nobody can tell from here whether the target is theirs: their addresses
     *     are not known, or they do not answer
     * @throws RefusedException when the target is one of them
     */
    List<String> refuse(Database target, Set<String> compared, Connection asking) throws SQLException {
        List<String> unknown = new ArrayList<>();
        for (String name : names()) {
            if (compared.contains(name)) {
                continue;
            }
            refuseByAddress(target, name);
            Optional<Connection> connection = connected(name);
            if (connection.isEmpty()) {
                unknown.add(name);
                continue;
            }
            try (Connection isProtected = connection.get()) {
                if (DatabaseIdentity.same(isProtected, asking) || PullGuards.isPrimaryOf(isProtected, asking)) {
                    throw refusal(target, name);
                }
            }
        }
        return unknown;
    }

    /**
     * The same by addresses alone, connecting to nothing.
     *
     * @throws RefusedException when the target is one of them
     */
    void refuseByAddress(Database target) {
        names().stream()
                .filter(name -> !name.equals(target.environment()))
                .forEach(name -> refuseByAddress(target, name));
    }

    private List<String> names() {
        return config.environments().values().stream()
                .filter(environment -> !environment.isEmbedded() && config.isProtected(environment.name()))
                .map(EnvironmentConfig::name)
                .toList();
    }

    private void refuseByAddress(Database target, String name) {
        Optional<DatabaseUrl> address = environments.address(name);
        if (address.isPresent() && address.get().leadsTo(target.url())) {
            throw refusal(target, name);
        }
    }

    /** Empty where something is not known here, such as a password that only a pipeline has, or does not answer. */
    private Optional<Connection> connected(String name) {
        try {
            return Optional.of(environments.database(name, "environments").connectReadOnly("pull-prod guard"));
        } catch (SyncException e) {
            return Optional.empty();
        }
    }

    private RefusedException refusal(Database target, String name) {
        String shown = environments.address(name).map(DatabaseUrl::shown).orElse("environments." + name);
        return new RefusedException(new Problem(
                "'" + target.environment() + "' is the same database as '" + name + "', which is protected",
                target.shown() + "\n" + shown,
                "Correct the URL of '" + target.environment() + "'"));
    }
}
