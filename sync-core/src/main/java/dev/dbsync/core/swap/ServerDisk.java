package dev.dbsync.core.swap;

import dev.dbsync.core.database.DatabaseIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalLong;

/** The free space of a server's disk, where the server is on this machine and lets it be seen. */
final class ServerDisk {

    /** NULL to a role that may not read it. */
    private static final String DIRECTORY = """
            SELECT setting
            FROM pg_catalog.pg_settings
            WHERE name = 'data_directory'
              AND (SELECT spcname
                   FROM pg_catalog.pg_database d
                            JOIN pg_catalog.pg_tablespace t ON t.oid = d.dattablespace
                   WHERE d.datname = current_database()) = 'pg_default'
            """;

    private ServerDisk() {}

    /** Empty where it cannot be known from here. */
    static OptionalLong free(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(DIRECTORY)) {
            if (!row.next()) {
                return OptionalLong.empty();
            }
            Path directory = Path.of(row.getString(1));
            if (!isOf(directory, DatabaseIdentity.of(connection).systemIdentifier())) {
                return OptionalLong.empty();
            }
            return OptionalLong.of(Files.getFileStore(directory.resolve("base")).getUsableSpace());
        } catch (IOException e) {
            // A directory of another machine, of another container, or closed to this user.
            return OptionalLong.empty();
        }
    }

    /** A directory of this name may be there on this machine, too: the server's own begins with its identifier. */
    private static boolean isOf(Path directory, long systemIdentifier) throws IOException {
        try (InputStream control = Files.newInputStream(directory.resolve("global/pg_control"))) {
            byte[] identifier = control.readNBytes(Long.BYTES);
            return identifier.length == Long.BYTES
                    && ByteBuffer.wrap(identifier)
                                    .order(ByteOrder.nativeOrder())
                                    .getLong()
                            == systemIdentifier;
        }
    }
}
