package dev.dbsync.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RulesTextTest {

    private static RuleLine proposed(String table, String column, String rule) {
        return new RuleLine(table, column, Optional.of(rule), "its name");
    }

    private static RuleLine undecided(String table, String column) {
        return new RuleLine(table, column, Optional.empty(), "no detector");
    }

    private static String with(String text, RuleLine... lines) {
        return RulesText.of(text, "anonymize.yaml").with(List.of(lines), List.of(), List.of(), List.of());
    }

    /** Sync's own line without the digest at its end. */
    private static String bare(String text) {
        return text.replaceAll(" \\[[0-9a-f]{6}]", "");
    }

    @Test
    void anEmptyFileGetsItsTables() {
        assertThat(bare(with("", proposed("users", "email", "email"), undecided("users", "status"))))
                .isEqualTo("""
                        tables:
                          users:
                            email: email  # proposed: its name
                            # status: keep  # decide: no detector
                        """);
    }

    @Test
    void linesGoUnderTheirTableAndAllOthersStayAsTheyAre() {
        String text = """
                # Who may see what
                key: "${KEY}"
                tables:
                   users:   # the customers'
                        'e-mail':   {strategy: email, keepDomain: true}

                        name: name      # as agreed

                   # orders are next
                   orders: { note: redact }
                columns:
                   "*.phone": phone
                """;

        String updated = with(text, proposed("users", "größe", "hash"), proposed("items", "null", "hash"));

        assertThat(bare(updated)).isEqualTo("""
                # Who may see what
                key: "${KEY}"
                tables:
                   users:   # the customers'
                        'e-mail':   {strategy: email, keepDomain: true}

                        name: name      # as agreed
                        größe: hash  # proposed: its name

                   # orders are next
                   orders: { note: redact }
                   items:
                      "null": hash  # proposed: its name
                columns:
                   "*.phone": phone
                """);
        assertThat(RulesText.of(updated, "anonymize.yaml").own())
                .flatExtracting(RuleLine::columns)
                .containsExactly("größe", "null");
    }

    @Test
    void lineEndsAndAMissingOneStay() {
        assertThat(bare(with("tables:\r\n  a:\r\n    b: hash", proposed("a", "c", "hash"))))
                .isEqualTo("tables:\r\n  a:\r\n    b: hash\r\n    c: hash  # proposed: its name");
        assertThat(bare(with("key: x", proposed("a", "c", "hash"))))
                .isEqualTo("key: x\ntables:\n  a:\n    c: hash  # proposed: its name");
    }

    @Test
    void ownLinesAreRenewedInTheirPlaceAndTakenOut() {
        String first = with("tables:\n", undecided("a", "x"), proposed("a", "w", "hash"), undecided("a", "z"));

        RulesText text = RulesText.of(first, "anonymize.yaml");
        String second =
                text.with(List.of(proposed("a", "x", "email")), List.of(undecided("a", "z")), List.of(), List.of());

        assertThat(bare(second)).isEqualTo("""
                tables:
                  a:
                    x: email  # proposed: its name
                    w: hash  # proposed: its name
                """);
    }

    @Test
    void aLineThatSomebodyTouchedIsNoLongerSyncsOwn() {
        String text = with("", proposed("a", "x", "email"), undecided("a", "w"));

        assertThat(RulesText.of(text, "f").own()).hasSize(2);
        assertThat(RulesText.of(text.replace("x: email", "x: hash"), "f").own()).hasSize(1);
        assertThat(RulesText.of(text.replace("its name", "as the DPO said"), "f")
                        .own())
                .hasSize(1);
        assertThat(RulesText.of(text.replace("# w: keep", "w: keep"), "f").own())
                .hasSize(1);
    }

    @Test
    void oneLineAsksAboutSeveralColumnsAndIsTakenApart() {
        RuleLine asked = new RuleLine("a", List.of("x", "v", "z"), Optional.empty(), "the table is empty");
        String text = with("", asked);

        assertThat(bare(text)).isEqualTo("tables:\n  a:\n    # x, v, z: keep  # decide: the table is empty\n");
        assertThat(RulesText.of(text, "f").own()).containsExactly(asked);
        RuleLine left = new RuleLine("a", List.of("x", "z"), Optional.empty(), "the table is empty");
        assertThat(bare(with(text, proposed("a", "v", "hash"), left))).isEqualTo("""
                        tables:
                          a:
                            v: hash  # proposed: its name
                            # x, z: keep  # decide: the table is empty
                        """);
    }

    @Test
    void noLineFitsBetweenBraces() {
        assertThat(RulesText.of("tables:\n  a: { x: hash }\n  b:\n", "f").hindrance("a"))
                .contains("f:2");
        assertThat(RulesText.of("tables:\n  a: { x: hash }\n  b:\n", "f").hindrance("b"))
                .isEmpty();
        assertThat(RulesText.of("tables: { a: { x: hash } }", "f").hindrance("new"))
                .contains("f:1:1");
        assertThat(RulesText.of("{ key: k }", "f").hindrance("new")).isPresent();
    }

    @Test
    void aRuleWhoseColumnIsGoneIsMarkedOnceAndTheMarkGoesWithItsReason() {
        RuleConfig rule = new RuleConfig("hash", Map.of(), "f:3:5");
        String text = "tables:\n  a:\n    x: hash  # mine\n";

        String marked = RulesText.of(text, "f").with(List.of(), List.of(), List.of(rule), List.of());

        assertThat(marked.lines()).hasSize(4);
        assertThat(marked).contains("    x: hash  # mine\n").contains("    # gone: ");
        RuleConfig moved = new RuleConfig("hash", Map.of(), "f:4:5");
        RulesText again = RulesText.of(marked, "f");
        assertThat(again.isMarkedGone(moved)).isTrue();
        assertThat(again.with(List.of(), List.of(), List.of(), List.of(moved))).isEqualTo(text);
    }
}
