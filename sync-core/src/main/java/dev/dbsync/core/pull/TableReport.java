package dev.dbsync.core.pull;

import dev.dbsync.core.database.TableName;
import java.time.Duration;
import java.util.Map;

/**
 * What became of a table.
 *
 * @param rows that were copied, by both servers' own counts
 * @param bytes that were sent
 * @param format of COPY: {@code text} or {@code binary}
 * @param masked the strategy of each masked column, in the table's order
 * @param took from the first row to the last
 */
public record TableReport(
        TableName table, long rows, long bytes, String format, Map<String, String> masked, Duration took) {}
