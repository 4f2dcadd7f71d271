package dev.dbsync.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.when;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import javax.inject.Inject;
import org.apache.maven.api.di.Provides;
import org.apache.maven.api.plugin.testing.Basedir;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoExtension;
import org.apache.maven.api.plugin.testing.MojoParameter;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.Mojo;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.project.MavenProject;
import org.apache.maven.settings.Settings;
import org.assertj.core.api.AbstractThrowableAssert;
import org.codehaus.plexus.components.interactivity.Prompter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goals say before any database is asked. */
@MojoTest
class GoalsWithoutDatabaseTest {

    private final RecordedLog log = new RecordedLog();

    @Inject
    private MavenSession session;

    @Inject
    private MavenProject project;

    @Provides
    private Log log() {
        return log;
    }

    @Provides
    private Prompter prompter() {
        return new ScriptedPrompter();
    }

    @BeforeEach
    void settings() {
        when(session.getSettings()).thenReturn(new Settings());
    }

    @Test
    @Basedir("/projects/nothing")
    @InjectMojo(goal = "promote")
    @MojoParameter(name = "skip", value = "true")
    void aSkippedGoalLogsOneLineAndNeedsNothing(PromoteMojo promote) throws Exception {
        promote.execute();

        assertThat(log.lines()).containsExactly("[info] Sync is skipped (sync.skip)");
    }

    @Test
    @Basedir("/projects/nothing")
    @InjectMojo(goal = "status")
    void withoutAConfigurationTheFailureShowsHowToWriteOne(StatusMojo status) {
        assertThat(complaint(status))
                .contains("There is no configuration file")
                .contains("sync.yaml")
                .contains("-Dsync.config=FILE");
    }

    @Test
    @Basedir("/projects/nothing")
    @InjectMojo(goal = "status")
    void theReportOfAnEarlierRunDoesNotOutliveAFileThatCannotBeRead(StatusMojo status) throws Exception {
        Path old = Path.of(MojoExtension.getBasedir(), "target/sync/status.json");
        Path other = old.resolveSibling("promote.json");
        Files.createDirectories(old.getParent());
        Files.writeString(old, "{}");
        Files.writeString(other, "{}");

        assertFails(status);

        assertThat(old).doesNotExist();
        assertThat(other).exists();
    }

    @Test
    @Basedir("/projects/broken")
    @InjectMojo(goal = "validate")
    void everyComplaintIsPrintedWithItsPlace(ValidateMojo validate) {
        assertFails(validate).hasMessageContaining("problems");

        assertThat(log.text())
                .contains("sync.yaml:2:")
                .contains("environments")
                .contains("sync.yaml:4:")
                .contains("lookups");
    }

    @Test
    @Basedir("/projects/minimal")
    @InjectMojo(goal = "validate")
    void aValidFileIsSummedUp(ValidateMojo validate) throws Exception {
        validate.execute();

        assertThat(log.lines())
                .contains("[info] sync.yaml is valid", "[info]   chain:        dev -> test -> prod (protected)");
    }

    @Test
    @Basedir("/projects/broken")
    @InjectMojo(goal = "validate")
    @MojoParameter(name = "config", value = "../minimal/sync.yaml")
    void anotherFileMayBeNamedRelativeToTheProject(ValidateMojo validate) throws Exception {
        validate.execute();

        assertThat(log.text()).contains("is valid");
    }

    @Test
    @Basedir("/projects/minimal")
    @InjectMojo(goal = "promote")
    void aPromotionWithoutTargetShowsAnExample(PromoteMojo promote) {
        assertFails(promote).hasMessageContaining("which environment");

        assertThat(log.text()).contains("mvn sync:promote -Dto=test");
    }

    @Test
    @Basedir("/projects/minimal")
    @InjectMojo(goal = "promote")
    @MojoParameter(name = "to", value = "test")
    void aMisspeltParameterIsNotPassedOver(PromoteMojo promote) {
        session.getUserProperties().setProperty("sync.dryrun", "true");
        session.getUserProperties().setProperty("sync.tables", "of another goal");
        session.getUserProperties().setProperty("sync.masking.secret", "of the user's own");

        assertFails(promote).hasMessage("There is no parameter 'sync.dryrun'");

        assertThat(log.text()).contains("Did you mean -Dsync.dryRun?");
    }

    @Test
    @Basedir("/projects/minimal")
    @InjectMojo(goal = "validate")
    void aParameterThatNoGoalHasIsWarnedAboutUnlessTheProjectSpeaksOfIt(ValidateMojo validate) throws Exception {
        session.getUserProperties().setProperty("sync.mode", "swap");
        session.getUserProperties().setProperty("sync.test.pull.mode", "of the build");
        session.getUserProperties().setProperty("sync.ofThePom", "of the POM");
        when(project.getProperties()).thenReturn(pomWith("sync.ofThePom"));

        validate.execute();

        assertThat(log.lines())
                .filteredOn(line -> line.startsWith("[warn]"))
                .singleElement()
                .asString()
                .contains("There is no parameter 'sync.mode'", "is ignored", "sync.dryRun");
    }

    private static Properties pomWith(String name) {
        Properties properties = new Properties();
        properties.setProperty(name, "here");
        return properties;
    }

    @Test
    @Basedir("/projects/minimal")
    @InjectMojo(goal = "restore")
    void aRestoreWithoutTargetShowsAnExample(RestoreMojo restore) {
        assertThat(complaint(restore)).contains("mvn sync:restore -Dto=local");
    }

    @Test
    @Basedir("/projects/minimal")
    @InjectMojo(goal = "backups")
    void backupsAreListedWithoutAnyDatabase(BackupsMojo backups) throws Exception {
        backups.execute();

        assertThat(log.text()).contains("No backups in ");
    }

    @Test
    @Basedir("/projects/minimal")
    @InjectMojo(goal = "promote")
    @MojoParameter(name = "to", value = "prd")
    void anUnknownTargetIsAnsweredWithTheNearestName(PromoteMojo promote) {
        assertThat(complaint(promote)).contains("There is no environment 'prd'").contains("Did you mean 'prod'?");
    }

    @Test
    @Basedir("/projects/nothing")
    @InjectMojo(goal = "masking-key")
    void aKeyIsNotPrintedWhereALogMayKeepIt(MaskingKeyMojo key) {
        assertThat(complaint(key)).contains("on a terminal only").contains("-Dsync.keyFile=FILE");
    }

    @Test
    @Basedir("/projects/nothing")
    @InjectMojo(goal = "masking-key")
    @MojoParameter(name = "keyFile", value = "target/new/masking.key")
    void aKeyGoesToAFileWithoutAConfigurationAndIsNotLogged(MaskingKeyMojo key) throws Exception {
        Path file = Path.of(MojoExtension.getBasedir(), "target/new/masking.key");
        Files.deleteIfExists(file);

        key.execute();

        String made = Files.readString(file).strip();
        assertThat(made).matches("[0-9a-f]{64}");
        assertThat(log.text())
                .contains("masking.key", "fingerprint", "SYNC_MASKING_KEY")
                .doesNotContain(made);
    }

    private static AbstractThrowableAssert<?, ?> assertFails(Mojo goal) {
        return assertThatThrownBy(goal::execute).isInstanceOf(MojoFailureException.class);
    }

    /** What a goal that fails has logged. */
    private String complaint(Mojo goal) {
        assertFails(goal);
        return log.text();
    }
}
