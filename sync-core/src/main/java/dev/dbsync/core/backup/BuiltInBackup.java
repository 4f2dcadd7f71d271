package dev.dbsync.core.backup;

import dev.dbsync.core.config.BackupConfig;
import dev.dbsync.core.copy.CopyStream;
import dev.dbsync.core.database.Column;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.Sequence;
import dev.dbsync.core.database.Table;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.run.StateDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A backup that needs no client tools: DDL by {@link SchemaReader}, rows by COPY into one gzip file a table, all of it
 * as of one snapshot.
 */
final class BuiltInBackup implements BackupEngine {

    private static final String ROWS = "rows";
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int NAME_CHARACTERS = 80;

    private final EventSink events;

    BuiltInBackup(EventSink events) {
        this.events = events;
    }

    @Override
    public String name() {
        return BackupResult.BUILT_IN;
    }

    @Override
    public Manifest.Written write(BackupSnapshot snapshot, Database database, BackupContent content, Path directory)
            throws SQLException, IOException {
        List<String> leftOut = Unwritable.check(snapshot, database);
        leftOut.forEach(what -> events.warning("Not in the backup by the built-in engine: " + what));
        SchemaScript schema = SchemaReader.read(snapshot, database);
        SchemaFile.write(directory.resolve(SchemaFile.BEFORE_ROWS), schema.beforeRows());
        SchemaFile.write(directory.resolve(SchemaFile.AFTER_ROWS), schema.afterRows());
        boolean withRows = content.scope() != BackupConfig.Scope.SCHEMA;
        return new Manifest.Written(
                new Manifest.Tool(name(), "Sync's built-in engine", 0),
                withRows ? rows(snapshot, content, directory) : List.of(),
                withRows ? sequences(snapshot) : List.of(),
                leftOut);
    }

    @Override
    public void readBack(Path directory, Manifest manifest) {
        ManifestFile.verifyFiles(directory, manifest);
        for (Manifest.StoredTable table : manifest.tables()) {
            RowStream read = new RowStream(
                    OutputStream.nullOutputStream(), table.table().shown(), OptionalLong.empty(), EventSink.none());
            try (InputStream rows = rows(directory, table)) {
                rows.transferTo(read);
            } catch (IOException e) {
                throw ManifestFile.damaged(directory, table.file() + " cannot be read: " + IoReason.of(e));
            }
            if (read.rows() != table.rows()
                    || read.bytes() != table.bytes()
                    || !read.sha256().equals(table.sha256())) {
                throw ManifestFile.damaged(
                        directory, table.file() + " does not hold the rows of " + table.table() + " as they were read");
            }
        }
    }

    /** A table's rows, as COPY's text. */
    static InputStream rows(Path directory, Manifest.StoredTable table) throws IOException {
        return new GZIPInputStream(Files.newInputStream(directory.resolve(table.file())), BUFFER_BYTES);
    }

    private List<Manifest.StoredTable> rows(BackupSnapshot snapshot, BackupContent content, Path directory)
            throws SQLException, IOException {
        StateDirectory.createPrivate(directory.resolve(ROWS));
        List<Manifest.StoredTable> stored = new ArrayList<>();
        for (Table table : snapshot.catalog().tables()) {
            if (holdsRows(table) && content.holdsRowsOf(table)) {
                stored.add(rows(snapshot, table, directory, fileName(stored.size() + 1, table)));
            }
        }
        return List.copyOf(stored);
    }

    private Manifest.StoredTable rows(BackupSnapshot snapshot, Table table, Path directory, String name)
            throws SQLException, IOException {
        List<String> columns =
                table.writableColumns().stream().map(Column::name).toList();
        Path file = directory.resolve(name);
        RowStream rows = new RowStream(
                new QuickGzip(PrivateFiles.create(file)),
                table.name().shown(),
                OptionalLong.of(table.estimatedRows()),
                events);
        try (rows) {
            CopyStream.out(snapshot.connection(), RowCopy.out(table.name(), columns), rows);
        }
        PrivateFiles.sync(file);
        return new Manifest.StoredTable(
                table.name().schema(), table.name().name(), columns, rows.rows(), rows.bytes(), rows.sha256(), name);
    }

    private static boolean holdsRows(Table table) {
        return table.extension().isEmpty()
                && switch (table.kind()) {
                    case ORDINARY, PARTITION, UNLOGGED -> true;
                    case PARTITIONED, SUB_PARTITIONED, FOREIGN -> false;
                };
    }

    private static String fileName(int number, Table table) {
        String readable = table.name().toString().replaceAll("[^A-Za-z0-9._-]", "_");
        return String.format(
                Locale.ROOT,
                "%s/%05d-%s.copy.gz",
                ROWS,
                number,
                readable.substring(0, Math.min(readable.length(), NAME_CHARACTERS)));
    }

    private static List<Manifest.StoredSequence> sequences(BackupSnapshot snapshot) throws SQLException {
        List<Manifest.StoredSequence> stored = new ArrayList<>();
        try (Statement statement = snapshot.connection().createStatement()) {
            for (Sequence sequence : snapshot.catalog().sequences()) {
                if (sequence.extension().isPresent()) {
                    continue;
                }
                try (ResultSet row = statement.executeQuery(
                        "SELECT last_value, is_called FROM " + sequence.name().sql())) {
                    row.next();
                    stored.add(new Manifest.StoredSequence(
                            sequence.name().schema(), sequence.name().name(), row.getLong(1), row.getBoolean(2)));
                }
            }
        }
        return List.copyOf(stored);
    }

    /** A backup stands in a promotion's way: speed counts more than the last tenth of its size. */
    private static final class QuickGzip extends GZIPOutputStream {

        QuickGzip(OutputStream target) throws IOException {
            super(target, BUFFER_BYTES);
            def.setLevel(Deflater.BEST_SPEED);
        }

        /** Where the disk is full, the last block cannot be written: an open file would keep what it holds of it. */
        @Override
        public void close() throws IOException {
            try {
                super.close();
            } finally {
                out.close();
                def.end();
            }
        }
    }
}
