package dev.dbsync.core.pull;

import dev.dbsync.core.config.PullConfig.Mode;
import dev.dbsync.core.copy.TableCopy;
import dev.dbsync.core.database.CatalogView;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.DatabaseIdentity;
import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.run.Step;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;

/** Fills the target's own tables: in one transaction, or in many. */
final class LoadTables {

    private final Pull pull;
    private final Database target;
    private final TargetSchema schema;
    private final PulledBefore pulledBefore;

    LoadTables(Pull pull, Database target, TargetSchema schema, PulledBefore pulledBefore) {
        this.pull = pull;
        this.target = target;
        this.schema = schema;
        this.pulledBefore = pulledBefore;
    }

    /** @throws dev.dbsync.core.problem.SyncException when something cannot be copied, or does not verify */
    TargetLoad.Result run() throws SQLException {
        schema.bring(target);
        if (pull.plan().emptyTarget() && !schema.migrated().isEmpty()) {
            remember();
        }
        try (Connection writing = target.connect("pull-prod")) {
            LoadSettings.apply(writing);
            // This very connection: with several hosts in its URL, each may lead elsewhere.
            PullGuards.connected(pull.source(), pull.reading(), target, writing);
            writing.setAutoCommit(false);
            CatalogView view = CatalogView.read(writing);
            TargetFit fit = checked(view, writing);
            TargetLoad.Result result =
                    step().run(pull.events(), () -> filled(view, fit, writing), done -> done.rows() + " rows");
            remember();
            return result;
        }
    }

    private TargetLoad.Result filled(CatalogView view, TargetFit fit, Connection writing) throws SQLException {
        try (InterruptWatch watch = new InterruptWatch(pull.reading(), writing)) {
            return pull.plan().filling().mode() == Mode.TRANSACTION
                    ? inOneTransaction(view, fit, writing)
                    : inPlace(view, fit, writing);
        }
    }

    private Step step() {
        return new Step("Copy " + pull.plan().tables().size() + " tables from "
                + pull.plan().from() + " to " + pull.plan().to());
    }

    private TargetLoad.Result inPlace(CatalogView view, TargetFit fit, Connection writing) throws SQLException {
        writing.rollback();
        writing.setAutoCommit(true);
        return new LoadInPlace(pull, target, writing, view, fit, LoadMilestones.NONE).run();
    }

    private TargetLoad.Result inOneTransaction(CatalogView view, TargetFit fit, Connection writing)
            throws SQLException {
        LoadSettings.durable(writing);
        TargetLoad.Result result = new TargetLoad(pull, fit, view, side(target, writing)).run();
        commit(writing);
        analyze(writing, fit);
        return result;
    }

    private TargetFit checked(CatalogView view, Connection writing) throws SQLException {
        TableCopy.Side into = side(target, writing);
        // Otherwise the plan tried the sample already.
        return schema.migrated().isEmpty()
                ? TargetChecks.fit(
                        pull.plan().tables(),
                        pull.sourceView(),
                        view,
                        side(pull.source(), pull.reading()),
                        into,
                        pull.plan().to())
                : TargetChecks.run(
                        pull.plan().tables(),
                        pull.sourceView(),
                        view,
                        pull.plan().masking(),
                        side(pull.source(), pull.reading()),
                        into,
                        pull.flow(),
                        pull.plan().to());
    }

    private static TableCopy.Side side(Database database, Connection connection) {
        return new TableCopy.Side(database.shown(), connection);
    }

    private void commit(Connection writing) throws SQLException {
        try {
            writing.commit();
        } catch (SQLException e) {
            if (SqlProblem.state(e).startsWith("08")) {
                throw SqlProblem.of(
                        e,
                        "The reply to COMMIT was lost: " + pull.plan().to()
                                + " holds either all the new rows or what it held before",
                        target.shown(),
                        "Run the pull again");
            }
            throw e;
        }
    }

    private void remember() {
        PulledBefore.attempt(pull.plan(), pull.events(), () -> {
            try (Connection connection = target.connect("pull-prod")) {
                pulledBefore.add(DatabaseIdentity.of(connection));
            }
        });
    }

    /** After the commit, so that nobody waits for it; without it the planner knows nothing of the new rows. */
    private void analyze(Connection writing, TargetFit fit) {
        Set<TableName> tables = new TreeSet<>();
        fit.loads().forEach(load -> tables.add(load.into()));
        try {
            writing.setAutoCommit(true);
            try (Statement statement = writing.createStatement()) {
                for (TableName table : tables) {
                    statement.execute("ANALYZE " + table.sql());
                }
            }
        } catch (SQLException e) {
            pull.events().warning("The rows are in place, but ANALYZE failed: " + SqlProblem.reason(e));
        }
    }
}
