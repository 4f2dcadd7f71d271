package dev.dbsync.core.backup;

import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads, writes and checks a backup's {@code manifest.json}, which is always the last file to be written. */
final class ManifestFile {

    static final String NAME = "manifest.json";

    /** A manifest that lost a bit would be believed: sequences, for one, are nowhere else. */
    private static final String DIGEST = "manifest.json.sha256";

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private ManifestFile() {}

    static boolean isIn(Path backup) {
        return Files.isRegularFile(backup.resolve(NAME));
    }

    static void write(Path backup, Manifest manifest) throws IOException {
        byte[] text = (JSON.writeValueAsString(manifest) + "\n").getBytes(StandardCharsets.UTF_8);
        PrivateFiles.write(backup.resolve(NAME), text);
        String digest = Sha256.hex(Sha256.digest().digest(text)) + "  " + NAME + "\n";
        PrivateFiles.write(backup.resolve(DIGEST), digest.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws SyncException when it is damaged, or of a format that this version does not know */
    static Manifest read(Path backup) {
        try {
            byte[] text = Files.readAllBytes(backup.resolve(NAME));
            String digest = Files.readString(backup.resolve(DIGEST));
            if (!digest.startsWith(Sha256.hex(Sha256.digest().digest(text)))) {
                throw damaged(backup, NAME + " is not as it was written");
            }
            Manifest manifest = JSON.readValue(text, Manifest.class);
            if (manifest.format() != Manifest.FORMAT) {
                throw new SyncException(new Problem(
                        "The backup is of format " + manifest.format() + ", this version of Sync reads format "
                                + Manifest.FORMAT,
                        backup.toString(),
                        "Restore it with the version of Sync that took it, or a later one"));
            }
            return manifest;
        } catch (JacksonException e) {
            throw damaged(backup, NAME + " cannot be read");
        } catch (IOException e) {
            throw new SyncException(
                    new Problem(
                            "The backup cannot be read: " + IoReason.of(e),
                            backup.toString(),
                            "Use another backup of the same environment"),
                    e);
        }
    }

    /** The digest of the manifest, and by it of everything that the manifest holds digests of. */
    static String digest(Path backup) {
        try {
            return Sha256.hex(Sha256.of(backup.resolve(NAME)));
        } catch (IOException e) {
            throw damaged(backup, NAME + " cannot be read: " + IoReason.of(e));
        }
    }

    /** Every file below the directory, hashed, but the manifest's own. */
    static List<Manifest.StoredFile> files(Path backup) throws IOException {
        List<Manifest.StoredFile> files = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(backup)) {
            for (Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
                String name = backup.relativize(file).toString().replace('\\', '/');
                if (!name.equals(NAME) && !name.equals(DIGEST) && !name.equals(WriterLock.NAME)) {
                    files.add(new Manifest.StoredFile(name, Files.size(file), Sha256.hex(Sha256.of(file))));
                }
            }
        }
        return List.copyOf(files);
    }

    /** @throws SyncException when any file is missing, truncated or changed, by its name */
    static void verifyFiles(Path backup, Manifest manifest) {
        for (Manifest.StoredFile stored : manifest.files()) {
            Path file = backup.resolve(stored.path());
            try {
                if (!Files.isRegularFile(file)) {
                    throw damaged(backup, stored.path() + " is missing");
                }
                if (Files.size(file) != stored.bytes()) {
                    throw damaged(
                            backup,
                            stored.path() + " has " + Files.size(file) + " bytes where " + stored.bytes()
                                    + " were written");
                }
                if (!Sha256.hex(Sha256.of(file)).equals(stored.sha256())) {
                    throw damaged(backup, stored.path() + " is not as it was written (SHA-256)");
                }
            } catch (IOException e) {
                throw damaged(backup, stored.path() + " cannot be read: " + IoReason.of(e));
            }
        }
    }

    static SyncException damaged(Path backup, String how) {
        return new SyncException(new Problem(
                "The backup is damaged: " + how, backup.toString(), "Use another backup of the same environment"));
    }
}
