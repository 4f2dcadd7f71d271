package dev.dbsync.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbsync.core.config.AnonymizeConfig.Unclassified;
import dev.dbsync.core.config.BackupConfig.Engine;
import dev.dbsync.core.config.BackupConfig.Scope;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {

    @TempDir
    Path project;

    private SyncConfig read(String yaml) throws IOException {
        Path file = Files.writeString(project.resolve("sync.yaml"), yaml);
        return ConfigFile.read(file, project);
    }

    private List<Problem> problems(String yaml) {
        SyncException thrown = catchThrowableOfType(SyncException.class, () -> read(yaml));
        assertThat(thrown).as("what the file is refused with").isNotNull();
        return thrown.problems();
    }

    private Problem problem(String yaml) {
        List<Problem> problems = problems(yaml);
        assertThat(problems).hasSize(1);
        return problems.get(0);
    }

    private Template template(String yaml, String key) throws IOException {
        return read(yaml).flyway().properties().get(key);
    }

    @Test
    void anEmptyFileMeansTheDefaults() throws IOException {
        SyncConfig config = read("# nothing yet\n");

        assertThat(config.chain()).containsExactly("dev", "test", "prod");
        assertThat(config.environments().values())
                .extracting(environment -> environment.url().text())
                .containsExactly("${DEV_DATABASE_URL}", "${TEST_DATABASE_URL}", "${DATABASE_URL}");
        assertThat(config.lookups()).isEmpty();
        assertThat(config.flyway().properties()).isEmpty();
        assertThat(config.backup())
                .isEqualTo(new BackupConfig(
                        project.toAbsolutePath().normalize().resolve(".sync/backups"), 10, Engine.AUTO, Scope.FULL));
        assertThat(config.promote())
                .isEqualTo(new PromoteConfig(
                        Duration.ofSeconds(5), 10, Duration.ofMinutes(10), false, List.of(), List.of()));
        assertThat(config.pull().from()).isEqualTo("prod");
        assertThat(config.pull().to()).isEmpty();
        assertThat(config.pull().tables()).containsExactly("*");
        assertThat(config.anonymize().unclassified()).isEqualTo(Unclassified.FAIL);
        assertThat(config.embedded().version()).matches("1[0-9]\\.[0-9]+\\.[0-9]+");
    }

    @Test
    void everySectionIsRead() throws IOException {
        SyncConfig config = read("""
                chain: [dev, stage, live]
                environments:
                  dev:   { url: "jdbc:postgresql://localhost/app", user: app, password: "${DEV_DB_PASSWORD}" }
                  stage: { url: "${STAGE_URL}", protected: true }
                  live:
                    url: jdbc:postgresql://prod-db:5432/app?sslmode=verify-full
                    server: prod-db
                    flyway: { placeholders: { region: eu } }
                  local: { url: embedded }
                lookups:
                  - fee_group
                  - { table: email_template, key: [code], ignore: [updated_at], delete: keep }
                  - { table: setting, where: "origin = 'system'", insertOnly: true }
                backup: { directory: backups, keep: 3, engine: built-in, scope: schema }
                promote: { transaction: all, lockTimeout: 500ms, attempts: 2, maxHold: 1h }
                pull:
                  from: live
                  to: local
                  tables: ["public.*"]
                  exclude: [audit_log, "*_archive"]
                anonymize:
                  key: "${SYNC_MASKING_KEY}"
                  unclassified: redact
                  tables:
                    users:
                      email: email
                      ssn: null
                      bio: { strategy: redact, with: "[REMOVED]", digits: 5, wide: true, none: null }
                embedded: { version: "17.5.0" }
                """);

        assertThat(config.chain()).containsExactly("dev", "stage", "live");
        assertThat(config.environments().keySet()).containsExactly("dev", "stage", "live", "local");
        assertThat(config.environments().get("dev").password())
                .contains(new Template("${DEV_DB_PASSWORD}", "sync.yaml:3:73"));
        assertThat(config.environments().get("live").server()).contains("prod-db");
        assertThat(config.environments().get("local").isEmbedded()).isTrue();
        assertThat(config.isProtected("stage")).isTrue();
        assertThat(config.isProtected("live")).isTrue();
        assertThat(config.isProtected("dev")).isFalse();
        assertThat(config.flywayOf("live").properties()).containsOnlyKeys("placeholders.region");
        assertThat(config.lookups())
                .containsExactly(
                        new LookupConfig(
                                "fee_group", List.of(), List.of(), false, Optional.empty(), false, "sync.yaml:11:5"),
                        new LookupConfig(
                                "email_template",
                                List.of("code"),
                                List.of("updated_at"),
                                true,
                                Optional.empty(),
                                false,
                                "sync.yaml:12:5"),
                        new LookupConfig(
                                "setting",
                                List.of(),
                                List.of(),
                                false,
                                Optional.of("origin = 'system'"),
                                true,
                                "sync.yaml:13:5"));
        assertThat(config.backup())
                .isEqualTo(new BackupConfig(
                        project.toAbsolutePath().normalize().resolve("backups"),
                        3,
                        Engine.BUILT_IN,
                        Scope.SCHEMA,
                        true,
                        true));
        assertThat(config.promote())
                .isEqualTo(
                        new PromoteConfig(Duration.ofMillis(500), 2, Duration.ofHours(1), false, List.of(), List.of()));
        assertThat(config.pull().to()).contains("local");
        assertThat(config.pull().exclude()).containsExactly("audit_log", "*_archive");
        assertThat(config.anonymize().key()).map(Template::text).contains("${SYNC_MASKING_KEY}");
        assertThat(config.anonymize().unclassified()).isEqualTo(Unclassified.REDACT);
        Map<String, RuleConfig> users = config.anonymize().tables().get("users");
        assertThat(users.get("ssn").strategy()).isEqualTo("null");
        assertThat(users.get("bio").options())
                .containsEntry("with", "[REMOVED]")
                .containsEntry("digits", 5)
                .containsEntry("wide", true)
                .containsEntry("none", null);
        assertThat(config.embedded().version()).isEqualTo("17.5.0");
    }

    @Test
    void allComplaintsComeAtOnceInTheOrderOfTheLines() {
        List<Problem> problems = problems("""
                chian: [dev, prod]
                environments:
                  dev: { url: embedded, usr: me }
                backup: { keep: -1, engine: pgdump }
                promote: { lockTimeout: 5, attempts: many }
                pull: { tables: "*" }
                pull: { from: prod }
                """);

        assertThat(problems)
                .extracting(Problem::where)
                .containsExactly(
                        "sync.yaml:1:1",
                        "sync.yaml:3:25",
                        "sync.yaml:4:17",
                        "sync.yaml:4:29",
                        "sync.yaml:5:25",
                        "sync.yaml:5:38",
                        "sync.yaml:6:17",
                        "sync.yaml:7:1");
        assertThat(problems.get(0).what()).isEqualTo("Unknown key 'chian'");
        assertThat(problems.get(0).remedy()).isEqualTo("Did you mean 'chain'?");
        assertThat(problems.get(1).remedy()).isEqualTo("Did you mean 'user'?");
        assertThat(problems.get(3).remedy()).isEqualTo("Did you mean 'pg_dump'?");
        assertThat(problems.get(7).remedy()).contains("line 6");
    }

    @Test
    void aSyntaxErrorNamesItsPlaceAndQuotesNothing() {
        Problem problem = problem("environments:\n  dev: { password: hunter2: hunter2 }}\n");

        assertThat(problem.where()).startsWith("sync.yaml:2:");
        assertThat(problem.what()).startsWith("This is not YAML: ");
        assertThat(problem.text()).doesNotContain("hunter2");
    }

    @Test
    void noComplaintShowsAValueThatMayBeASecret() {
        List<Problem> problems = problems("""
                environments:
                  dev: { url: [hunter2], user: { hunter2: x }, password: [hunter2], server: "${hunter2}" }
                  test: { url: !hunter2 a, password: *hunter2 }
                  prod: { url: &hunter2, protected: hunter2 }
                anonymize: { key: [hunter2] }
                """);

        assertThat(problems).hasSize(9);
        assertThat(problems).extracting(Problem::text).noneMatch(text -> text.contains("hunter2"));
        assertThat(problem("a: !hunter2!b c\n").text()).doesNotContain("hunter2");
    }

    @Test
    void aPieceOfAnUnquotedPasswordIsNotShownAsAKey() {
        for (String unquoted : List.of("a,hunter2", "a,hunter2,hunter2", "a, hunter2: b", "a,password:hunter2")) {
            assertThat(problems("environments: { dev: { url: embedded, flyway: { a: " + unquoted + " } } }\n"
                            + "anonymize: { key: " + unquoted + " }"))
                    .extracting(Problem::text)
                    .noneMatch(text -> text.contains("hunter2"))
                    .anyMatch(text -> text.contains("into quotes"));
        }
    }

    @Test
    void aMissingFileIsAnsweredWithOneToPaste() throws IOException {
        SyncException thrown = catchThrowableOfType(
                SyncException.class, () -> ConfigFile.read(project.resolve("conf/sync.yaml"), project));

        assertThat(thrown.problem().where()).isEqualTo("conf/sync.yaml");
        String remedy = thrown.problem().remedy();
        assertThat(read(remedy.substring(remedy.indexOf("chain:"))).chain()).containsExactly("dev", "prod");
    }

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
    void whatIsPlannedButNotThereYetIsSaidToBeSo() {
        assertThat(problem("backup: { scope: touched }").what()).isEqualTo("'scope: touched' is not available yet");
        assertThat(problem("promote: { transaction: each }").what())
                .isEqualTo("'transaction: each' is not available yet");
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
}
