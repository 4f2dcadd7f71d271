package dev.dbsync.core.status;

import dev.dbsync.core.config.AnonymizeConfig.Unclassified;
import dev.dbsync.core.config.SyncConfig;
import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.Chain;
import dev.dbsync.core.database.Environments;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.lookup.LookupTables;
import dev.dbsync.core.migration.Checkout;
import dev.dbsync.core.migration.HistoryComparison;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.run.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Looks at all environments at once, each in a read-only session, and compares neighbours. */
public final class StatusCheck {

    private final SyncConfig config;
    private final Environments environments;
    private final Checkout checkout;
    private final EventSink events;

    public StatusCheck(SyncConfig config, Environments environments, Checkout checkout, EventSink events) {
        this.config = config;
        this.environments = environments;
        this.checkout = checkout;
        this.events = events;
    }

    /**
     * An environment that cannot be reached is shown as such and does not hide the others.
     *
     * @throws SyncException for an unknown environment, or a checkout or configuration that Flyway does not accept
     */
    public StatusReport check(StatusRequest request) {
        List<String> names = names(request);
        Map<String, Probe> probes = new Step("Look at " + String.join(", ", names))
                .run(
                        events,
                        () -> probe(names),
                        all -> all.values().stream()
                                        .filter(probe -> probe.reading().isPresent())
                                        .count()
                                + " of " + all.size() + " reached");
        try {
            return report(names, probes);
        } finally {
            probes.values().forEach(Probe::close);
        }
    }

    /** In the chain's order, then the others as they were asked for. */
    private List<String> names(StatusRequest request) {
        if (request.environments().isEmpty()) {
            return config.chain();
        }
        request.environments().forEach(name -> config.environment(name, "-Dsync.env"));
        Set<String> names = new LinkedHashSet<>(config.chain());
        names.retainAll(request.environments());
        names.addAll(request.environments());
        return List.copyOf(names);
    }

    private Map<String, Probe> probe(List<String> names) {
        ExecutorService threads = Executors.newFixedThreadPool(names.size());
        try {
            Map<String, Future<Probe>> running = new LinkedHashMap<>();
            names.forEach(name -> running.put(name, threads.submit(() -> Probe.of(name, environments, checkout))));
            return collect(running);
        } finally {
            threads.shutdownNow();
        }
    }

    private static Map<String, Probe> collect(Map<String, Future<Probe>> running) {
        Map<String, Probe> probes = new LinkedHashMap<>();
        RuntimeException failure = null;
        for (Map.Entry<String, Future<Probe>> each : running.entrySet()) {
            try {
                probes.put(each.getKey(), each.getValue().get());
            } catch (ExecutionException e) {
                RuntimeException cause = e.getCause() instanceof RuntimeException known
                        ? known
                        : new IllegalStateException("looking at " + each.getKey() + " failed", e.getCause());
                failure = failure == null ? cause : failure;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                failure = new SyncException(new Problem("The status was interrupted", each.getKey(), ""), e);
                break;
            }
        }
        if (failure != null) {
            probes.values().forEach(Probe::close);
            throw failure;
        }
        return probes;
    }

    private StatusReport report(List<String> names, Map<String, Probe> probes) {
        Chain chain = new Chain(config.chain());
        List<EnvironmentStatus> statuses =
                names.stream().map(name -> probes.get(name).status()).toList();
        List<LinkStatus> links = chain.links().stream()
                .filter(link -> probes.containsKey(link.from()) && probes.containsKey(link.to()))
                .map(link -> new LinkCheck(config.lookups(), probes.get(link.from()), probes.get(link.to())).check())
                .toList();
        CheckoutStatus ahead = Optional.ofNullable(probes.get(chain.first()))
                .flatMap(Probe::reading)
                .map(StatusCheck::checkout)
                .orElseGet(CheckoutStatus::unknown);
        List<Problem> problems = absentLookups(probes);
        List<UnclassifiedColumn> unclassified = UnclassifiedColumns.of(config, probes);
        return new StatusReport(
                chain.names(),
                statuses,
                links,
                ahead,
                problems,
                unclassified,
                NextStep.of(
                        statuses,
                        links,
                        ahead,
                        problems,
                        config.anonymize().unclassified() == Unclassified.FAIL ? unclassified : List.of(),
                        chain.first(),
                        config.pull().from()));
    }

    private static CheckoutStatus checkout(Probe.Reading first) {
        HistoryComparison comparison = first.migrations().compareToCheckout(first.history());
        return new CheckoutStatus(comparison.pending(), comparison.divergences(), comparison.notices());
    }

    /** Lookup tables that no environment has; an environment that was not reached might have them. */
    private List<Problem> absentLookups(Map<String, Probe> probes) {
        List<Catalog> catalogs = new ArrayList<>();
        List<String> schemas = new ArrayList<>();
        for (Probe probe : probes.values()) {
            if (probe.reading().isEmpty()) {
                return List.of();
            }
            catalogs.add(probe.reading().get().catalog());
            schemas.add(probe.reading().get().migrations().defaultSchema());
        }
        return LookupTables.absent(config.lookups(), schemas.get(0), catalogs);
    }
}
