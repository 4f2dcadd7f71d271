/** Strategies for dates and points in time. */
package dev.dbsync.core.masking.builtin.time;
