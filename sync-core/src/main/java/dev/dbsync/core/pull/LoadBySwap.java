package dev.dbsync.core.pull;

import dev.dbsync.core.config.ProofConfig;
import dev.dbsync.core.copy.TableCopy;
import dev.dbsync.core.database.CatalogView;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.migration.Migrations;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.run.Step;
import dev.dbsync.core.swap.DatabaseSwap;
import dev.dbsync.core.swap.OwnObject;
import dev.dbsync.core.swap.Swapped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Builds a new database beside the target, fills and checks it, and puts it into the target's place. */
final class LoadBySwap {

    /** What a script creates need not be brought before it. */
    private static final Pattern EXTENSION = Pattern.compile(
            "create\\s+extension\\s+(?:if\\s+not\\s+exists\\s+)?\"?([a-z0-9_-]+)\"?", Pattern.CASE_INSENSITIVE);

    private final Pull pull;
    private final Database target;
    private final TargetSchema schema;
    private final PulledBefore pulledBefore;

    LoadBySwap(Pull pull, Database target, TargetSchema schema, PulledBefore pulledBefore) {
        this.pull = pull;
        this.target = target;
        this.schema = schema;
        this.pulledBefore = pulledBefore;
    }

    /**
     * @throws dev.dbsync.core.problem.SyncException when something cannot be copied, does not verify, or the target is
     *     not to be replaced; it is as it was then
     */
    TargetLoad.Result run() throws SQLException {
        try (DatabaseSwap swap = swap()) {
            Database fresh = swap.fresh();
            Migrations migrations = schema.of(fresh);
            TargetLoad.Result result;
            if (resumes()) {
                result = resumed(swap, fresh);
                // Not before: what an interrupted load has set aside would be missed, too.
                refuseUnplannedLosses(swap, migrations);
            } else {
                swap.bringExtensions(extensions(migrations));
                build(swap, fresh);
                refuseUnplannedLosses(swap, migrations);
                result = proven(swap, fresh);
            }
            Step rename = new Step(
                    "Put the new database into the place of " + pull.plan().to());
            Swapped swapped =
                    rename.run(pull.events(), swap::run, done -> done.sessionsEnded() + " sessions of others ended");
            swapped.notices().forEach(pull.events()::notice);
            PulledBefore.attempt(pull.plan(), pull.events(), () -> pulledBefore.addSwapped(swapped.identity()));
            return result;
        }
    }

    private TargetLoad.Result resumed(DatabaseSwap swap, Database fresh) throws SQLException {
        ResumedSwap left = new ResumedSwap(pull, schema, fresh);
        left.refuseUnlessAtTheSourcesSchema();
        Optional<FilledMark> filled = left.filled(swap.filledBy());
        return filled.isPresent()
                ? TargetLoad.Result.ofAnEarlierRun(filled.get().isProvenInPart())
                : proven(swap, fresh);
    }

    /** What should have been masked must not stay beside the target either. */
    private TargetLoad.Result proven(DatabaseSwap swap, Database fresh) throws SQLException {
        try {
            return step().run(pull.events(), () -> filled(swap, fresh), done -> done.rows() + " rows");
        } catch (UnprovenException e) {
            throw e.with(e.report(), List.of(left(swap, fresh)));
        }
    }

    /** What became of the new database. That it could not be dropped must not hide why it should have been. */
    private Problem left(DatabaseSwap swap, Database fresh) {
        String asItWas = pull.plan().to() + " is as it was; the new database ";
        if (pull.needs().config().onSurvivor() == ProofConfig.OnSurvivor.KEEP) {
            return new Problem(asItWas + "stays beside it, to be looked at", fresh.shown(), "The next pull drops it");
        }
        try {
            swap.abandon();
        } catch (SyncException e) {
            return new Problem(
                    asItWas + "beside it could not be dropped, and still holds what should have been masked. "
                            + e.problem().what(),
                    fresh.shown(),
                    Stream.of(e.problem().remedy(), "Drop that database, or pull again, which drops it first")
                            .filter(each -> !each.isEmpty())
                            .collect(Collectors.joining("\n")));
        }
        return new Problem(asItWas + "beside it was dropped", target.shown(), "Pull again once the rules are right");
    }

