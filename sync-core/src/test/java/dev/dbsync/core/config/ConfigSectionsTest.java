package dev.dbsync.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.config.AnonymizeConfig.Unclassified;
import dev.dbsync.core.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What each section of sync.yaml may hold. */
class ConfigSectionsTest extends ConfigFileFixture {

    @Test
    void theChainHasTwoKnownEnvironmentsAtLeastAndNoneTwice() {
        assertThat(problem("chain: [prod]").what()).contains("two environments");
        assertThat(problem("chain: [dev, dev, prod]").what()).contains("twice");
        Problem unknown = problem("chain: [dev, stagin, prod]\nenvironments: { staging: { url: embedded } }");
        assertThat(unknown.where()).isEqualTo("sync.yaml:1:14");
        assertThat(unknown.remedy()).contains("'staging'");
        assertThat(problem("chain: dev").what()).isEqualTo("'chain' must be a list, not text");
    }

    @Test
    void onlyDevTestAndProdHaveADefaultUrl() {
        assertThat(problem("environments: { local: { protected: true } }").what())
                .isEqualTo("The environment 'local' has no url");
        assertThat(problem("environments: { prod: { url: } }").what()).contains("must be a text, not nothing");
    }

    @Test
    void theNameOfAnEnvironmentIsFitForADirectory() {
        assertThat(problem("environments: { ../up: { url: embedded } }").what())
                .contains("cannot be the name of an environment");
        assertThat(problem("backup: { directory: \"a\\0b\" }").what()).startsWith("This cannot be a path");
    }

    @Test
    void aUrlWithoutVariablesIsCheckedAtOnce() {
        Problem problem = problem("environments: { dev: { url: mysql://u:hunter2@h/a } }");

        assertThat(problem.where()).isEqualTo("sync.yaml:1:29");
        assertThat(problem.text()).doesNotContain("hunter2");
        assertThat(problem("environments: { dev: { url: embeded } }").remedy()).contains("embedded");
    }

    @Test
    void anEmbeddedEnvironmentTakesNoCredentials() {
        assertThat(problem("environments: { local: { url: embedded, password: x } }")
                        .what())
                .contains("'environments.local.password' has no meaning");
    }

    @Test
    void pullSaysWhichRowsAndHow() throws IOException {
        PullConfig pull = read("""
                pull:
                  tables: ["*", { table: app.orders, where: "placed_at > now() - interval '1 year'" }]
                  mode: in-place
                  workers: 3
                  verify: full
                  maxRate: 40
                  statementTimeout: 2h
                """).pull();

        assertThat(pull.tables()).containsExactly("*", "app.orders");
        assertThat(pull.where()).containsExactly(Map.entry("app.orders", "placed_at > now() - interval '1 year'"));
        assertThat(pull.mode()).contains(PullConfig.Mode.IN_PLACE);
        assertThat(pull.workers()).hasValue(3);
        assertThat(pull.verify()).isEqualTo(PullConfig.Verify.FULL);
        assertThat(pull.maxRate()).hasValue(40);
        assertThat(pull.statementTimeout()).contains(Duration.ofHours(2));
        assertThat(read("pull: { mode: auto }").pull().mode()).isEmpty();
        assertThat(read("").pull().tables()).containsExactly("*");
    }

    @Test
    void whatPullCannotDoIsSaid() {
        assertThat(problem("pull: { tables: [{ table: a, where: \"b; DROP TABLE a\" }] }")
                        .what())
                .isEqualTo("'pull.tables.where' must be one SQL condition, without ';' and '?'");
        assertThat(problem("pull: { tables: [{ where: b }] }").what()).contains("does not say which table");
        assertThat(problem("pull: { mode: swop }").remedy()).contains("'swap'");
        assertThat(problem("pull: { mode: transaction, workers: 2 }").what()).contains("says nothing beside");
        assertThat(problem("pull: { workers: 0 }").what()).contains("whole number of 1 or more");
        assertThat(problem("pull: { verify: none }").what()).contains("'none'");
    }

    @Test
    void pullNamesEnvironmentsThatExistAndAreTwo() {
        assertThat(problem("pull: { from: prd }").remedy()).contains("'prod'");
        assertThat(problem("pull: { to: lokal }").what()).contains("'pull.to' names 'lokal'");
        assertThat(problem("pull: { to: prod }").what()).contains("is the environment that is pulled from");
    }

