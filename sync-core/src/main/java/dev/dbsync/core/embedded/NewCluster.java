package dev.dbsync.core.embedded;

import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.run.Directories;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** initdb, with what makes the server safe on a machine that has other users. */
final class NewCluster {

    static final String ROLE = "postgres";

    /** The first version with a locale provider that is the same on every machine. */
    private static final int BUILTIN_LOCALES = 17;

    /** Loopback by password, and no socket file: another user of the machine finds no way in. */
    private static final String SETTINGS = """

            # Written by Sync when it made this directory.
            listen_addresses = '127.0.0.1'
            unix_socket_directories = ''
            logging_collector = off
            max_connections = 50
            max_locks_per_transaction = 512
            # Nobody replicates from here, and loading a new table then needs no WAL.
            wal_level = minimal
            max_wal_senders = 0
            """;

    private final String name;
    private final DataDirectory directory;
    private final Installation installation;

    NewCluster(String name, DataDirectory directory, Installation installation) {
        this.name = name;
        this.directory = directory;
        this.installation = installation;
    }

    /** Makes the data directory whole or not at all. */
    void create(String version) throws IOException {
        Path part = directory.unfinishedData();
        Directories.delete(part);
        Directories.delete(directory.data());
        writePassword();
        Installation.Output output = installation.run(
                directory.directory(), part, "initdb", arguments(version).toArray(String[]::new));
        if (!output.succeeded()) {
            Directories.delete(part);
            throw new SyncException(new Problem(
                    "Cannot create the embedded server '" + name + "': " + output.ending(),
                    directory.directory().toString(),
                    installation.asRoot() ? rootRemedy() : "Check rights and free space there"));
        }
        Files.writeString(part.resolve("postgresql.conf"), SETTINGS, StandardOpenOption.APPEND);
        Files.move(part, directory.data(), StandardCopyOption.ATOMIC_MOVE);
    }

    private List<String> arguments(String version) {
        List<String> arguments = new ArrayList<>(List.of(
                "--username=" + ROLE,
                "--pwfile=" + directory.password(),
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--no-instructions"));
        if (Integer.parseInt(version.split("\\.")[0]) >= BUILTIN_LOCALES) {
            arguments.add("--locale-provider=builtin");
            arguments.add("--builtin-locale=C.UTF-8");
        }
        return arguments;
    }

    private void writePassword() throws IOException {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        Path file = directory.password();
        Files.deleteIfExists(file);
        FileAttribute<?>[] ownerOnly =
                file.getFileSystem().supportedFileAttributeViews().contains("posix")
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        Files.createFile(file, ownerOnly);
        Files.write(
                file,
                Base64.getUrlEncoder().withoutPadding().encodeToString(random).getBytes(StandardCharsets.UTF_8));
    }

    private static String rootRemedy() {
        return "PostgreSQL does not run as root. Sync starts it in a user namespace (unshare -U), which needs that the"
                + " directory is reachable\nwithout root's rights and that this machine or container allows such"
                + " namespaces. Run as an ordinary user instead";
    }
}
