package dev.dbsync.core.copy;

import dev.dbsync.core.database.Sql;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.problem.SyncException;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * COPY of one table from one server into another, its rows rewritten on the way.
 *
 * <p>Nothing is held but some blocks of rows, whatever the table's size. Columns are always named: without a list, a
 * differing order of columns would swap their values and nobody would notice.
 *
 * @param from the table that is read: one that holds rows itself, so not a partitioned parent
 * @param into the table that is written; a partitioned one routes the rows to its partitions
 * @param columns in the order in which they travel, generated ones left out; none where a table has no other ones: its
 *     rows travel all the same, and are filled by their generation expressions
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

    /**
     * A column, of the same name on both sides.
     *
     * @param mask rewrites its values. It gets a value's text form in UTF-8, never null, and may return null for NULL;
     *     NULL itself stays NULL without being asked about
     * @param jsonb whether it is masked and its bytes in BINARY begin with the version of jsonb
     * @param rowMask stands in the place of {@code mask} where more of the row must be known
     */
    public record Column(String name, Optional<UnaryOperator<byte[]>> mask, boolean jsonb, Optional<RowMask> rowMask) {

        public Column(String name, Optional<UnaryOperator<byte[]>> mask) {
            this(name, mask, false);
        }

        public Column(String name, Optional<UnaryOperator<byte[]>> mask, boolean jsonb) {
            this(name, mask, jsonb, Optional.empty());
        }

        public Column(String name, RowMask mask) {
            this(name, Optional.empty(), false, Optional.of(mask));
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
                .map(column -> new Column(
                        column.name(), column.mask(), choice.jsonb().contains(column.name()), column.rowMask()))
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

    /** Copies by itself, with no other copy to share memory with, as fast as it can. */
    public Result run(Side source, Side target, Progress progress) {
        return run(source, target, new CopyFlow(OptionalLong.empty()), progress);
    }

    /**
     * Copies within the transactions that both connections are in. Where the target's is in one (and not in
     * autocommit), a large table goes there in several statements, which matters to constraints that are checked at a
     * statement's end, such as a foreign key of the table to itself.
     *
     * <p>Masks and {@code progress} are each called by one thread at a time, which is not the caller's. Interrupting
     * the caller's thread ends the copy with a {@link SyncException}. When it returns, neither connection is used any
     * more; whichever does not end its statement in 15 seconds is closed.
     *
     * @param flow shared by all copies of a run
     * @param largeRows whether rows of {@link CopyFlow#largeRowBytes} or more are to be expected: of all copies that
     *     expect them, one at a time reads a row. Where they come unexpectedly, each copy may hold its first one
     * @throws SyncException when either side fails; it names the side that failed first, and no value
     */
    public Result run(Side source, Side target, CopyFlow flow, boolean largeRows, Progress progress) {
        return new CopyRun(this, source, target, flow, largeRows, progress, CopyRun.Bounds.USUAL).run();
    }

    /** The same, with no other copy at its side. */
    public Result run(Side source, Side target, CopyFlow flow, Progress progress) {
        return run(source, target, flow, false, progress);
    }

    String out() {
        String names = Sql.identifiers(names());
        String options = format == CopyFormat.TEXT ? "" : " (" + format.option() + ")";
        // A list of no column is no SQL, and no list would mean whatever columns the table has.
        List<String> inputs = RowInputs.of(columns).map(RowInputs::expressions).orElse(List.of());
        if (limit.isEmpty() && condition.isEmpty() && inputs.isEmpty() && !columns.isEmpty()) {
            return "COPY " + from.sql() + " (" + names + ") TO STDOUT" + options;
        }
        String before = inputs.stream().map(sql -> sql + ", ").collect(Collectors.joining());
        return "COPY (SELECT " + before + names + " FROM ONLY " + from.sql()
                + condition.map(sql -> " WHERE " + sql).orElse("")
                + limit.map(rows -> " LIMIT " + rows).orElse("") + ") TO STDOUT" + options;
    }

    String in() {
        String options = Stream.of(format.option(), freeze ? "FREEZE" : "")
                .filter(option -> !option.isEmpty())
                .collect(Collectors.joining(", "));
        String list = columns.isEmpty() ? "" : " (" + Sql.identifiers(names()) + ")";
        return "COPY " + into.sql() + list + " FROM STDIN" + (options.isEmpty() ? "" : " (" + options + ")");
    }

    private List<String> names() {
        return columns.stream().map(Column::name).toList();
    }

    RowCodec codec() {
        return format == CopyFormat.BINARY ? new BinaryRowCodec(columns) : TextRowCodec.of(columns);
    }
}
