package dev.dbsync.it.maven;

import java.nio.file.Path;
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

    /** What the build passes on, for tests. */
    public static MavenSetup ofBuild() {
        Path repository = Path.of(required("it.local.repository"));
        return new MavenSetup(
                Path.of(required("it.maven.home")),
                repository,
                Optional.of(BuildSettings.write(
                        repository.resolveSibling("it-settings.xml"), Path.of(required("it.build.repository")))),
                Boolean.getBoolean("it.offline"));
    }

    private static String required(String property) {
        String value = System.getProperty(property);
        if (value == null || value.isEmpty()) {
            throw new IllegalStateException("run this by 'mvn verify', which sets -D" + property);
        }
        return value;
    }
}
