package dev.dbsync.core.pull;

import dev.dbsync.core.database.TableName;

/**
 * A table that the selection named and that is not copied all the same.
 *
 * @param reason such as "a foreign table"
 */
public record LeftOut(TableName table, String reason) {}
