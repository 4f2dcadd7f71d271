/** Sync's library. */
package dev.dbsync.core;
