package dev.dbsync.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbsync.core.config.AnonymizeConfig.Unclassified;
import dev.dbsync.core.config.BackupConfig.Engine;
import dev.dbsync.core.config.BackupConfig.Scope;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** sync.yaml is read strictly: all of it, or every complaint with its place, and no secret. */
class ConfigFileTest extends ConfigFileFixture {

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
                        PromoteConfig.Transaction.ALL,
                        Duration.ofSeconds(5),
                        10,
                        Duration.ofMinutes(10),
                        false,
                        List.of(),
                        List.of()));
        assertThat(config.pull().from()).isEqualTo("prod");
        assertThat(config.pull().to()).isEmpty();
        assertThat(config.pull().tables()).containsExactly("*");
        assertThat(config.anonymize().unclassified()).isEqualTo(Unclassified.FAIL);
        assertThat(config.embedded().version()).matches("1[0-9]\\.[0-9]+\\.[0-9]+");
    }

    @Test
    void aRuleMayBeForSeveralColumns() throws IOException {
        Map<String, RuleConfig> rules = read("""
                anonymize:
                  tables:
                    currency:
                      code, label: keep
                      "Last, First": name
                      last four: hash
                """).anonymize().tables().get("currency");

        assertThat(rules).containsOnlyKeys("code", "label", "Last, First", "last four");
        assertThat(rules.get("label").strategy()).isEqualTo("keep");
        assertThat(problems("""
                anonymize:
                  tables:
                    currency:
                      code, label: keep
                      label: hash
                """)).anyMatch(problem -> problem.what().equals("'label' stands here a second time"));
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
                promote: { transaction: each, lockTimeout: 500ms, attempts: 2, maxHold: 1h }
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
                .isEqualTo(new PromoteConfig(
                        PromoteConfig.Transaction.EACH,
                        Duration.ofMillis(500),
                        2,
                        Duration.ofHours(1),
                        false,
                        List.of(),
                        List.of()));
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
}
