package dev.dbsync.it.quickstart;

import dev.dbsync.core.config.DatabaseUrl;
import dev.dbsync.core.config.EmbeddedConfig;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.embedded.EmbeddedPostgres;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.run.OrderlyShutdown;
import dev.dbsync.core.testing.ClassPathBinaries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The quickstart project, or a copy of it.
 *
 * @param directory where its pom.xml is
 */
public record Quickstart(Path directory) {

    /** Copies what belongs to the project into an empty directory: sources, and nothing that a run left there. */
    public Quickstart copyTo(Path target) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(directory)) {
            files = all.filter(Files::isRegularFile)
                    .filter(file -> !isLeftByRuns(directory.relativize(file)))
                    .toList();
        }
        for (Path file : files) {
            Path copy = target.resolve(directory.relativize(file));
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy);
        }
        return new Quickstart(target);
    }

    /** Where its migrations are. */
    public Path migrations() {
        return directory.resolve("src/main/resources/db/migration");
    }

    /** What a goal wrote, such as {@code target/sync/promote.json}. */
    public Path report(String goal) {
        return directory.resolve("target/sync").resolve(goal + ".json");
    }

    /** The servers of its embedded environments; nobody else can use one while this has started it. */
    public EmbeddedPostgres servers() {
        return new EmbeddedPostgres(
                directory.resolve(".sync"),
                new EmbeddedConfig(ClassPathBinaries.version()),
                new ClassPathBinaries(),
                EventSink.none(),
                new OrderlyShutdown(EventSink.none()));
    }

    /** One embedded environment. */
    public static Database database(EmbeddedPostgres servers, String environment) {
        DatabaseUrl url = servers.start(environment);
        return new Database(environment, url, false);
    }

    private static boolean isLeftByRuns(Path relative) {
        return relative.startsWith("target") || relative.startsWith(".sync");
    }
}