    @Test
    void flywaySettingsAreFlattenedAndOverlaid() throws IOException {
        SyncConfig config = read("""
                environments:
                  prod: { flyway: { placeholders: { region: eu, size: 2 } } }
                flyway:
                  locations: ["filesystem:a", "filesystem:b"]
                  outOfOrder: true
                  table: history
                  placeholders: { region: us, list: "a,b" }
                  postgresql.transactional.lock: false
                """);

        assertThat(config.flywayOf("dev").properties().entrySet())
                .extracting(entry -> entry.getKey() + "=" + entry.getValue().text())
                .containsExactlyInAnyOrder(
                        "locations=filesystem:a,filesystem:b",
                        "outOfOrder=true",
                        "table=history",
                        "placeholders.region=us",
                        "placeholders.list=a,b",
                        "postgresql.transactional.lock=false");
        assertThat(config.flywayOf("prod")
                        .properties()
                        .get("placeholders.region")
                        .text())
                .isEqualTo("eu");
        assertThat(config.flywayOf("prod").properties()).containsKeys("placeholders.list", "placeholders.size");
        assertThat(template("flyway: { placeholders: { v: 1.50 } }", "placeholders.v")
                        .text())
                .isEqualTo("1.50");
    }

    @Test
    void flywayIsNotToldHowToConnect() {
        assertThat(problem("flyway: { url: hunter2 }").text())
                .contains("'flyway.url'")
                .doesNotContain("hunter2");
        assertThat(problem("flyway: { locations: [[a]] }").what()).contains("'flyway.locations'");
        assertThat(problem("flyway: { placeholders: { a: 1 }, placeholders.a: 2 }")
                        .what())
                .contains("second time");
    }

    @Test
    void aLookupTableIsNamedOnce() {
        assertThat(problem("lookups: [a, { table: a }]").remedy()).contains("sync.yaml:1:11");
        assertThat(problem("lookups: [{ key: [a] }]").what()).contains("does not say which table");
        assertThat(problem("lookups: [{ table: a, delete: kep }]").remedy()).contains("'keep'");
        assertThat(problem("lookups: [{ table: a, were: b }]").remedy()).contains("'where'");
        assertThat(problem("lookups: [{ table: a, insertOnly: yes please }]").what())
                .contains("must be true or false");
        assertThat(problem("lookups: [{ table: a, where: [b] }]").what()).contains("must be a text");
        assertThat(problem("lookups: [{ table: a, where: \"b = '${B}'\" }]").what())
                .contains("cannot hold a variable");
        assertThat(problem("lookups: [{ table: a, where: 'b; c' }]").where()).isEqualTo("sync.yaml:1:30");
        assertThat(problem("lookups: [{ table: a, where: \"b ? 'c'\" }]").remedy())
                .contains("jsonb_exists");
        assertThat(problem("lookups: [{ table: a, insertOnly: true, delete: remove }]")
                        .what())
                .contains("says nothing beside 'insertOnly: true'");
        assertThat(problem("lookups: [5]").what()).contains("must be a text, not a number");
    }

    @Test
    void durationsHaveAUnitAndAreMoreThanNothing() {
        for (String wrong : List.of("5", "-5s", "0s", "5 s", "1d", "\"\"", "1.5s", "99999999999s")) {
            assertThat(problem("promote: { maxHold: " + wrong + " }").what()).contains("duration of more than nothing");
        }
    }

    @Test
    void aWebhookMayHoldVariablesAndIsNeverShown() throws IOException {
        assertThat(read("").notification().webhook()).isEmpty();
        assertThat(read("notify: { webhook: \"${HOOK}/hunter2\" }")
                        .notification()
                        .webhook())
                .contains(new Template("${HOOK}/hunter2", "sync.yaml:1:20"));
        assertThat(problem("notify: { webhok: \"https://hunter2\" }"))
                .satisfies(problem -> assertThat(problem.remedy()).contains("'webhook'"))
                .satisfies(problem -> assertThat(problem.text()).doesNotContain("hunter2"));
        assertThat(problem("notify: { webhook: [hunter2] }").text())
                .contains("'notify.webhook' must be a text")
                .doesNotContain("hunter2");
        assertThat(problem("notify: hunter2").text())
                .contains("'notify' must be a map")
                .doesNotContain("hunter2");
    }

    @Test
    void theJournalTableIsSwitchedOnByTrueAlone() throws IOException {
        assertThat(read("promote: { journalTable: true }").promote().journalTable())
                .isTrue();
        assertThat(problem("promote: { journalTable: 'true' }").what()).contains("must be true or false");
    }

    @Test
    void hooksAreListsOfFiles() throws IOException {
        PromoteConfig promote =
                read("promote: { before: [sql/a.sql, b.sql], after: [c.sql] }").promote();
        assertThat(promote.before()).containsExactly("sql/a.sql", "b.sql");
        assertThat(promote.after()).containsExactly("c.sql");
        assertThat(problem("promote: { before: a.sql }").what()).contains("'promote.before' must be a list");
        assertThat(problem("promote: { after: [5] }").what()).contains("must be a text");
    }

    @Test
    void maskingRulesMayStandInAFileOfTheirOwn() throws IOException {
        Files.writeString(
                project.resolve("anonymize.yaml"), "unclassified: keep\ntables:\n  users:\n    email: email\n");

        AnonymizeConfig rules = read("anonymize: { file: anonymize.yaml }").anonymize();

        assertThat(rules.unclassified()).isEqualTo(Unclassified.KEEP);
        assertThat(rules.tables().get("users").get("email"))
                .isEqualTo(new RuleConfig("email", Map.of(), "anonymize.yaml:4:12"));
    }

