package dev.dbsync.core.pull;

import dev.dbsync.core.comparison.RowsCompared;
import dev.dbsync.core.config.PullConfig;
import dev.dbsync.core.copy.TableCopy;
import dev.dbsync.core.database.CatalogView;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.detection.Detectors;
import dev.dbsync.core.load.LoadSession;
import dev.dbsync.core.load.LoadTarget;
import dev.dbsync.core.load.MaterializedViews;
import dev.dbsync.core.load.RowsDoNotFitException;
import dev.dbsync.core.load.SequencePositions;
import dev.dbsync.core.load.SetAside;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.proof.ProofReport;
import dev.dbsync.core.run.Step;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/**
 * Fills the tables of a database in many transactions: they are emptied and filled by several workers, and in the end
 * its schema is exactly what it was. When it fails before that, it can be resumed, or what was set aside be put back.
 */
final class LoadInPlace {

    /** How long each step tries to get a lock that somebody else holds. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Pull pull;
    private final Database target;
    private final Connection coordinator;
    private final CatalogView targetView;
    private final TargetFit fit;
    private final MaskedColumns masks;
    private final LoadMilestones milestones;

    /** @param coordinator in autocommit; holds the load session */
    LoadInPlace(
            Pull pull,
            Database target,
            Connection coordinator,
            CatalogView targetView,
            TargetFit fit,
            LoadMilestones milestones) {
        this.pull = pull;
        this.target = target;
        this.coordinator = coordinator;
        this.targetView = targetView;
        this.fit = fit;
        this.masks = new MaskedColumns(pull.plan().masking());
        this.milestones = milestones;
    }

    /** @throws SyncException when something cannot be copied or put back, or does not verify */
    TargetLoad.Result run() throws SQLException {
        SequencePositions sequences =
                SequencePositions.read(pull.reading(), pull.sourceView().catalog(), pull.selectedWithParents());
        LoadTarget place = new LoadTarget(target.shown(), pull.plan().filling().recordSchema(), PATIENCE);
        ResumedLoad resumed = ResumedLoad.of(pull, place, coordinator, fit, LoadSchedule.bare(fit));
        try {
            return filled(resumed, sequences);
        } catch (UnprovenException e) {
            throw e;
        } catch (SyncException | SQLException e) {
            throw InterruptedPull.because(e, pull.plan(), target);
        }
    }

    /** Before the load is ended: a target that nobody has proved is one of an interrupted pull. */
    private ProofReport proven() throws SQLException {
        PullProof proof = new PullProof(pull, fit.loads(), masks, target.shown());
        if (pull.config().verify() != PullConfig.Verify.FULL) {
            return proof.run(pull.reading(), coordinator);
        }
        try (TaskPool pool = new TaskPool(pull.plan().filling().workers(), this::worker)) {
            return proof.run(pull.reading(), coordinator, pool);
        }
    }

    private TargetLoad.Result filled(ResumedLoad resumed, SequencePositions sequences) throws SQLException {
        LoadSession session = resumed.session();
        List<TableReport> reports;
        RowsCompared compared;
        try (TaskPool pool = new TaskPool(pull.plan().filling().workers(), this::worker)) {
            ParallelLoad load = new ParallelLoad(pull, session, masks, pool, target.shown());
            load.run(schedule(resumed.open()), coordinator);
            milestones.loaded();
            foreignKeys(session, resumed, load, pool);
            reports = load.reports();
            compared = compared(session, resumed, pool);
        }
        return ended(resumed, sequences, reports, compared);
    }

    private Worker worker() {
        // The target first: whoever cannot write has no use for the source's snapshot and locks.
        Connection writing = target.connect("pull-prod");
        try {
            LoadSettings.apply(writing);
            return new Worker(
                    new TableCopy.Side(pull.source().shown(), pull.snapshot().connect("pull-prod")),
                    new TableCopy.Side(target.shown(), writing));
        } catch (SQLException e) {
            throw closed(writing, SqlProblem.of(e, "Cannot prepare a session", target.shown(), ""));
        } catch (RuntimeException e) {
            throw closed(writing, e);
        }
    }

