/** What strategies make of a keyed hash: numbers, choices, permutations, and outputs that differ from their input. */
package dev.dbsync.core.masking.builtin.keyed;
