package dev.dbsync.core.promote;

import dev.dbsync.core.config.SyncConfig;
import dev.dbsync.core.database.Chain;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.Environments;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import java.util.Optional;

/**
 * Where a promotion comes from and where it goes.
 *
 * @param from the predecessor in the chain; empty for the first environment, whose source is the checkout
 * @param to the environment that is changed
 */
record PromoteRoute(Optional<Database> from, Database to) {

    private static final String ASKED = "-Dto";

    /**
     * The only route to an environment: from its predecessor. There is no way to say another.
     *
     * @throws RefusedException when the environment is outside of the chain
     */
    static PromoteRoute to(String name, SyncConfig config, Environments environments) {
        config.environment(name, ASKED);
        Chain chain = environments.chain();
        if (!chain.contains(name)) {
            throw new RefusedException(new Problem(
                    "'" + name + "' is not in the chain, so nothing can be promoted to it",
                    ASKED,
                    "The chain is " + String.join(" -> ", chain.names())
                            + ". To fill an environment outside of it: mvn sync:pull-prod -Dto=" + name));
        }
        return new PromoteRoute(
                chain.predecessor(name).map(from -> environments.database(from, "chain")),
                environments.database(name, ASKED));
    }

    /** Both databases with their addresses, a line each. */
    String shown() {
        return from.map(database -> database.shown() + "\n").orElse("") + to.shown();
    }

    String fromName() {
        return from.map(Database::environment).orElse("the checkout");
    }
}
