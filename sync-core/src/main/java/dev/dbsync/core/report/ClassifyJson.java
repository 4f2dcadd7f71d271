package dev.dbsync.core.report;

import dev.dbsync.core.classify.ClassifiedColumn;
import dev.dbsync.core.classify.ClassifyReport;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code classify.json}: names stay, more may be added. */
public final class ClassifyJson {

    private ClassifyJson() {}

    public static String of(ClassifyReport report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("goal", ClassifyReport.GOAL);
        json.put("from", report.from());
        json.put("file", report.file().toString());
        json.put("dryRun", report.dryRun());
        json.put("changed", report.changed());
        json.put("columns", report.columns().stream().map(ClassifyJson::column).toList());
        json.put(
                "unclassified",
                report.unclassified().stream()
                        .map(column -> Map.of("table", column.table(), "column", column.column()))
                        .toList());
        json.put("contradictions", report.contradictions());
        json.put("gone", report.gone());
        json.put("blocked", report.blocked());
        json.put("notices", report.notices());
        json.put("difference", report.difference());
        return JsonText.of(json);
    }

    private static Map<String, Object> column(ClassifiedColumn column) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("table", column.table());
        json.put("column", column.column());
        json.put("change", column.change().name());
        json.put("rule", column.rule().orElse(null));
        json.put("open", column.isOpen());
        json.put("evidence", column.evidence());
        return json;
    }
}
