package dev.dbsync.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.when;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.testing.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.inject.Inject;
import org.apache.maven.api.di.Provides;
import org.apache.maven.api.plugin.testing.Basedir;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoExtension;
import org.apache.maven.api.plugin.testing.MojoParameter;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.settings.Settings;
import org.codehaus.plexus.components.interactivity.Prompter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Goals on a chain of three real databases, all of them empty at first. */
@MojoTest
class ChainOfDatabasesTest {

    @RegisterExtension
    static final PostgresServer SERVER = PostgresServer.shared();

    private final RecordedLog log = new RecordedLog();
    private final ScriptedPrompter prompter = new ScriptedPrompter();
    private final Settings settings = new Settings();
    private final Database dev = SERVER.createDatabase("dev");
    private final Database test = SERVER.createDatabase("test");
    private final Database prod = SERVER.createDatabase("prod");

    @Inject
    private MavenSession session;

    @Provides
    private Log log() {
        return log;
    }

    @Provides
    private Prompter prompter() {
        return prompter;
    }

    @BeforeEach
    void session() {
        when(session.getSettings()).thenReturn(settings);
        use(dev);
        use(test);
        use(prod);
    }

    @Test
    @Basedir("/projects/shop")
    @InjectMojo(goal = "status")
    void statusShowsTheChainAndNamesTheNextCommand(StatusMojo status) throws Exception {
        status.execute();

        assertThat(log.text()).contains("dev", "test", "prod");
        assertThat(log.lines().get(log.lines().size() - 1)).contains("mvn sync:promote -Dto=dev");
        assertThat(report("status.json")).contains("\"inSync\"");
    }

    @Test
    @Basedir("/projects/shop")
    void aTypedYesPromotesLinkAfterLink(
            @InjectMojo(goal = "promote") @MojoParameter(name = "to", value = "dev") PromoteMojo toDev,
            @InjectMojo(goal = "promote") @MojoParameter(name = "to", value = "test") PromoteMojo toTest,
            @InjectMojo(goal = "status") @MojoParameter(name = "failIfOutOfSync", value = "true") StatusMojo status)
            throws Exception {
        prompter.types("yes", "yes");

        toDev.execute();
        SERVER.execute(dev, "UPDATE fee_group SET label = 'Golden' WHERE code = 'gold'");
        toTest.execute();

        assertThat(log.lines())
                .filteredOn(line -> line.startsWith("[info] PROMOTED"))
                .hasSize(2);
        assertThat(SERVER.query(test, "SELECT code, label FROM fee_group ORDER BY code"))
                .containsExactly("basic|Basic", "gold|Golden");
        assertThat(report("promote.json")).contains("PROMOTED");
        assertThatThrownBy(status::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageContaining("not in sync");
        assertThat(log.lines().get(log.lines().size() - 1)).contains("mvn sync:promote -Dto=prod");
    }

    @Test
    @Basedir("/projects/shop")
    void whatNobodyConfirmsIsRefusedAndChangesNothing(
            @InjectMojo(goal = "promote") @MojoParameter(name = "to", value = "dev") PromoteMojo promote) {
        settings.setInteractiveMode(false);

        assertThatThrownBy(promote::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageContaining("REFUSED");

        assertThat(log.text()).contains("mvn sync:promote -Dto=dev -Dsync.confirm=");
        assertThat(SERVER.value(dev, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
                .isEqualTo("0");
    }

    @Test
    @Basedir("/projects/shop")
    void theIdOfADryRunConfirmsThatPlan(
            @InjectMojo(goal = "promote")
                    @MojoParameter(name = "to", value = "dev")
                    @MojoParameter(name = "dryRun", value = "true")
                    PromoteMojo dryRun,
            @InjectMojo(goal = "promote") @MojoParameter(name = "to", value = "dev") PromoteMojo promote)
            throws Exception {
        settings.setInteractiveMode(false);

        dryRun.execute();
        assertThat(log.text()).contains("[info] DRY_RUN");
        Matcher planId = Pattern.compile("\"planId\"\\s*:\\s*\"([0-9a-f]+)\"").matcher(report("promote.json"));
        assertThat(planId.find()).isTrue();
        MojoExtension.setVariableValueToObject(promote, "confirm", planId.group(1));
        promote.execute();

        assertThat(log.text()).contains("[info] PROMOTED");
    }

    @Test
    @Basedir("/projects/shop")
    void aColumnWithoutARuleFailsABuildThatAsksForThat(
            @InjectMojo(goal = "classify")
                    @MojoParameter(name = "dryRun", value = "true")
                    @MojoParameter(name = "failIfUnclassified", value = "true")
                    ClassifyMojo strict,
            @InjectMojo(goal = "classify") @MojoParameter(name = "dryRun", value = "true") ClassifyMojo lenient)
            throws Exception {
        SERVER.execute(prod, "CREATE TABLE guest (email text)");
        Path rules = Path.of(MojoExtension.getBasedir(), "classify", "anonymize.yaml");
        Files.createDirectories(rules.getParent());
        Files.writeString(rules, "");
        Path config = rules.resolveSibling("sync.yaml");
        Files.writeString(
                config,
                Files.readString(Path.of(MojoExtension.getBasedir(), "sync.yaml"))
                        + "anonymize: { file: classify/anonymize.yaml }\n");
        MojoExtension.setVariableValueToObject(strict, "config", config.toFile());
        MojoExtension.setVariableValueToObject(lenient, "config", config.toFile());

        lenient.execute();
        assertThat(log.text()).contains("guest.email", "+    email: email");
        assertThatThrownBy(strict::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageContaining("1 column(s) without a masking rule");
        assertThat(rules).isEmptyFile();
    }

    private void use(Database database) {
        Properties typed = session.getUserProperties();
        typed.setProperty(database.environment() + ".url", database.url().jdbcUrl());
        typed.setProperty("db.user", database.url().user().orElseThrow());
        typed.setProperty("db.password", database.url().password().orElse("none"));
    }

    private static String report(String name) throws Exception {
        return Files.readString(Path.of(MojoExtension.getBasedir(), "target", "sync", name));
    }
}
