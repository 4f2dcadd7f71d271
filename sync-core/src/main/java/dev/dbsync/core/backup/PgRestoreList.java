package dev.dbsync.core.backup;

import dev.dbsync.core.problem.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What of a dump pg_restore is to restore, where that is not all of it: everything but the foreign keys that would not
 * hold.
 *
 * @see <a href="https://www.postgresql.org/docs/current/app-pgrestore.html">pg_restore --use-list</a>
 */
final class PgRestoreList implements AutoCloseable {

    private final Optional<Path> file;

    private PgRestoreList(Optional<Path> file) {
        this.file = file;
    }

    static PgRestoreList of(PgClient client, Path backup, Manifest manifest) throws IOException {
        if (manifest.openKeys().isEmpty()) {
            return new PgRestoreList(Optional.empty());
        }
        Path list = Files.createTempFile("sync-restore", ".list");
        PgRestoreList made = new PgRestoreList(Optional.of(list));
        try {
            PgProcess.Result result = PgProcess.run(
                    List.of(
                            client.pgRestore().toString(),
                            "--list",
                            "--file=" + list,
                            backup.resolve(PgDumpBackup.DUMP).toString()),
                    Map.of());
            if (result.exit() != 0) {
                throw ManifestFile.damaged(backup, "pg_restore cannot list it: " + result.reason());
            }
            List<String> kept = Files.readAllLines(list).stream()
                    .filter(line -> manifest.openKeys().stream().noneMatch(key -> isOf(line, key)))
                    .toList();
            Files.write(list, kept);
            return made;
        } catch (IOException | SyncException e) {
            made.close();
            throw e;
        }
    }

    /** Names stand there as they are, but quoted where a comment's statement would need that. */
    private static boolean isOf(String line, Manifest.OpenKey key) {
        String plain = plain(line);
        return plain.contains(plain(" FK CONSTRAINT " + key.schema() + " " + key.table() + " " + key.name() + " "))
                || plain.contains(
                        plain(" COMMENT " + key.schema() + " CONSTRAINT " + key.name() + " ON " + key.table() + " "));
    }

    private static String plain(String line) {
        return line.replace("\"", "");
    }

    /** What to add to pg_restore's command. */
    List<String> options() {
        List<String> options = new ArrayList<>();
        file.ifPresent(list -> options.add("--use-list=" + list));
        return options;
    }

    @Override
    public void close() throws IOException {
        if (file.isPresent()) {
            Files.deleteIfExists(file.get());
        }
    }
}
