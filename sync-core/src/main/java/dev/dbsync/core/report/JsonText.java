package dev.dbsync.core.report;

import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.run.Report;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What the JSON reports have in common: their form, how they begin and how they end. */
final class JsonText {

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private JsonText() {}

    /** A report's first fields: goal, from, to, planId, outcome. */
    static Map<String, Object> head(Report report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("goal", report.goal());
        json.put("from", report.from().orElse(null));
        json.put("to", report.to());
        json.put("planId", report.planId().map(Object::toString).orElse(null));
        json.put("outcome", report.outcome().name());
        return json;
    }

    /**
     * A report's last fields: the first problem as {@code problem}, all of them as {@code problems}, and the way back.
     */
    static void tail(Map<String, Object> json, Report report) {
        List<Problem> problems = report.problems();
        json.put("problem", problems.isEmpty() ? null : problems.get(0));
        json.put("problems", problems);
        json.put("rollback", RollbackText.json(report.rollback()));
    }

    static String of(Map<String, Object> json) {
        return MAPPER.writeValueAsString(json);
    }
}
