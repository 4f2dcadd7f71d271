package dev.dbsync.maven;

import dev.dbsync.core.masking.MaskingKey;
import dev.dbsync.core.masking.MaskingKeyFile;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.maven.console.MavenConsole;
import dev.dbsync.maven.project.ProjectClasspath;
import java.io.File;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Makes a key for <code>anonymize.key</code>: 256 random bits, in a file that only its owner can read, or shown on a
 * terminal and nowhere else. It needs neither a configuration nor a database.
 */
@Mojo(name = "masking-key", requiresProject = false, aggregator = true, threadSafe = true)
public final class MaskingKeyMojo extends AbstractGoalMojo {

    private static final String USE = "In sync.yaml:  anonymize: { key: \"${SYNC_MASKING_KEY}\" }\n"
            + "Keep the key where pulls run, never in the repository: whoever has it can test guesses of what a masked"
            + " value was.";

    /**
     * Where the key is written, outside of the repository. A file that exists is never overwritten. Default: the
     * terminal alone.
     */
    @Parameter(property = "sync.keyFile")
    private File keyFile;

    @Inject
    MaskingKeyMojo(MavenComponents maven) {
        super(maven);
    }

    @Override
    void run(ProjectClasspath classpath, MavenConsole console) {
        String key = MaskingKey.newText();
        String fingerprint = MaskingKey.of(key, "a new key").fingerprint();
        if (keyFile != null) {
            MaskingKeyFile.write(keyFile.toPath(), key);
            console.lines("A new masking key is in " + keyFile + " (fingerprint " + fingerprint + ")\n"
                    + "export SYNC_MASKING_KEY=\"$(cat '" + keyFile + "')\"\n" + USE);
            return;
        }
        if (!console.onTerminalOnly(key)) {
            throw new SyncException(new Problem(
                    "A key is shown on a terminal only: what is printed here, a log may keep",
                    "sync:masking-key",
                    "Name a file outside of the repository: mvn sync:masking-key -Dsync.keyFile=FILE"));
        }
        console.lines("The line above is a new masking key (fingerprint " + fingerprint + ")\n" + USE);
    }
}
