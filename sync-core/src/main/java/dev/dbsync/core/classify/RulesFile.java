package dev.dbsync.core.classify;

import dev.dbsync.core.config.AnonymizeConfig;
import dev.dbsync.core.config.SyncConfig;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.problem.SyncException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;

/** The file that {@code anonymize.file} names. */
final class RulesFile {

    private static final String REMEDY = """
            Give the rules a file of their own, which sync:classify keeps:
            1. Make the file anonymize.yaml beside it, and move into it what stands under 'anonymize:', two columns\
             further left (nothing: leave it empty).
            2. Write in its place, in %s:

            anonymize: { file: anonymize.yaml }""";

    private final Path path;
    private final String shown;

    private RulesFile(Path path, String shown) {
        this.path = path;
        this.shown = shown;
    }

    /** @throws RefusedException when the configuration names none */
    static RulesFile of(SyncConfig config) {
        AnonymizeConfig rules = config.anonymize();
        Path base = config.baseDirectory();
        Path main = base.relativize(base.resolve(config.file()));
        String name = rules.file()
                .orElseThrow(() -> new RefusedException(new Problem(
                        main + " names no file for the masking rules"
                                + (rules.isConfigured() ? ": they stand in it" : ""),
                        main + ": anonymize",
                        REMEDY.formatted(main))));
        return new RulesFile(base.resolve(name).normalize(), name);
    }

    Path path() {
        return path;
    }

    /** What the configuration calls it. */
    String shown() {
        return shown;
    }

    String read() {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw failed("cannot be read", e);
        }
    }

    /** Whoever reads the file meanwhile sees the old text or the new one, whole. */
    void write(String text) {
        try {
            // A link stays a link.
            Path file = path.toRealPath();
            Path made = Files.createTempFile(file.getParent(), "." + file.getFileName(), ".part");
            try {
                Files.writeString(made, text, StandardCharsets.UTF_8);
                if (Files.getFileAttributeView(file, PosixFileAttributeView.class) != null) {
                    Files.setPosixFilePermissions(made, Files.getPosixFilePermissions(file));
                }
                Files.move(made, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(made);
            }
        } catch (IOException e) {
            throw failed("cannot be written", e);
        }
    }

    private SyncException failed(String what, IOException e) {
        return new SyncException(
                new Problem(
                        "The file of masking rules " + what + ": "
                                + e.getClass().getSimpleName(),
                        shown,
                        "See that this user may read and write it and its directory"),
                e);
    }
}
