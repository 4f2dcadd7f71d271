package dev.dbsync.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** A sync.yaml as text: what is read from it, or what is complained about. */
abstract class ConfigFileFixture {

    @TempDir
    Path project;

    SyncConfig read(String yaml) throws IOException {
        Path file = Files.writeString(project.resolve("sync.yaml"), yaml);
        return ConfigFile.read(file, project);
    }

    List<Problem> problems(String yaml) {
        SyncException thrown = catchThrowableOfType(SyncException.class, () -> read(yaml));
        assertThat(thrown).as("what the file is refused with").isNotNull();
        return thrown.problems();
    }

    Problem problem(String yaml) {
        List<Problem> problems = problems(yaml);
        assertThat(problems).hasSize(1);
        return problems.get(0);
    }

    Template template(String yaml, String key) throws IOException {
        return read(yaml).flyway().properties().get(key);
    }
}
