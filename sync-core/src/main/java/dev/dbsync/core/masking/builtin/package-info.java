/** The strategies that Sync brings; found by {@code ServiceLoader} like those of users. */
package dev.dbsync.core.masking.builtin;
