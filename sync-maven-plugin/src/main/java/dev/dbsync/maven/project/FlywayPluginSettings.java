package dev.dbsync.maven.project;

import dev.dbsync.core.config.FlywaySettings;
import dev.dbsync.core.config.Template;
import java.io.File;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/**
 * How the project's own flyway-maven-plugin is configured: its {@code <configuration>}, overlaid by the project's
 * {@code flyway.*} properties and those of the command line, in the order that Flyway documents.
 *
 * @see <a href="https://documentation.red-gate.com/fd/maven-goal-277579375.html">Flyway's Maven plugin</a>
 */
public final class FlywayPluginSettings implements Supplier<FlywaySettings> {

    private static final String PREFIX = "flyway.";
    private static final String FILESYSTEM = "filesystem:";
    private static final List<String> PLUGINS =
            List.of("org.flywaydb:flyway-maven-plugin", "com.redgate.flyway:flyway-maven-plugin");

    /**
     * What is not about the migrations themselves: connections are Sync's affair, how far to migrate is the plan's, and
     * the rest means something to Flyway's plugin alone.
     */
    private static final Set<String> LEFT_OUT = Set.of(
            "url",
            "user",
            "password",
            "driver",
            "jdbcProperties",
            "serverId",
            "environment",
            "environments",
            "connectRetries",
            "connectRetriesInterval",
            "configFiles",
            "workingDirectory",
            "pluginConfiguration",
            "skip",
            "target",
            "cherryPick",
            "dryRunOutput",
            "outputFile",
            "reportEnabled",
            "reportFilename",
            "cleanDisabled",
            "cleanOnValidationError",
            "licenseKey",
            "email",
            "token");

    private final MavenProject project;
    private final Properties userProperties;

    /** @param userProperties of the command line */
    public FlywayPluginSettings(MavenProject project, Properties userProperties) {
        this.project = project;
        this.userProperties = userProperties;
    }

    @Override
    public FlywaySettings get() {
        Map<String, Template> settings = new LinkedHashMap<>();
        plugin().ifPresent(plugin -> configurations(plugin).forEach(dom -> add(dom, settings)));
        add(project.getProperties(), "property of the pom", settings);
        add(userProperties, "property of the command line", settings);
        return new FlywaySettings(settings);
    }

    private Optional<Plugin> plugin() {
        return PLUGINS.stream()
                .map(key -> Optional.ofNullable(project.getPlugin(key)).or(() -> managed(key)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<Plugin> managed(String key) {
        return Optional.ofNullable(project.getPluginManagement())
                .map(management -> management.getPluginsAsMap().get(key));
    }

    /** The plugin's own, and that of its execution where there is just one: of several none is the one that counts. */
    private static List<Xpp3Dom> configurations(Plugin plugin) {
        List<PluginExecution> executions = plugin.getExecutions();
        Object own = plugin.getConfiguration();
        Object only = executions.size() == 1 ? executions.get(0).getConfiguration() : null;
        return Arrays.asList(own, only).stream()
                .filter(Xpp3Dom.class::isInstance)
                .map(Xpp3Dom.class::cast)
                .toList();
    }

    private void add(Xpp3Dom configuration, Map<String, Template> settings) {
        Optional<String> workingDirectory =
                Optional.ofNullable(configuration.getChild("workingDirectory")).map(Xpp3Dom::getValue);
        for (Xpp3Dom setting : configuration.getChildren()) {
            String name = setting.getName();
            if (LEFT_OUT.contains(name)) {
                continue;
            }
            if (name.equals("placeholders") || name.equals("scriptPlaceholders")) {
                for (Xpp3Dom placeholder : setting.getChildren()) {
                    put(settings, name + "." + placeholder.getName(), text(placeholder), "flyway-maven-plugin");
                }
            } else {
                String text = text(setting);
                String placed = name.equals("locations") && workingDirectory.isPresent()
                        ? placedIn(workingDirectory.get(), text)
                        : text;
                put(settings, name, placed, "flyway-maven-plugin");
            }
        }
    }

    private static void add(Properties properties, String where, Map<String, Template> settings) {
        for (String key : properties.stringPropertyNames()) {
            String name = key.startsWith(PREFIX) ? key.substring(PREFIX.length()) : "";
            String first = name.contains(".") ? name.substring(0, name.indexOf('.')) : name;
            // flyway.version and flyway.plugin.version are the project's own, and not settings.
            boolean ofTheProject = name.equals("version") || name.endsWith(".version");
            if (!name.isEmpty() && !LEFT_OUT.contains(first) && !ofTheProject) {
                put(settings, name, properties.getProperty(key), where);
            }
        }
    }

    private static void put(Map<String, Template> settings, String name, String text, String where) {
        // Maven has put its own variables in; what is left, such as ${flyway:timestamp}, is Flyway's and not Sync's.
        settings.put(name, new Template(text.replace("${", "$${"), where + ", " + name));
    }

    /** The text of an element, or that of its children joined by commas. */
    private static String text(Xpp3Dom element) {
        if (element.getChildCount() == 0) {
            return element.getValue() == null ? "" : element.getValue().trim();
        }
        return Arrays.stream(element.getChildren())
                .map(FlywayPluginSettings::text)
                .collect(Collectors.joining(","));
    }

    /** Flyway takes relative file system locations from its working directory, where one is configured. */
    private String placedIn(String workingDirectory, String locations) {
        return Arrays.stream(locations.split(","))
                .map(String::trim)
                .map(location -> location.startsWith(FILESYSTEM)
                        ? FILESYSTEM
                                + under(
                                        under(project.getBasedir(), workingDirectory),
                                        location.substring(FILESYSTEM.length()))
                        : location)
                .collect(Collectors.joining(","));
    }

    /** Not by Path: a location may hold wildcards. */
    private static File under(File directory, String path) {
        File file = new File(path);
        return file.isAbsolute() ? file : new File(directory, path);
    }
}