    private static <E extends RuntimeException> E closed(Connection connection, E cause) {
        try {
            connection.close();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
        return cause;
    }

    private LoadSchedule schedule(Collection<TargetFit.Load> loads) throws SQLException {
        int workers = pull.plan().filling().workers();
        return LoadSchedule.of(
                loads,
                pull.sourceView().catalog().foreignKeys(),
                pull.reading(),
                workers,
                WorkerCount.onOneTable(target.url(), workers),
                pull.flow().largeRowBytes());
    }

    /** Rows of two snapshots may not fit each other: those of the earlier one are then copied again. */
    private void foreignKeys(LoadSession session, ResumedLoad resumed, ParallelLoad load, TaskPool pool)
            throws SQLException {
        Step step = new Step("Check the foreign keys of " + pull.plan().to());
        step.run(
                pull.events(),
                () -> {
                    session.foreignKeys(coordinator).ifPresent(keys -> keys.run(coordinator));
                    for (Set<TableName> unfit = validate(session, resumed, pool);
                            !unfit.isEmpty();
                            unfit = validate(session, resumed, pool)) {
                        List<TargetFit.Load> again = resumed.again(unfit);
                        session.forget(
                                coordinator,
                                again.stream().map(TargetFit.Load::into).collect(Collectors.toSet()));
                        load.run(schedule(again), coordinator);
                        resumed.copied(again);
                        session.foreignKeys(coordinator).ifPresent(keys -> keys.run(coordinator));
                    }
                    return null;
                },
                done -> "");
    }

    /** The tables whose rows do not fit, where that may be because of an earlier snapshot. */
    private Set<TableName> validate(LoadSession session, ResumedLoad resumed, TaskPool pool) {
        Collection<TableName> unfit = new ConcurrentLinkedQueue<>();
        session.validations(coordinator)
                .forEach(validation -> pool.add(1, "Cannot validate " + validation.shown(), worker -> {
                    try {
                        pull.events()
                                .during(
                                        validation.shown(),
                                        () -> validation.run(worker.target().connection()));
                    } catch (RowsDoNotFitException e) {
                        if (resumed.again(Set.of(e.table())).isEmpty()) {
                            throw e;
                        }
                        unfit.add(e.table());
                    }
                }));
        pool.await();
        return Set.copyOf(unfit);
    }

    /** Tables that do not hold what they should are forgotten, so that whoever resumes copies them again. */
    private RowsCompared compared(LoadSession session, ResumedLoad resumed, TaskPool pool) throws SQLException {
        if (pull.config().verify() != PullConfig.Verify.COUNTS) {
            // For the proof that follows.
            Detectors.prepare();
        }
        // With its indexes, by which rows are found: an interrupted pull had left it without.
        LoadedRows rows = new LoadedRows(pull, view(coordinator), fit.loads(), resumed.finished());
        return new Step("Compare the rows of " + pull.plan().to() + " with those of "
                        + pull.plan().from())
                .run(
                        pull.events(),
                        () -> {
                            rows.compare(pool);
                            if (!rows.different().isEmpty()) {
                                session.forget(coordinator, rows.different());
                            }
                            return rows.verified();
                        },
                        done -> done.rows() + " rows compared");
    }

    /**
     * What the target holds now.
     *
     * @param connection in autocommit
     */
    static CatalogView view(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        CatalogView view;
        try {
            view = CatalogView.read(connection);
        } catch (SQLException | RuntimeException | Error e) {
            undo(connection, e);
            throw e;
        }
        connection.rollback();
        connection.setAutoCommit(true);
        return view;
    }

    /** Before autocommit comes back, which commits. What fails here must not hide why. */
    private static void undo(Connection connection, Throwable why) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            why.addSuppressed(e);
        }
    }

    private TargetLoad.Result ended(
            ResumedLoad resumed, SequencePositions sequences, List<TableReport> reports, RowsCompared compared)
            throws SQLException {
        LoadSession session = resumed.session();
        SequencePositions.Outcome set;
        int views;
        LoadSettings.durable(coordinator);
        coordinator.setAutoCommit(false);
        try {
            set = sequences.set(
                    coordinator,
                    targetView.catalog(),
                    pull.events(),
                    pull.plan().to());
            views = MaterializedViews.refresh(coordinator, target.shown());
            coordinator.commit();
        } catch (SQLException | RuntimeException | Error e) {
            undo(coordinator, e);
            throw e;
        }
        coordinator.setAutoCommit(true);
        ProofReport proof;
        try {
            proof = proven();
        } catch (UnprovenException e) {
            throw new UnprovenTarget(pull, target, fit, session).told(e, coordinator);
        }
        session.finish(
                coordinator,
                () -> milestones.ended(coordinator, !resumed.finished().isEmpty()));
        return new TargetLoad.Result(
                reports,
                PullVerification.of(
                        pull.snapshot(),
                        reports,
                        SetAside.foreignKeys(coordinator, fit.touched()),
                        set,
                        masks,
                        views,
                        compared),
                proof);
    }
}