    /** Half of it is of no use to anybody. */
    private void build(DatabaseSwap swap, Database fresh) {
        try {
            schema.bring(fresh);
        } catch (SyncException e) {
            try {
                swap.abandon();
            } catch (SyncException onAbandon) {
                e.addSuppressed(onAbandon);
            }
            throw e;
        }
    }

    private DatabaseSwap swap() {
        if (!resumes()) {
            return DatabaseSwap.create(target, pull.events());
        }
        return DatabaseSwap.left(target, pull.events())
                .orElseThrow(() -> new RefusedException(new Problem(
                        "There is nothing to resume: no interrupted pull has left a database beside "
                                + pull.plan().to(),
                        target.shown(),
                        "Leave out -Dsync.resume")));
    }

    private boolean resumes() {
        return pull.plan().request().resume();
    }

    private Step step() {
        return new Step("Copy " + pull.plan().tables().size() + " tables from "
                + pull.plan().from() + " to a new database beside "
                + pull.plan().to());
    }

    private TargetLoad.Result filled(DatabaseSwap swap, Database fresh) throws SQLException {
        try (Connection writing = fresh.connect("pull-prod")) {
            LoadSettings.apply(writing);
            PullGuards.connected(pull.source(), pull.reading(), fresh, writing);
            writing.setAutoCommit(false);
            CatalogView view = CatalogView.read(writing);
            TargetFit fit = TargetChecks.run(
                    pull.plan().tables(),
                    pull.sourceView(),
                    view,
                    pull.plan().masking(),
                    new TableCopy.Side(pull.source().shown(), pull.reading()),
                    new TableCopy.Side(fresh.shown(), writing),
                    pull.flow(),
                    pull.plan().to());
            writing.rollback();
            writing.setAutoCommit(true);
            try (InterruptWatch watch = new InterruptWatch(pull.reading(), writing)) {
                return new LoadInPlace(pull, fresh, writing, view, fit, milestones(swap)).run();
            }
        }
    }

    /** A swap that does not come to its renaming is to be gone on with from there. */
    private LoadMilestones milestones(DatabaseSwap swap) {
        return new LoadMilestones() {
            @Override
            public void loaded() {
                swap.flushAhead();
            }

            @Override
            public void ended(Connection last, boolean inPart) throws SQLException {
                FilledMark mark = new FilledMark(
                        pull.plan().filling().identity(), pull.config().verify(), inPart);
                swap.filled(last, mark.line());
            }
        };
    }

    private Set<String> extensions(Migrations migrations) {
        Set<String> names = new TreeSet<>();
        migrations.sql(pull.plan().migrations()).values().forEach(sql -> {
            Matcher matcher = EXTENSION.matcher(sql);
            while (matcher.find()) {
                names.add(matcher.group(1).toLowerCase(Locale.ROOT));
            }
        });
        return names;
    }

    /** Somebody may have made a thing of his own while the plan was read. */
    private void refuseUnplannedLosses(DatabaseSwap swap, Migrations migrations) {
        List<String> losses = swap.losses(Set.of(migrations.historyTable())).stream()
                .map(OwnObject::shown)
                .filter(loss -> !pull.plan().filling().losses().contains(loss))
                .toList();
        if (!losses.isEmpty()) {
            if (!resumes()) {
                swap.abandon();
            }
            throw new RefusedException(new Problem(
                    pull.plan().to() + " holds what the migrations do not make, and what the plan did not name: "
                            + String.join(", ", losses),
                    target.shown(),
                    "Plan again, or set pull.mode to in-place"));
        }
    }
}
