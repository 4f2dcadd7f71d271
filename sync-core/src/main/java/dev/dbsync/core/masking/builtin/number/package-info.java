/** Strategies for numbers, and for digits in texts. */
package dev.dbsync.core.masking.builtin.number;
