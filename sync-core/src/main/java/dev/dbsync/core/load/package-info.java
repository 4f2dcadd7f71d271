/**
 * The load session: what a load in several transactions takes out of its way on the target (foreign keys, triggers,
 * indexes and the constraints on them), the record of it there, and how all of it comes back exactly as it was, also
 * after a run that was killed. And what is done to a target before and after its rows come: tables are emptied,
 * sequences set, materialized views refreshed.
 */
package dev.dbsync.core.load;
