package dev.dbsync.core.report;

import dev.dbsync.core.comparison.RowsCompared;
import dev.dbsync.core.masking.ColumnRule;
import dev.dbsync.core.masking.Derived;
import dev.dbsync.core.pull.PlannedTable;
import dev.dbsync.core.pull.PullPlan;
import dev.dbsync.core.pull.PullReport;
import dev.dbsync.core.pull.PullVerification;
import dev.dbsync.core.pull.RehearsalReport;
import dev.dbsync.core.pull.TableReport;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** {@code pull-prod.json}. */
public final class PullJson {

    private PullJson() {}

    public static String of(PullReport report) {
        Map<String, Object> json = JsonText.head(report);
        json.put("migrations", report.migrations());
        json.put("tables", report.tables().stream().map(PullJson::table).toList());
        Map<String, Object> verification =
                report.verification().map(PullJson::verification).orElseGet(LinkedHashMap::new);
        report.proof().ifPresent(proof -> verification.put("proof", ProofJson.of(proof, report.earlier())));
        if (report.earlierInPart()) {
            verification.put("earlierProvenInPart", true);
        }
        json.put("verification", verification);
        json.put(
                "snapshotSeconds",
                report.snapshotHeld().map(held -> held.toMillis() / 1000.0).orElse(null));
        json.put("rehearsal", report.rehearsal().map(PullJson::rehearsal).orElse(null));
        json.put("plan", report.plan().map(PullJson::plan).orElse(null));
        JsonText.tail(json, report);
        return JsonText.of(json);
    }

    private static Map<String, Object> table(TableReport table) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("table", table.table().shown());
        json.put("rows", table.rows());
        json.put("bytes", table.bytes());
        json.put("format", table.format());
        json.put("masked", table.masked().keySet());
        json.put("strategies", table.masked());
        json.put("seconds", table.took().toMillis() / 1000.0);
        return json;
    }

    private static Map<String, Object> rehearsal(RehearsalReport rehearsal) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("complete", rehearsal.complete());
        json.put(
                "scripts",
                rehearsal.scripts().stream()
                        .map(script -> Map.of(
                                "script",
                                script.script(),
                                "seconds",
                                script.took().toMillis() / 1000.0))
                        .toList());
        return json;
    }

    private static Map<String, Object> verification(PullVerification verification) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("snapshot", verification.snapshot().toString());
        json.put("rows", verification.rows());
        json.put("foreignKeys", verification.foreignKeys());
        json.put("foreignKeysNotValid", verification.foreignKeysNotValid());
        json.put("sequences", verification.sequences());
        json.put("sequencesBehind", verification.sequencesBehind());
        json.put("maskedValues", verification.maskedValues());
        json.put("maskedUnchanged", verification.maskedUnchanged());
        json.put("maskedKept", verification.maskedKept());
        json.put("materializedViews", verification.materializedViews());
        RowsCompared compared = verification.compared();
        json.put("verify", compared.verify().name().toLowerCase(Locale.ROOT));
        json.put("comparedRows", compared.rows());
        json.put("comparedMaskedValues", compared.maskedValues());
        json.put("tablesByKey", compared.byKey());
        json.put("tablesWhole", compared.whole());
        json.put("tablesCountedOnly", compared.countedOnly());
        return json;
    }

    private static Map<String, Object> plan(PullPlan plan) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("confirmation", plan.confirmation().name());
        json.put("mode", plan.filling().mode().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        json.put("workers", plan.filling().workers());
        json.put("emptyTarget", plan.emptyTarget());
        json.put("migrations", plan.migrations());
        json.put("tables", plan.tables().stream().map(PullJson::planned).toList());
        json.put(
                "derived",
                plan.masking().derived().stream().map(PullJson::derived).toList());
        json.put("masking", plan.masking().rules().stream().map(PullJson::rule).toList());
        json.put(
                "leftOut",
                plan.leftOut().stream()
                        .map(left -> Map.of("table", left.table().shown(), "reason", left.reason()))
                        .toList());
        json.put("notices", plan.notices());
        return json;
    }

    private static Map<String, Object> derived(Derived derived) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("table", derived.table().shown());
        json.put(derived.index() ? "index" : "column", derived.name());
        json.put("masked", derived.masked());
        json.put("kept", derived.kept());
        return json;
    }

    private static Map<String, Object> rule(ColumnRule rule) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("table", rule.table().shown());
        json.put("column", rule.column());
        json.put("strategy", rule.strategy());
        json.put("why", rule.why().name());
        rule.when().ifPresent(condition -> json.put("when", condition));
        rule.domain().ifPresent(domain -> json.put("domain", domain));
        rule.collision().ifPresent(probability -> json.put("collision", probability));
        return json;
    }

    private static Map<String, Object> planned(PlannedTable table) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("table", table.table().shown());
        json.put("estimatedRows", table.estimatedRows());
        json.put("bytes", table.bytes());
        json.put("masked", table.masked().keySet());
        json.put("strategies", table.masked());
        json.put("format", table.format().format().word());
        table.format().reason().ifPresent(reason -> json.put("formatReason", reason));
        table.where().ifPresent(condition -> json.put("where", condition));
        return json;
    }
}
