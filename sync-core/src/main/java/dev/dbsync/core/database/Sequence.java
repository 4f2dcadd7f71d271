package dev.dbsync.core.database;

import java.util.Optional;

/**
 * A sequence.
 *
 * @param name its name
 * @param ownerTable the table whose column owns it (serial and identity)
 * @param ownerColumn that column
 * @param extension the extension that it belongs to
 */
public record Sequence(
        TableName name, Optional<TableName> ownerTable, Optional<String> ownerColumn, Optional<String> extension) {}
