/** What a person sees: lines in Maven's log, one line that moves at a terminal, and typed answers. */
package dev.dbsync.maven.console;
