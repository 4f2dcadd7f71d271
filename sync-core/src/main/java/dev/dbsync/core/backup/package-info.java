/**
 * Backups of a target before it is promoted, by pg_dump or by an engine that needs no client tools, and the goal
 * {@code restore} that brings either kind back.
 *
 * <p>Taking one: {@link dev.dbsync.core.backup.Backup}. Bringing one back:
 * {@link dev.dbsync.core.backup.RestorePlanner}, then {@link dev.dbsync.core.backup.RestoreExecution}.
 */
package dev.dbsync.core.backup;
