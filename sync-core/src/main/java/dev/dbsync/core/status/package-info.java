/** {@code sync:status}: how far each environment of the chain is, and what mends what is not in sync. Reads only. */
package dev.dbsync.core.status;
