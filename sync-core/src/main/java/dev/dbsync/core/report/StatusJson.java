package dev.dbsync.core.report;

import dev.dbsync.core.migration.Divergence;
import dev.dbsync.core.migration.Interruption;
import dev.dbsync.core.migration.PendingMigration;
import dev.dbsync.core.status.CheckoutStatus;
import dev.dbsync.core.status.EnvironmentStatus;
import dev.dbsync.core.status.LinkStatus;
import dev.dbsync.core.status.StatusReport;
import dev.dbsync.core.status.UnfinishedPull;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code status.json}: names stay, more may be added. */
public final class StatusJson {

    private StatusJson() {}

    /** The report as indented JSON, without a line feed at its end. */
    public static String of(StatusReport report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("goal", report.goal());
        json.put("chain", report.chain());
        json.put(
                "environments",
                report.environments().stream().map(StatusJson::environment).toList());
        json.put("links", report.links().stream().map(StatusJson::link).toList());
        json.put("checkout", checkout(report.checkout()));
        json.put("inSync", report.inSync());
        json.put("problems", report.problems());
        json.put("unclassified", report.unclassified());
        json.put("next", report.next().command());
        return JsonText.of(json);
    }

    private static Map<String, Object> environment(EnvironmentStatus environment) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", environment.name());
        json.put("reachable", environment.reachable());
        json.put("server", environment.server().orElse(null));
        json.put("database", environment.database().orElse(null));
        json.put("version", environment.version().orElse(null));
        json.put("applied", environment.applied());
        json.put("failed", environment.failed());
        json.put(
                "interrupted",
                environment.interrupted().map(StatusJson::interrupted).orElse(null));
        json.put(
                "unfinishedPull", environment.pull().map(StatusJson::unfinished).orElse(null));
        json.put("error", environment.error().orElse(null));
        return json;
    }

    private static Map<String, Object> interrupted(Interruption earlier) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("planId", earlier.planId());
        json.put("since", earlier.since().toString());
        json.put("segment", earlier.segment());
        json.put("segments", earlier.segments());
        json.put(
                "script",
                earlier.script().map(Interruption.ScriptProgress::script).orElse(null));
        return json;
    }

    private static Map<String, Object> unfinished(UnfinishedPull pull) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("mode", pull.kind().word());
        json.put("since", pull.since().map(Instant::toString).orElse(null));
        json.put("database", pull.database().orElse(null));
        json.put("unproven", pull.unproven());
        return json;
    }

    private static Map<String, Object> link(LinkStatus link) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("from", link.from());
        json.put("to", link.to());
        json.put("verdict", link.verdict().name());
        json.put("pending", pending(link.pending()));
        json.put("divergences", divergences(link.divergences()));
        json.put("lookups", link.lookups().stream().map(StatusJson::lookup).toList());
        json.put("notices", link.notices());
        json.put("problems", link.problems());
        return json;
    }

    private static Map<String, Object> checkout(CheckoutStatus checkout) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("pending", pending(checkout.pending()));
        json.put("divergences", divergences(checkout.divergences()));
        json.put("notices", checkout.notices());
        return json;
    }

    private static List<Map<String, Object>> pending(List<PendingMigration> pending) {
        return pending.stream()
                .map(migration -> {
                    Map<String, Object> json = new LinkedHashMap<>();
                    json.put("version", migration.version().orElse(null));
                    json.put("script", migration.script());
                    json.put("transactional", migration.transactional());
                    return json;
                })
                .toList();
    }

    private static List<Map<String, Object>> divergences(List<Divergence> divergences) {
        return divergences.stream()
                .map(divergence -> {
                    Map<String, Object> json = new LinkedHashMap<>();
                    json.put("kind", divergence.kind().name());
                    json.put("version", divergence.version().orElse(null));
                    json.put("script", divergence.script());
                    json.put("detail", divergence.detail());
                    json.put("remedy", divergence.remedy());
                    return json;
                })
                .toList();
    }

    private static Map<String, Object> lookup(LinkStatus.LookupCount lookup) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("table", lookup.table());
        json.put("insert", lookup.insert());
        json.put("update", lookup.update());
        json.put("delete", lookup.delete());
        json.put("estimate", lookup.estimate());
        return json;
    }
}
