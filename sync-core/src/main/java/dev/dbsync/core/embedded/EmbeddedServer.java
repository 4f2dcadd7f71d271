package dev.dbsync.core.embedded;

import dev.dbsync.core.config.DatabaseUrl;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.Sql;
import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One running server over one data directory, which it holds until it is closed. */
final class EmbeddedServer implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final String ADMINISTRATION = "postgres";
    private static final int PORTS_TO_TRY = 5;
    private static final long LOG_LIMIT = 1 << 20;

    private final String name;
    private final DataDirectory directory;
    private final Installation installation;
    private final DatabaseUrl url;

    private EmbeddedServer(String name, DataDirectory directory, Installation installation, DatabaseUrl url) {
        this.name = name;
        this.directory = directory;
        this.installation = installation;
        this.url = url;
    }

    /**
     * Starts the server of a directory, after having made its data if it has none, and after having stopped the server
     * that a killed run left behind. The directory is closed with the server, or by a failure.
     */
    static EmbeddedServer start(String name, DataDirectory directory, Installation installation, String version) {
        try {
            if (directory.hasData()) {
                directory.requireMajor(version);
                stopOrphan(name, directory, installation);
            } else {
                new NewCluster(name, directory, installation).create(version);
            }
            int port = startOnFreePort(name, directory, installation);
            DatabaseUrl url = url(port, name, directory.password());
            EmbeddedServer server = new EmbeddedServer(name, directory, installation, url);
            try {
                server.createDatabase();
                return server;
            } catch (RuntimeException e) {
                stop(directory, installation);
                throw e;
            }
        } catch (IOException e) {
            directory.close();
            throw new SyncException(
                    new Problem(
                            "Cannot start the embedded server '" + name + "': " + e.getMessage(),
                            directory.directory().toString(),
                            "Check rights and free space there"),
                    e);
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    DatabaseUrl url() {
        return url;
    }

    /** @throws SyncException when the server does not stop; its directory is given back all the same */
    @Override
    public void close() {
        try {
            if (!stop(directory, installation)) {
                throw new SyncException(new Problem(
                        "The embedded server '" + name + "' did not stop",
                        directory.log().toString(),
                        "The next run stops it before it starts its own"));
            }
        } finally {
            directory.close();
        }
    }

    private static int startOnFreePort(String name, DataDirectory directory, Installation installation)
            throws IOException {
        trim(directory.log());
        for (int attempt = 1; ; attempt++) {
            long logged = Files.exists(directory.log()) ? Files.size(directory.log()) : 0;
            int port = freePort();
            Installation.Output output = installation.run(
                    directory.directory(),
                    directory.data(),
                    "pg_ctl",
                    "start",
                    "--wait",
                    "--timeout=120",
                    "--log=server.log",
                    "--options=-p " + port);
            if (output.succeeded()) {
                return port;
            }
            String log = logSince(directory.log(), logged);
            // pg_ctl may have been interrupted alone, or given up on a server that is still recovering.
            stop(directory, installation);
            if (attempt == PORTS_TO_TRY || !log.contains("Address already in use")) {
                throw new SyncException(new Problem(
                        "The embedded server '" + name + "' did not start: "
                                + (log.isEmpty() ? output.ending() : fatal(log)),
                        directory.log().toString(),
                        "If its data is of no use any more, delete " + directory.directory() + " to start anew"));
            }
        }
    }

    /** A run that was killed leaves its server running; its lock went with it. */
    private static void stopOrphan(String name, DataDirectory directory, Installation installation) throws IOException {
        Optional<Postmaster> orphan = Postmaster.read(directory.data());
        if (orphan.isEmpty()) {
            return;
        }
        if (orphan.get().isAlive()) {
            if (!stop(directory, installation)) {
                throw new SyncException(new Problem(
                        "A server that a killed run left behind does not stop (process "
                                + orphan.get().pid() + ", '" + name + "')",
                        directory.directory().toString(),
                        "End that process, then run again"));
            }
        } else if (orphan.get().idIsTaken()) {
            // PostgreSQL takes any process with this id for the server and refuses to start.
            Files.deleteIfExists(Postmaster.file(directory.data()));
        }
    }

    /** Whether no server runs on the directory any more. */
    private static boolean stop(DataDirectory directory, Installation installation) {
        return stopped(directory, installation, "fast") || stopped(directory, installation, "immediate");
    }

    private static boolean stopped(DataDirectory directory, Installation installation, String mode) {
        if (!Files.exists(Postmaster.file(directory.data()))) {
            return true;
        }
        return installation
                        .run(
                                directory.directory(),
                                directory.data(),
                                "pg_ctl",
                                "stop",
                                "--wait",
                                "--timeout=60",
                                "--mode=" + mode)
                        .succeeded()
                || !Files.exists(Postmaster.file(directory.data()));
    }

    private static DatabaseUrl url(int port, String database, Path password) throws IOException {
        if (!Files.exists(password)) {
            throw new SyncException(new Problem(
                    "The password of the embedded server is gone",
                    password.toString(),
                    "Restore the file, or delete the directory " + password.getParent() + " to start anew"));
        }
        return new DatabaseUrl(
                List.of(new DatabaseUrl.HostPort(HOST, port)),
                database,
                Optional.of(NewCluster.ROLE),
                Optional.of(Files.readString(password).strip()),
                Map.of("sslmode", "disable"));
    }

    private void createDatabase() {
        DatabaseUrl administration =
                new DatabaseUrl(url.hosts(), ADMINISTRATION, url.user(), url.password(), url.parameters());
        try (Connection connection = new Database(name, administration, false).connect("embedded");
                PreparedStatement exists = connection.prepareStatement("SELECT 1 FROM pg_database WHERE datname = ?")) {
            exists.setString(1, name);
            try (ResultSet row = exists.executeQuery()) {
                if (row.next()) {
                    return;
                }
            }
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + Sql.identifier(name));
            }
        } catch (SQLException e) {
            throw SqlProblem.of(e, "Cannot create the database of the embedded server", name, "");
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            return socket.getLocalPort();
        }
    }

    private static void trim(Path log) throws IOException {
        if (Files.exists(log) && Files.size(log) > LOG_LIMIT) {
            Files.delete(log);
        }
    }

    private static String logSince(Path log, long position) throws IOException {
        if (!Files.exists(log)) {
            return "";
        }
        byte[] content = Files.readAllBytes(log);
        int from = (int) Math.min(position, content.length);
        return new String(content, from, content.length - from, StandardCharsets.UTF_8);
    }

    /** Only what the server said about itself: while it starts, it reads no rows. */
    private static String fatal(String log) {
        return log.lines()
                .filter(line -> line.contains("FATAL") || line.contains("PANIC") || line.contains("could not"))
                .reduce((first, last) -> last)
                .orElseGet(() -> log.lines().reduce("", (first, last) -> last));
    }
}
