/** Texts that look real, out of lists of datafaker's: names, addresses, companies. */
package dev.dbsync.core.masking.builtin.realistic;
