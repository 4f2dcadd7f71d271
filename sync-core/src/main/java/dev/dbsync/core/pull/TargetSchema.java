package dev.dbsync.core.pull;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.migration.Checkout;
import dev.dbsync.core.migration.Migrations;
import dev.dbsync.core.migration.OneTransaction;
import dev.dbsync.core.run.Step;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;

/** Brings a database to the source's schema, by exactly the scripts that the plan names. */
final class TargetSchema {

    private final PullPlan plan;
    private final Checkout checkout;
    private final EventSink events;
    private List<String> migrated = List.of();

    TargetSchema(PullPlan plan, Checkout checkout, EventSink events) {
        this.plan = plan;
        this.checkout = checkout;
        this.events = events;
    }

    /** The checkout's migrations as this database would run them. */
    Migrations of(Database database) {
        return checkout.of(database);
    }

    /** The scripts that were run, in their order. */
    List<String> migrated() {
        return migrated;
    }

    /** @throws dev.dbsync.core.problem.SyncException when a script fails: none has been run then */
    void bring(Database database) throws SQLException {
        if (plan.migrations().isEmpty()) {
            return;
        }
        Step step = new Step("Bring " + plan.to() + " to the schema of " + plan.from());
        migrated = step.run(
                events,
                () -> migrations(database),
                scripts -> scripts.size() + (scripts.size() == 1 ? " migration" : " migrations"));
    }

    private List<String> migrations(Database database) throws SQLException {
        try (OneTransaction transaction = OneTransaction.open(database, "pull-prod migrations")) {
            List<String> scripts =
                    checkout.of(database).migrate(transaction, new LinkedHashSet<>(plan.migrations()), events);
            transaction.commit();
            return scripts;
        }
    }
}
