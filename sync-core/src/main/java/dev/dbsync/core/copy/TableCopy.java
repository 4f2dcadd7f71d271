package dev.dbsync.core.copy;

import dev.dbsync.core.database.Sql;
import dev.dbsync.core.database.SqlProblem;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.copy.CopyOut;

/**
 * COPY of one table from one server into another, its rows rewritten on the way.
 *
 * <p>Nothing is held but one block of rows, whatever the table's size. Columns are always named: without a list, a
 * differing order of columns would swap their values and nobody would notice.
 *
 * @param from the table that is read: one that holds rows itself, so not a partitioned parent
 * @param into the table that is written; a partitioned one routes the rows to its partitions
 * @param columns in the order in which they travel, generated ones left out
 * @param limit at most so many rows; empty for all
 * @param format of both sides
 * @param condition SQL that each row has to satisfy; empty for all rows
 * @param freeze whether rows are written frozen, which PostgreSQL allows only into a table that was made or emptied in
 *     the same transaction, and that is not partitioned
 */
public record TableCopy(
        TableName from,
        TableName into,
        List<Column> columns,
        Optional<Integer> limit,
        CopyFormat format,
        Optional<String> condition,
        boolean freeze) {

    private static final int BLOCK_BYTES = 64 * 1024;

    /** Between two reports of progress. */
    private static final int PROGRESS_BYTES = 1024 * 1024;

    /**
     * A column, of the same name on both sides.
     *
     * @param mask rewrites its values; see {@link TextRowCodec}
     * @param jsonb whether it is masked and its bytes in BINARY begin with the version of jsonb
     */
    public record Column(String name, Optional<UnaryOperator<byte[]>> mask, boolean jsonb) {

        public Column(String name, Optional<UnaryOperator<byte[]>> mask) {
            this(name, mask, false);
        }
    }

    /**
     * One side of the copy.
     *
     * @param shown environment and address, for messages
     * @param connection held for nothing else meanwhile
     */
    public record Side(String shown, Connection connection) {}

    /**
     * What was copied.
     *
     * @param read rows, by the source server's own count
     * @param written rows, by the target server's own count
     * @param bytes that were sent to the target
     */
    public record Result(long read, long written, long bytes) {}

    /** Hears how far the copy has come. */
    @FunctionalInterface
    public interface Progress {
        void copied(long rows, long bytes);
    }

    public TableCopy {
        columns = List.copyOf(columns);
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("a copy of no column");
        }
    }

    /** All rows, as text. */
    public TableCopy(TableName from, TableName into, List<Column> columns) {
        this(from, into, columns, Optional.empty());
    }

    /** As text. */
    public TableCopy(TableName from, TableName into, List<Column> columns, Optional<Integer> limit) {
        this(from, into, columns, limit, CopyFormat.TEXT, Optional.empty(), false);
    }

    /** The same copy in this format. */
    public TableCopy as(FormatChoice choice) {
        List<Column> formed = columns.stream()
                .map(column ->
                        new Column(column.name(), column.mask(), choice.jsonb().contains(column.name())))
                .toList();
        return new TableCopy(from, into, formed, limit, choice.format(), condition, freeze);
    }

    /** The same copy, of those rows only that satisfy this SQL condition as well. */
    public TableCopy where(String sql) {
        // On lines of its own: a comment at its end takes no parenthesis with it.
        String added = "(\n" + sql + "\n)";
        Optional<String> both =
                Optional.of(condition.map(before -> before + " AND " + added).orElse(added));
        return new TableCopy(from, into, columns, limit, format, both, freeze);
    }

    /** The same copy, its rows written frozen. */
    public TableCopy frozen() {
        return new TableCopy(from, into, columns, limit, format, condition, true);
    }

    /**
     * Copies within the transactions that both connections are in.
     *
     * <p>Interrupting the thread ends the copy with a {@link SyncException}, both statements cancelled.
     *
     * @throws SyncException when either side fails; it names the side that failed first, and no value
     */
    public Result run(Side source, Side target, Progress progress) {
        return new Run(source, target, progress).copy();
    }

    String out() {
        String names = Sql.identifiers(names());
        String options = format == CopyFormat.TEXT ? "" : " (" + format.option() + ")";
        if (limit.isEmpty() && condition.isEmpty()) {
            return "COPY " + from.sql() + " (" + names + ") TO STDOUT" + options;
        }
        return "COPY (SELECT " + names + " FROM ONLY " + from.sql()
                + condition.map(sql -> " WHERE " + sql).orElse("")
                + limit.map(rows -> " LIMIT " + rows).orElse("") + ") TO STDOUT" + options;
    }

    String in() {
        String options = Stream.of(format.option(), freeze ? "FREEZE" : "")
                .filter(option -> !option.isEmpty())
                .collect(Collectors.joining(", "));
        return "COPY " + into.sql() + " (" + Sql.identifiers(names()) + ") FROM STDIN"
                + (options.isEmpty() ? "" : " (" + options + ")");
    }

    private List<String> names() {
        return columns.stream().map(Column::name).toList();
    }

    private RowCodec codec() {
        return format == CopyFormat.BINARY
                ? new BinaryRowCodec(columns)
                : new TextRowCodec(columns.stream().map(Column::mask).toList());
    }

    /** A copy under way. */
    private final class Run {

        private final Side source;
        private final Side target;
        private final Progress progress;
        private final RowCodec codec = codec();
        private final RowBuffer block = new RowBuffer(2 * BLOCK_BYTES);
        private CopyOut reading;
        private CopyIn writing;
        private long rows;
        private long bytes;
        private long reported;

        Run(Side source, Side target, Progress progress) {
            this.source = source;
            this.target = target;
            this.progress = progress;
        }

        Result copy() {
            try {
                start();
                for (byte[] row = next(); row != null; row = next()) {
                    rows += codec.rewrite(row, block);
                    if (block.length() >= BLOCK_BYTES) {
                        write();
                        report();
                    }
                }
                write();
                return end();
            } catch (RuntimeException | Error e) {
                cancel(e);
                throw e;
            }
        }

        /** What goes wrong while cancelling only follows from what went wrong before. */
        private void cancel(Throwable cause) {
            try {
                if (writing != null && writing.isActive()) {
                    writing.cancelCopy();
                }
            } catch (SQLException e) {
                cause.addSuppressed(e);
            }
            try {
                if (reading != null && reading.isActive()) {
                    drainCancelled();
                }
            } catch (SQLException e) {
                cause.addSuppressed(e);
            }
        }

        /**
         * The driver's own cancelCopy leaves the rows that are under way to the connection's next reader, so they are
         * read to their end here, which is the server's "cancelled".
         *
         * @see <a href="https://github.com/pgjdbc/pgjdbc/issues/3163">pgjdbc issue 3163</a>
         */
        private void drainCancelled() throws SQLException {
            source.connection().unwrap(PGConnection.class).cancelQuery();
            byte[] row;
            do {
                row = reading.readFromCopy();
            } while (row != null);
        }

        private void start() {
            try {
                reading = manager(source).copyOut(out());
            } catch (SQLException e) {
                throw unreadable(e);
            }
            try {
                writing = manager(target).copyIn(in());
            } catch (SQLException e) {
                throw unwritable(e);
            }
        }

        private byte[] next() {
            try {
                return reading.readFromCopy();
            } catch (SQLException e) {
                throw unreadable(e);
            }
        }

        private void write() {
            try {
                writing.writeToCopy(block.bytes(), 0, block.length());
            } catch (SQLException e) {
                throw unwritable(e);
            }
            bytes += block.length();
            block.clear(2 * BLOCK_BYTES);
        }

        private Result end() {
            try {
                return new Result(reading.getHandledRowCount(), writing.endCopy(), bytes);
            } catch (SQLException e) {
                throw unwritable(e);
            }
        }

        private void report() {
            if (bytes - reported < PROGRESS_BYTES) {
                return;
            }
            reported = bytes;
            progress.copied(rows, bytes);
            if (Thread.currentThread().isInterrupted()) {
                throw new SyncException(new Problem("Interrupted while copying " + from.shown(), target.shown(), ""));
            }
        }

        private SyncException unreadable(SQLException e) {
            return SqlProblem.of(e, "Cannot read " + from.shown(), source.shown(), "");
        }

        private SyncException unwritable(SQLException e) {
            return SqlProblem.of(e, "Cannot write " + into.shown(), target.shown(), "");
        }
    }

    private static CopyManager manager(Side side) throws SQLException {
        return side.connection().unwrap(PGConnection.class).getCopyAPI();
    }
}
