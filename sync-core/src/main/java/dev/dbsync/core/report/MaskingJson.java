package dev.dbsync.core.report;

import dev.dbsync.core.masking.ColumnDecision;
import dev.dbsync.core.pull.MaskedValues;
import dev.dbsync.core.pull.MaskingReport;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code masking.json}: the same as the page, for programs. */
public final class MaskingJson {

    private MaskingJson() {}

    public static String of(MaskingReport report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("from", report.from());
        json.put("to", report.to().orElse(null));
        json.put("state", report.state());
        json.put("made", report.made().toString());
        json.put("planId", report.planId().map(Object::toString).orElse(null));
        json.put("keyFingerprint", report.keyFingerprint());
        json.put("keyOfThisRunOnly", report.keyOfThisRunOnly());
        json.put("versions", report.versions());
        json.put(
                "tables",
                report.rows().entrySet().stream()
                        .map(table -> Map.of("table", table.getKey(), "rows", table.getValue()))
                        .toList());
        json.put("earlier", report.earlier());
        json.put("columns", report.columns().stream().map(MaskingJson::column).toList());
        json.put(
                "leftOut",
                report.leftOut().stream()
                        .map(left -> Map.of("table", left.table().shown(), "reason", left.reason()))
                        .toList());
        json.put(
                "proof",
                report.proof()
                        .map(proof -> ProofJson.of(proof, report.earlier()))
                        .orElse(null));
        json.put("problems", report.problems());
        return JsonText.of(json);
    }

    private static Map<String, Object> column(MaskedValues column) {
        ColumnDecision decision = column.decision();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("table", decision.table().shown());
        json.put("column", decision.column());
        json.put("type", decision.type());
        json.put("masked", decision.masked());
        json.put("basis", decision.basis().name());
        json.put("strategy", decision.rule().map(ColumnDecision.Rule::strategy).orElse(null));
        json.put("options", decision.rule().map(ColumnDecision.Rule::options).orElse(Map.of()));
        if (decision.masked()) {
            json.put(
                    "values",
                    column.coverage().map(MaskedValues.Coverage::values).orElse(null));
            json.put(
                    "maskedValues",
                    column.coverage().map(MaskedValues.Coverage::masked).orElse(null));
            json.put(
                    "maskedUnchanged",
                    column.coverage().map(MaskedValues.Coverage::unchanged).orElse(null));
            json.put(
                    "examples",
                    column.examples().stream().map(MaskingJson::example).toList());
        }
        return json;
    }

    private static Map<String, Object> example(MaskedValues.Example example) {
        Map<String, Object> json = new LinkedHashMap<>();
        example.shape().ifPresent(shape -> {
            json.put("shape", shape);
            json.put("length", example.length());
        });
        if (example.unchanged()) {
            json.put("unchanged", true);
        } else {
            json.put("output", example.output().orElse(null));
        }
        return json;
    }
}
