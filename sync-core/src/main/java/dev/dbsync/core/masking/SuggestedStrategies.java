package dev.dbsync.core.masking;

import dev.dbsync.core.config.RuleConfig;
import dev.dbsync.core.database.Column;
import dev.dbsync.core.detection.ColumnNames;
import dev.dbsync.core.detection.Meaning;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which strategies suit what a column is about, the best first; whether they fit it is tried later. */
final class SuggestedStrategies {

    private SuggestedStrategies() {}

    /** What the names of the table and the column tell. */
    static Optional<Meaning> byName(ColumnId column) {
        return ColumnNames.meaning(column.table().name(), column.column())
                .or(() -> column.column().equalsIgnoreCase("name")
                                && !ColumnNames.ofThings(column.table().name())
                        ? Optional.of(Meaning.PERSON_NAME)
                        : Optional.empty());
    }

    static List<RuleConfig> of(Meaning meaning, Column column) {
        TypeCategory type = TypeCategory.of(column);
        return switch (type) {
            case TEXT -> ofText(meaning);
            case DATE -> meaning == Meaning.BIRTH ? rules("age-band") : List.of();
            case TIME -> List.of();
            case NUMBER -> ofNumbers(meaning);
            case NETWORK -> rules("ip");
            case UUID -> rules("uuid");
            case JSON -> meaning == Meaning.EMAIL_LIST ? ofText(meaning) : rules("json");
            case ARRAY ->
                ofText(meaning).stream()
                        .map(rule -> new RuleConfig("array", Map.of("of", rule.strategy()), rule.where()))
                        .toList();
            default -> List.of();
        };
    }

    private static List<RuleConfig> ofText(Meaning meaning) {
        return switch (meaning) {
            case EMAIL -> rules("email");
            case PHONE -> rules("phone");
            case PERSON_NAME -> rules("name");
            case ADDRESS -> rules("address");
            case IP_ADDRESS -> rules("ip", "hash");
            case USER_NAME, PERSON_NUMBER, SECRET, DEVICE, FILE_NAME -> rules("hash");
            case FREE_TEXT -> rules("scrub", "redact");
            case NAMING_TEXT -> rules("redact");
            case DOCUMENT -> rules("json", "redact");
            case EMAIL_LIST ->
                List.of(new RuleConfig("json", Map.of("paths", Map.of("$[*]", "email")), "suggestion"), rule("json"));
            case BIRTH, NATIONAL_NUMBER, BANK_ACCOUNT, CARD_NUMBER, LOCATION, INCOME, TRAIT -> rules("redact", "hash");
        };
    }

    private static List<RuleConfig> ofNumbers(Meaning meaning) {
        return switch (meaning) {
            case INCOME, LOCATION -> rules("noise");
            case TRAIT -> rules("null");
            case BIRTH -> rules("age-band");
            default -> List.of();
        };
    }

    private static List<RuleConfig> rules(String... strategies) {
        List<RuleConfig> rules = new ArrayList<>();
        for (String strategy : strategies) {
            rules.add(rule(strategy));
        }
        return rules;
    }

    private static RuleConfig rule(String strategy) {
        return new RuleConfig(strategy, Map.of(), "suggestion");
    }
}
