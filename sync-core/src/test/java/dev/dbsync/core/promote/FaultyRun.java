package dev.dbsync.core.promote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.Sync;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.run.Confirmation;
import dev.dbsync.core.status.StatusReport;
import dev.dbsync.core.status.StatusRequest;
import dev.dbsync.core.testing.LinkStop;
import dev.dbsync.core.testing.PostgresServer;
import dev.dbsync.core.testing.Sessions;
import dev.dbsync.core.testing.TcpProxy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;

/** Promotions of a project to test, over links to both sides at which a fault can befall them. */
final class FaultyRun implements AutoCloseable {

    /** What befalls a promotion. */
    enum Fault {
        /** The process, by kill −9. */
        KILLED,
        /** All its sessions on the target, by pg_terminate_backend. */
        TERMINATED,
        /** The link to the target. */
        CUT,
        /** All its sessions on the source. */
        SOURCE_TERMINATED,
        /** The link to the source. */
        SOURCE_CUT
    }

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final PostgresServer server;
    private final Path directory;
    private final PromoteProject project;
    private final TcpProxy toSource;
    private final TcpProxy toTarget;

    FaultyRun(PostgresServer server, Path directory, PromoteProject project) {
        this.server = server;
        this.directory = directory;
        this.project = project;
        toSource = new TcpProxy(project.dev);
        toTarget = new TcpProxy(project.test);
        project.reachDev(toSource::through).reachTest(toTarget::through);
    }

    TcpProxy toTarget() {
        return toTarget;
    }

    /**
     * Promotes, and lets the fault happen.
     *
     * @param place stops the link to the target, where it then does the deed that it is given
     * @return what the promotion reported; empty when it was killed
     */
    Optional<PromoteReport> meet(Fault fault, Function<Runnable, LinkStop> place)
            throws IOException, InterruptedException {
        if (fault == Fault.KILLED) {
            killed(place);
            return Optional.empty();
        }
        LinkStop stop = place.apply(() -> befall(fault));
        PromoteReport report = promote(new ArrayList<>());
        stop.assertDone();
        String outcome = report.outcome().name();
        assertThat(JSON.readTree(Files.readString(directory.resolve("target/sync/promote.json")))
                        .required("outcome")
                        .asString())
                .isEqualTo(outcome);
        assertThat(outcomes("journal.jsonl")).last().isEqualTo(outcome);
        return Optional.of(report);
    }

    private void killed(Function<Runnable, LinkStop> place) throws IOException, InterruptedException {
        PromotePlan plan = project.plan("test");
        CompletableFuture<Process> started = new CompletableFuture<>();
        LinkStop stop = place.apply(() -> kill(started.join()));
        Process process = PromotionInAProcess.command(directory, plan.id().value())
                .inheritIO()
                .start();
        started.complete(process);
        process.waitFor();
        stop.assertDone();
        // All that it could leave behind, and before it changed anything.
        assertThat(outcomes("started.jsonl")).hasSize(1);
        assertThat(outcomes("journal.jsonl")).isEmpty();
        assertThat(directory.resolve("target/sync/promote.json")).doesNotExist();
        assertThat(directory.resolve("target/sync/promote-plan.json")).exists();
    }

    private void befall(Fault fault) {
        switch (fault) {
            case TERMINATED -> assertThat(sessions(project.test).terminate()).isPositive();
            case CUT -> toTarget.cut();
            case SOURCE_TERMINATED -> sessions(project.dev).terminate();
            case SOURCE_CUT -> toSource.cut();
            case KILLED -> throw new IllegalArgumentException("a process that is killed has been started first");
        }
    }

    /** What the process said last is lost with it: else it would only seem to have been killed before that. */
    private void kill(Process process) {
        try {
            process.destroyForcibly().waitFor();
            toTarget.cut();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Until the server has noticed that its clients are gone; and that nothing is left locked. */
    void awaitNoSessions() {
        sessions(project.test).awaitGone();
        sessions(project.dev).awaitGone();
        assertThat(sessions(project.test).advisoryLocks()).isEmpty();
    }

    /** An undisturbed run. */
    PromoteReport promote(List<SyncEvent> heard) {
        String id = project.plan("test").id().value();
        try (Sync sync = sync(heard)) {
            return sync.promote(new PromoteRequest("test", false), Confirmation.answered(id));
        }
    }

    StatusReport status() {
        try (Sync sync = sync(new ArrayList<>())) {
            return sync.status(StatusRequest.wholeChain());
        }
    }

    private Sync sync(List<SyncEvent> heard) {
        return Sync.builder(directory.resolve("sync.yaml"), directory)
                .events(heard::add)
                .open();
    }

    private Sessions sessions(Database database) {
        return new Sessions(server, database);
    }

    private List<String> outcomes(String journal) throws IOException {
        Path file = directory.resolve(".sync").resolve(journal);
        return Files.exists(file)
                ? Files.readAllLines(file, StandardCharsets.UTF_8).stream()
                        .map(line -> JSON.readTree(line).required("outcome").asString())
                        .toList()
                : List.of();
    }

    @Override
    public void close() {
        toTarget.close();
        toSource.close();
    }
}
