/**
 * One moment of a source for all that read from it, held for as long as they do. Begin with
 * {@link dev.dbsync.core.snapshot.SourceSnapshot}.
 */
package dev.dbsync.core.snapshot;
