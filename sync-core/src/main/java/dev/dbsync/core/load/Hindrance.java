package dev.dbsync.core.load;

import dev.dbsync.core.database.TableName;
import dev.dbsync.core.problem.Problem;

/**
 * Something that a load session cannot set aside.
 *
 * @param table that it is about
 * @param stops whether the tables cannot be loaded at all; else what cannot be set aside stays in place, and the load
 *     is merely slower
 * @param problem what it is, and what would mend it
 */
public record Hindrance(TableName table, boolean stops, Problem problem) {}
