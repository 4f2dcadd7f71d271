package dev.dbsync.it.maven;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A settings.xml by which a Maven with an empty local repository takes what the build has already downloaded, before it
 * asks Central.
 */
final class BuildSettings {

    private static final String REPOSITORIES = """
            <settings>
              <profiles>
                <profile>
                  <id>build</id>
                  <repositories>
                    <repository>
                      <id>build</id>
                      <url>%1$s</url>
                      <snapshots><enabled>false</enabled></snapshots>
                    </repository>
                  </repositories>
                  <pluginRepositories>
                    <pluginRepository>
                      <id>build</id>
                      <url>%1$s</url>
                      <snapshots><enabled>false</enabled></snapshots>
                    </pluginRepository>
                  </pluginRepositories>
                </profile>
              </profiles>
              <activeProfiles>
                <activeProfile>build</activeProfile>
              </activeProfiles>
            </settings>
            """;

    private BuildSettings() {}

    static Path write(Path file, Path buildRepository) {
        try {
            Files.createDirectories(file.getParent());
            return Files.writeString(file, REPOSITORIES.formatted(buildRepository.toUri()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
