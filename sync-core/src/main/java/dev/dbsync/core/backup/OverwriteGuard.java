package dev.dbsync.core.backup;

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

/** Sees to it that a protected database is not overwritten under an unprotected name, which "yes" would confirm. */
final class OverwriteGuard {

    private final SyncConfig config;
    private final Environments environments;

    OverwriteGuard(SyncConfig config, Environments environments) {
        this.config = config;
        this.environments = environments;
    }

    /**
     * @return the protected environments that could not be asked, each in a sentence
     * @throws RefusedException when the target is a protected environment under another name
     */
    List<String> check(Database target, Connection connection) throws SQLException {
        List<String> unknown = new ArrayList<>();
        if (target.isProtected()) {
            return unknown;
        }
        for (String name : config.environments().keySet()) {
            // An embedded server is nobody else's, and need not be started to know that.
            if (!config.isProtected(name) || config.environments().get(name).isEmbedded()) {
                continue;
            }
            try (Connection other =
                    environments.database(name, "environments." + name).connectReadOnly("restore plan")) {
                if (DatabaseIdentity.same(other, connection)) {
                    throw new RefusedException(new Problem(
                            target.environment() + " and " + name + " are one and the same database, and " + name
                                    + " is protected",
                            target.shown(),
                            "Name it as what it is: -Dto=" + name + "; or correct environments." + target.environment()
                                    + ".url"));
                }
            } catch (RefusedException e) {
                throw e;
            } catch (SyncException e) {
                unknown.add("It is not known whether the target is " + name + " under another name: " + name
                        + " could not be asked");
            }
        }
        return unknown;
    }
}
