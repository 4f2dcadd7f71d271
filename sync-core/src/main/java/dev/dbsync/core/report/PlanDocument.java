package dev.dbsync.core.report;

import dev.dbsync.core.backup.RestorePlan;
import dev.dbsync.core.promote.PromotePlan;
import dev.dbsync.core.pull.PullPlan;
import dev.dbsync.core.pull.RestoreIndexesPlan;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A plan in the forms in which it is read.
 *
 * @param text for the console, several lines
 * @param json for programs, without a line feed at its end; empty where the goal's report holds the plan
 * @param markdown for a pull request or a CI summary; empty where there is none
 */
public record PlanDocument(String text, Optional<String> json, Optional<String> markdown) {

    public static PlanDocument of(PromotePlan plan) {
        return new PlanDocument(
                PromoteText.of(plan), Optional.of(PromotePlanJson.of(plan)), Optional.of(PromotePlanMarkdown.of(plan)));
    }

    public static PlanDocument of(PullPlan plan) {
        return new PlanDocument(PullText.of(plan), Optional.empty(), Optional.empty());
    }

    public static PlanDocument of(RestoreIndexesPlan plan) {
        return new PlanDocument(RestoreIndexesText.of(plan), Optional.empty(), Optional.empty());
    }

    public static PlanDocument of(RestorePlan plan) {
        return new PlanDocument(RestoreText.of(plan), Optional.empty(), Optional.empty());
    }

    /** The content of each file, by the ending of its name. */
    Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("txt", text);
        json.ifPresent(content -> files.put("json", content + "\n"));
        markdown.ifPresent(content -> files.put("md", content));
        return files;
    }
}
