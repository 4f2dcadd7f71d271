package dev.dbsync.core.report;

import dev.dbsync.core.run.EarlierPlan;
import dev.dbsync.core.run.PlanParts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what a plan's JSON file says of what the plan was made of. */
final class LastPlan {

    /** The field that holds the parts. */
    static final String PARTS = "parts";

    /** The field that holds the plan's id. */
    static final String PLAN_ID = "planId";

    private LastPlan() {}

    /** Empty where there is no such file, or where it is none of a plan: it only serves to say more. */
    static Optional<EarlierPlan> read(Path file) {
        try {
            JsonNode json = JsonMapper.shared().readTree(Files.readString(file));
            Map<String, String> parts = new LinkedHashMap<>();
            json.path(PARTS)
                    .properties()
                    .forEach(part -> parts.put(part.getKey(), part.getValue().asString("")));
            return parts.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new EarlierPlan(json.path(PLAN_ID).asString(""), new PlanParts(parts)));
        } catch (IOException | JacksonException e) {
            return Optional.empty();
        }
    }
}
