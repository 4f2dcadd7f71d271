package dev.dbsync.core.masking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.masking.testkit.StrategyCheck;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every strategy in every type that it fits holds what it promises, whatever the value. */
class BuiltInStrategiesCheckTest {

    private static final List<String> INTEGERS = List.of("smallint", "integer", "bigint");
    private static final List<String> NUMBERS =
            List.of("smallint", "integer", "bigint", "numeric", "real", "double precision");
    private static final List<String> DATES =
            List.of("date", "timestamp without time zone", "timestamp with time zone", "text");
    private static final List<String> TEXT = List.of("text");

    private static final Strategies STRATEGIES = Strategies.discover();

    static Stream<Arguments> rules() {
        return Stream.of(
                        rule("email", TEXT),
                        rule("email", TEXT, Map.of("keepDomain", true)),
                        rule("phone", TEXT),
                        rule("phone", TEXT, Map.of("digits", 20)),
                        rule("phone", TEXT, Map.of("format", "national")),
                        rule("phone", TEXT, Map.of("format", "national", "region", "DE")),
                        rule("name", TEXT),
                        rule("name", TEXT, Map.of("realistic", "first", "locale", "nl")),
                        rule("name", TEXT, Map.of("realistic", "last", "locale", "fr")),
                        rule("name", TEXT, Map.of("realistic", "full", "locale", "ja")),
                        rule("address", TEXT, Map.of("locale", "de")),
                        rule("address", TEXT, Map.of("part", "postcode")),
                        rule("company", TEXT),
                        rule("redact", TEXT),
                        rule("hash", TEXT),
                        rule("hash", TEXT, Map.of("digits", 2)),
                        rule("null", List.of("text", "bigint", "jsonb", "text[]", "bytea")),
                        rule("constant", List.of("text", "integer"), Map.of("value", 5)),
                        rule("keep", List.of("text", "bigint", "jsonb", "text[]", "bytea")),
                        rule("uuid", List.of("text", "uuid")),
                        rule("ip", List.of("text", "inet", "cidr")),
                        rule("date-shift", DATES),
                        rule("date-shift", DATES, Map.of("days", 36_500, "by", "id")),
                        rule("age-band", DATES),
                        rule("age-band", NUMBERS, Map.of("years", 7)),
                        rule("noise", NUMBERS),
                        rule("noise", NUMBERS, Map.of("percent", 100)),
                        rule("round", NUMBERS, Map.of("to", 100)),
                        rule("round", NUMBERS, Map.of("to", 0.25)),
                        rule("fpe", TEXT),
                        rule("fpe", TEXT, Map.of("alphabet", "alnum")),
                        rule("permute", INTEGERS),
                        rule("permute", INTEGERS, Map.of("min", 1, "max", 1000)),
                        rule("partial", TEXT),
                        rule("partial", TEXT, Map.of("first", 2, "last", 2, "with", "\uD83D\uDE00")),
                        rule("url", TEXT),
                        rule("url", TEXT, Map.of("host", "keep")),
                        rule("scrub", TEXT),
                        rule("json", List.of("text", "json", "jsonb")),
                        rule(
                                "json",
                                List.of("text", "json", "jsonb"),
                                Map.of("paths", Map.of("$.email", "email", "$..c", "noise"), "rest", "keep")),
                        rule("array", List.of("text[]"), Map.of("of", "hash")))
                .flatMap(rules -> rules);
    }

    @ParameterizedTest(name = "{0} {2} in {1}")
    @MethodSource("rules")
    void aStrategyHoldsWhatItPromises(String strategy, String type, Map<String, Object> options) {
        StrategyCheck check =
                StrategyCheck.of(STRATEGIES.get(strategy)).type(type).options(options);

        check.run();
        check.underUniqueIndex().run();
    }

    @ParameterizedTest(name = "{0} {2} in {1} of forty characters")
    @MethodSource("rules")
    void aStrategyHoldsWhatItPromisesInAShortColumn(String strategy, String type, Map<String, Object> options) {
        if (type.equals("text")) {
            StrategyCheck.of(STRATEGIES.get(strategy))
                    .options(options)
                    .maxLength(40)
                    .run();
        }
    }

    @Test
    void noStrategyIsLeftOut() {
        Set<String> checked = rules().map(rule -> (String) rule.get()[0]).collect(Collectors.toSet());

        assertThat(STRATEGIES.names())
                .filteredOn(
                        name -> STRATEGIES.get(name).getClass().getPackageName().contains(".builtin"))
                .hasSizeGreaterThan(20)
                .isSubsetOf(checked);
    }

    private static Stream<Arguments> rule(String strategy, List<String> types) {
        return rule(strategy, types, Map.of());
    }

    private static Stream<Arguments> rule(String strategy, List<String> types, Map<String, Object> options) {
        return types.stream().map(type -> Arguments.of(strategy, type, options));
    }
}
