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
 */
public record TableCopy(TableName from, TableName into, List<Column> columns, Optional<Integer> limit) {

    private static final int BLOCK_BYTES = 64 * 1024;

    /** Between two reports of progress. */
    private static final int PROGRESS_BYTES = 1024 * 1024;

    /**
     * A column, of the same name on both sides.
     *
     * @param mask rewrites its values; see {@link TextRowCodec}
     */
    public record Column(String name, Optional<UnaryOperator<byte[]>> mask) {}

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

    /** All rows. */
    public TableCopy(TableName from, TableName into, List<Column> columns) {
        this(from, into, columns, Optional.empty());
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
        return limit.map(
                        rows -> "COPY (SELECT " + names + " FROM ONLY " + from.sql() + " LIMIT " + rows + ") TO STDOUT")
                .orElse("COPY " + from.sql() + " (" + names + ") TO STDOUT");
    }

    String in() {
        return "COPY " + into.sql() + " (" + Sql.identifiers(names()) + ") FROM STDIN";
    }

    private List<String> names() {
        return columns.stream().map(Column::name).toList();
    }

    private RowCodec codec() {
        return columns.stream().allMatch(column -> column.mask().isEmpty())
                ? RowCodec.unchanged()
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
                    codec.rewrite(row, block);
                    rows++;
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
