package dev.dbsync.maven.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.config.Template;
import dev.dbsync.core.config.Variables;
import java.io.File;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.maven.model.Build;
import org.apache.maven.model.Model;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.model.PluginManagement;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3DomBuilder;
import org.junit.jupiter.api.Test;

class FlywayPluginSettingsTest {

    private final Model model = new Model();
    private final Properties commandLine = new Properties();

    FlywayPluginSettingsTest() {
        model.setBuild(new Build());
    }

    @Test
    void aProjectWithoutFlywaysPluginHasNone() {
        assertThat(settings()).isEmpty();
    }

    @Test
    void listsAreJoinedAndPlaceholdersAreNamed() throws Exception {
        model.getBuild().addPlugin(flyway("""
                <configuration>
                  <locations>
                    <location>filesystem:db/migration</location>
                    <location>classpath:db/common</location>
                  </locations>
                  <schemas>app,audit</schemas>
                  <table>schema_version</table>
                  <placeholders><region>eu</region><tier>gold</tier></placeholders>
                </configuration>"""));

        assertThat(settings())
                .containsOnly(
                        Map.entry("locations", "filesystem:db/migration,classpath:db/common"),
                        Map.entry("schemas", "app,audit"),
                        Map.entry("table", "schema_version"),
                        Map.entry("placeholders.region", "eu"),
                        Map.entry("placeholders.tier", "gold"));
    }

    @Test
    void connectionsAndHowFarToMigrateAreNeverTaken() throws Exception {
        model.getBuild().addPlugin(flyway("""
                <configuration>
                  <url>jdbc:postgresql://prod/app</url><user>admin</user><password>secret</password>
                  <driver>org.postgresql.Driver</driver><target>3</target><table>history</table>
                </configuration>"""));
        model.addProperty("flyway.password", "secret");
        commandLine.setProperty("flyway.url", "jdbc:postgresql://prod/app");

        assertThat(settings()).containsOnly(Map.entry("table", "history"));
    }

    @Test
    void propertiesWinOverTheConfigurationAndTheCommandLineOverBoth() throws Exception {
        model.getBuild().addPlugin(flyway("""
                <configuration>
                  <table>a</table><encoding>UTF-8</encoding><outOfOrder>false</outOfOrder>
                </configuration>"""));
        model.addProperty("flyway.table", "b");
        model.addProperty("flyway.outOfOrder", "true");
        model.addProperty("flyway.version", "13.12.0");
        model.addProperty("flyway.plugin.version", "13.12.0");
        commandLine.setProperty("flyway.table", "c");

        assertThat(settings())
                .containsOnly(Map.entry("table", "c"), Map.entry("encoding", "UTF-8"), Map.entry("outOfOrder", "true"));
    }

    @Test
    void whatLooksLikeAVariableIsHandedToFlywayAsItIs() throws Exception {
        model.getBuild().addPlugin(flyway("""
                <configuration><placeholders><now>${flyway:timestamp}</now></placeholders></configuration>"""));

        Template template = templates().get("placeholders.now");
        assertThat(new Variables(name -> null, Map.of()).resolve(template)).isEqualTo("${flyway:timestamp}");
    }

    @Test
    void thePluginMayBeManagedOnly() throws Exception {
        PluginManagement management = new PluginManagement();
        management.addPlugin(flyway("<configuration><table>managed</table></configuration>"));
        model.getBuild().setPluginManagement(management);

        assertThat(settings()).containsOnly(Map.entry("table", "managed"));
    }

    @Test
    void aSingleExecutionCountsAndSeveralDoNot() throws Exception {
        Plugin plugin = flyway("<configuration><table>own</table></configuration>");
        plugin.addExecution(execution("first", "<configuration><table>executed</table></configuration>"));
        model.getBuild().addPlugin(plugin);
        assertThat(settings()).containsOnly(Map.entry("table", "executed"));

        plugin.addExecution(execution("second", "<configuration><table>other</table></configuration>"));
        assertThat(settings()).containsOnly(Map.entry("table", "own"));
    }

    @Test
    void aWorkingDirectoryMovesRelativeLocations() throws Exception {
        model.getBuild().addPlugin(flyway("""
                <configuration>
                  <workingDirectory>database</workingDirectory>
                  <locations>filesystem:sql,filesystem:/opt/sql,classpath:db</locations>
                </configuration>"""));

        assertThat(settings())
                .containsOnly(Map.entry(
                        "locations",
                        "filesystem:" + new File("/projects/shop/database/sql") + ",filesystem:" + new File("/opt/sql")
                                + ",classpath:db"));
    }

    private Map<String, String> settings() {
        Map<String, String> texts = new LinkedHashMap<>();
        templates().forEach((name, template) -> texts.put(name, template.text()));
        return texts;
    }

    private Map<String, Template> templates() {
        MavenProject project = new MavenProject(model);
        project.setFile(new File("/projects/shop/pom.xml"));
        return new FlywayPluginSettings(project, commandLine).get().properties();
    }

    private static Plugin flyway(String configuration) throws Exception {
        Plugin plugin = new Plugin();
        plugin.setGroupId("org.flywaydb");
        plugin.setArtifactId("flyway-maven-plugin");
        plugin.setConfiguration(Xpp3DomBuilder.build(new StringReader(configuration)));
        return plugin;
    }

    private static PluginExecution execution(String id, String configuration) throws Exception {
        PluginExecution execution = new PluginExecution();
        execution.setId(id);
        execution.setConfiguration(Xpp3DomBuilder.build(new StringReader(configuration)));
        return execution;
    }
}