    @Test
    void rulesForAllColumnsOfANameAreReadLikeThoseOfOne() throws IOException {
        AnonymizeConfig rules = read("anonymize:\n  columns:\n    \"*.email\": email\n"
                        + "    \"billing.*.iban\": { strategy: hash, digits: 20, normalize: [trim] }\n")
                .anonymize();

        assertThat(rules.columns())
                .containsExactly(
                        Map.entry("*.email", new RuleConfig("email", Map.of(), "sync.yaml:3:16")),
                        Map.entry(
                                "billing.*.iban",
                                new RuleConfig(
                                        "hash", Map.of("digits", 20, "normalize", List.of("trim")), "sync.yaml:4:5")));
        assertThat(problem("anonymize: { columns: { '*.email': { digits: 8 } } }")
                        .what())
                .isEqualTo("The rule for '*.email' names no strategy");
        assertThat(problem("anonymize: { columns: [email] }").what()).contains("'anonymize.columns' must be a map");
    }

    @Test
    void complaintsAboutTheFileOfRulesNameThatFile() throws IOException {
        Files.writeString(project.resolve("rules.yaml"), "tabels: {}\n");

        List<Problem> problems = problems("anonymize: { file: rules.yaml }\nbackupp: {}\n");

        assertThat(problems).extracting(Problem::where).containsExactly("sync.yaml:2:1", "rules.yaml:1:1");
        assertThat(problem("anonymize: { file: none.yaml }").what()).isEqualTo("The file none.yaml does not exist");
        assertThat(problems("anonymize: { file: rules.yaml, key: x }\n").get(0).what())
                .contains("has other keys besides");
    }

    @Test
    void aRuleIsAStrategyOrAMapWithOne() {
        assertThat(problem("anonymize: { tables: { users: { a: [email] } } }").what())
                .contains("'tables.users.a'");
        assertThat(problem("anonymize: { tables: { users: { a: } } }").what()).contains("not nothing");
        assertThat(problem("anonymize: { tables: { users: { a: { with: x } } } }")
                        .what())
                .contains("names no strategy");
        assertThat(problem("anonymize: { tables: { users: email } }").what()).contains("must be a map, not text");
    }

    @Test
    void optionsOfARuleMayBeMapsAndLists() throws IOException {
        RuleConfig rule = read("""
                        anonymize:
                          tables:
                            users:
                              change:
                                strategy: json
                                paths: { "$.email": email, "$.sum": { strategy: "noise", percent: 2.5 }, "$.x": null }
                                also: [1, two, [3], { four: true }]
                        """).anonymize().tables().get("users").get("change");

        assertThat(rule.strategy()).isEqualTo("json");
        assertThat(rule.options()).containsOnlyKeys("paths", "also");
        assertThat(rule.options().get("paths"))
                .isInstanceOfSatisfying(
                        Map.class,
                        paths -> assertThat(paths)
                                .containsEntry("$.email", "email")
                                .containsEntry("$.x", null)
                                .containsEntry("$.sum", Map.of("strategy", "noise", "percent", 2.5)));
        assertThat(rule.options().get("also")).isEqualTo(List.of(1, "two", List.of(3), Map.of("four", true)));
    }

    @Test
    void aRuleIsShownAsItCouldStandInTheFileWhateverTheOrderOfItsKeys() throws IOException {
        String one =
                "{ strategy: json, rest: keep, paths: { \"$.b\": [1, null, \"x \\\"\\\\\"], \"$.a\": { c: true, d: 2.5 } } }";
        String other =
                "{ paths: { \"$.a\": { d: 2.5, c: true }, \"$.b\": [1, null, 'x \"\\'] }, rest: keep, strategy: json }";

        RuleConfig rule = ruleOfBio(one);

        assertThat(rule.shown())
                .isEqualTo(
                        "{ strategy: json, paths: { \"$.a\": { c: true, d: 2.5 }, \"$.b\": [1, null, \"x \\\"\\\\\"] },"
                                + " rest: \"keep\" }");
        assertThat(ruleOfBio(other).shown()).isEqualTo(rule.shown());
        assertThat(ruleOfBio(other).options()).isEqualTo(rule.options());
        assertThat(ruleOfBio(rule.shown()).options()).isEqualTo(rule.options());
        assertThat(ruleOfBio("email").shown()).isEqualTo("email");
    }

    @Test
    void whatCannotBeReadInsideOfAnOptionIsComplainedAbout() {
        assertThat(problem("anonymize: { tables: { users: { a: { strategy: json, paths: { x: 1, x: 2 } } } } }")
                        .what())
                .contains("'x' stands here a second time");
    }

    private RuleConfig ruleOfBio(String rule) throws IOException {
        return read("anonymize: { tables: { users: { bio: " + rule + " } } }")
                .anonymize()
                .tables()
                .get("users")
                .get("bio");
    }
}
