package dev.dbsync.core.load;

import dev.dbsync.core.database.TableName;

/**
 * An index or a constraint that a load has set aside and that is not back: the record knows of it, the catalog does
 * not.
 *
 * @param kind as PostgreSQL calls it: {@code index} or {@code table constraint}
 * @param identity qualified and quoted as in a statement, as {@code pg_identify_object} would say it
 * @param table whose it is; for a foreign key the one that references
 */
public record AbsentObject(String kind, String identity, TableName table) {}
