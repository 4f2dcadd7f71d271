package dev.dbsync.it.maven;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which Maven runs, and with what.
 *
 * @param home the installation, the same that runs the build
 * @param localRepository where it finds the plugin, and keeps what it downloads
 * @param settings instead of the user's own; empty: the user's own
 * @param offline whether it may download
 */
public record MavenSetup(Path home, Path localRepository, Optional<Path> settings, boolean offline) {

    /** For the JVM of Maven. Short runs: the second compiler would only begin when they end. */
    static final String OPTIONS = "-XX:TieredStopAtLevel=1";

    /** What the build passes on, for tests. */
    public static MavenSetup ofBuild() {
        Path repository = Path.of(required("it.local.repository"));
        return new MavenSetup(
                Path.of(required("it.maven.home")),
                repository,
                Optional.of(BuildSettings.write(
                        repository.resolveSibling("it-settings.xml"), Path.of(required("it.build.repository")))),
                required("it.network").equals("offline=true"));
    }

    /** The command line of a Maven with these goals and options, for those who start the process themselves. */
    List<String> command(String... arguments) {
        List<String> command = new ArrayList<>();
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        command.add(home.resolve("bin").resolve(windows ? "mvn.cmd" : "mvn").toString());
        command.add("-ntp");
        command.add("-Dmaven.repo.local=" + localRepository);
        settings.ifPresent(file -> command.addAll(List.of("-s", file.toString())));
        if (offline) {
            command.add("-o");
        }
        command.addAll(List.of(arguments));
        return command;
    }

    private static String required(String property) {
        String value = System.getProperty(property);
        if (value == null || value.isEmpty()) {
            throw new IllegalStateException("run this by 'mvn verify', which sets -D" + property);
        }
        return value;
    }
}
