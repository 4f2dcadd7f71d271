package dev.dbsync.core.pull;

import dev.dbsync.core.copy.CopyFormat;
import dev.dbsync.core.copy.TableCopy;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.event.SyncEvent;
import java.time.Duration;
import java.util.OptionalLong;

/** How far one table has come, and what became of it: several COPYs may carry it at the same time. */
final class TableProgress {

    private final PlannedTable table;
    private final CopyFormat format;
    private final OptionalLong expected;
    private final EventSink events;
    private int open;
    private long rows;
    private long bytes;
    private long startedAt;
    private long endedAt;

    /** @param parts how many COPYs carry the table together */
    TableProgress(PlannedTable table, CopyFormat format, int parts, EventSink events) {
        this.table = table;
        this.format = format;
        this.open = parts;
        this.events = events;
        this.expected = expected(table);
    }

    /** How many rows it will have, as far as the source's statistics know. */
    static OptionalLong expected(PlannedTable table) {
        long estimate = table.estimatedRows();
        return estimate > 0 && table.where().isEmpty() ? OptionalLong.of(estimate) : OptionalLong.empty();
    }

    /** One of the COPYs begins; what it reports counts from its own beginning. */
    synchronized Part part() {
        if (startedAt == 0) {
            startedAt = System.nanoTime();
        }
        return new Part();
    }

    /** Only after all parts have ended. */
    synchronized TableReport report() {
        return new TableReport(
                table.table(), rows, bytes, format.word(), table.masked(), Duration.ofNanos(endedAt - startedAt));
    }

    private synchronized void add(long moreRows, long moreBytes, boolean ended) {
        rows += moreRows;
        bytes += moreBytes;
        if (ended) {
            open--;
            endedAt = System.nanoTime();
        }
        events.accept(new SyncEvent.Progress(table.table().shown(), rows, bytes, expected, open == 0));
    }

    /** One COPY under way. */
    final class Part implements TableCopy.Progress {

        private long lastRows;
        private long lastBytes;

        @Override
        public void copied(long nowRows, long nowBytes) {
            add(nowRows - lastRows, nowBytes - lastBytes, false);
            lastRows = nowRows;
            lastBytes = nowBytes;
        }

        void ended(TableCopy.Result result) {
            add(result.written() - lastRows, result.bytes() - lastBytes, true);
        }
    }
}
