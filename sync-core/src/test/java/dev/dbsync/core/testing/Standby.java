package dev.dbsync.core.testing;

import dev.dbsync.core.config.DatabaseUrl;
import dev.dbsync.core.database.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A hot standby of a test's own server, which streams its changes; on this machine. */
public final class Standby implements AutoCloseable {

    private static final Set<String> OF_THE_PRIMARY_ALONE = Set.of("postmaster.pid", "postmaster.opts");

    private final PostgresServer primary;
    private final Path directory;
    private final ServerTools tools;
    private final int port;
    private final Thread atExit = new Thread(this::stop);

    private Standby(PostgresServer primary, Path directory, ServerTools tools, int port) {
        this.primary = primary;
        this.directory = directory;
        this.tools = tools;
        this.port = port;
    }

    /**
     * Copies the running server and starts the copy as its standby.
     *
     * @param primary embedded, and of the test class's own: connections to it must need no password
     * @param settings of the standby; ALTER SYSTEM may change them later
     */
    public static Standby of(PostgresServer primary, Map<String, String> settings) throws IOException, SQLException {
        Path directory = Files.createTempDirectory("sync-standby");
        Path data = directory.resolve("data");
        Path binaries =
                Path.of(primary.value(primary.maintenance(), "SELECT setting FROM pg_config WHERE name = 'BINDIR'"));
        copy(primary, data);
        Files.createFile(data.resolve("standby.signal"));
        DatabaseUrl.HostPort from = primary.maintenance().url().hosts().get(0);
        int port = ServerTools.freePort();
        Files.writeString(
                data.resolve("postgresql.auto.conf"),
                settings.entrySet().stream()
                        .map(setting -> setting.getKey() + " = '" + setting.getValue() + "'\n")
                        .collect(Collectors.joining(
                                "",
                                "primary_conninfo = 'host=" + from.host() + " port=" + from.port()
                                        + " user=postgres'\n",
                                "wal_receiver_status_interval = '1s'\n")),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        ServerTools tools = new ServerTools(binaries, directory);
        Standby standby = new Standby(primary, directory, tools, port);
        Runtime.getRuntime().addShutdownHook(standby.atExit);
        tools.start(data, port);
        return standby;
    }

    /** The same database, to be read here. */
    public Database of(Database database) {
        DatabaseUrl url = database.url();
        return new Database(
                database.environment(),
                new DatabaseUrl(
                        List.of(new DatabaseUrl.HostPort("localhost", port)),
                        url.database(),
                        url.user(),
                        url.password(),
                        url.parameters()),
                database.isProtected());
    }

    /** Waits until all is here that the primary holds now. */
    public void catchUp() {
        // A commit that waits for the disk takes all there that was written before: what comes later could conflict.
        primary.execute(
                primary.maintenance(),
                "SET synchronous_commit = on",
                "SELECT pg_logical_emit_message(true, 'test', '')");
        String end = primary.value(primary.maintenance(), "SELECT pg_current_wal_flush_lsn()");
        await(primary.maintenance(), "SELECT pg_last_wal_replay_lsn() >= '" + end + "'", "t");
    }

    /** Changes a setting, for all that connect from now on. */
    public void set(String setting, String value) {
        Database here = of(primary.maintenance());
        primary.execute(here, "ALTER SYSTEM SET " + setting + " = '" + value + "'", "SELECT pg_reload_conf()");
        await(primary.maintenance(), "SELECT current_setting('" + setting + "')", value);
    }

    /** Asks the standby again and again, each time anew. */
    public void await(Database database, String sql, String expected) {
        for (int i = 0; i < 3000; i++) {
            if (primary.value(of(database), sql).equals(expected)) {
                return;
            }
            primary.execute(of(database), "SELECT pg_sleep(0.01)");
        }
        throw new AssertionError("the standby never says " + expected + " to " + sql);
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        stop();
    }

    private void stop() {
        try {
            tools.run("pg_ctl", "-D", directory.resolve("data").toString(), "-m", "immediate", "-w", "stop");
            ServerTools.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A backup as pg_basebackup takes one, which not every package of PostgreSQL has. */
    private static void copy(PostgresServer primary, Path data) throws IOException, SQLException {
        boolean renamed = primary.majorVersion() >= 15;
        try (Connection connection = primary.maintenance().connect("test");
                Statement statement = connection.createStatement()) {
            statement.execute(
                    renamed ? "SELECT pg_backup_start('test', true)" : "SELECT pg_start_backup('test', true, false)");
            copy(Path.of(primary.value(primary.maintenance(), "SHOW data_directory")), data);
            String stop = renamed ? "pg_backup_stop(false)" : "pg_stop_backup(false, false)";
            try (ResultSet row = statement.executeQuery("SELECT labelfile FROM " + stop)) {
                row.next();
                Files.writeString(data.resolve("backup_label"), row.getString(1));
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Path copy = Files.createDirectory(to.resolve(from.relativize(directory)));
                Files.setPosixFilePermissions(copy, Files.getPosixFilePermissions(directory));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!OF_THE_PRIMARY_ALONE.contains(file.getFileName().toString())) {
                    Files.copy(file, to.resolve(from.relativize(file)));
                }
                return FileVisitResult.CONTINUE;
            }

            /** What has gone meanwhile comes back by the log. */
            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }
        });
    }
}
