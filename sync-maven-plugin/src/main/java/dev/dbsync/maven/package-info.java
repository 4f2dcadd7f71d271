/**
 * The goals. Each Mojo turns its parameters into a request of core; {@code AbstractSyncMojo} is how any of them runs.
 */
package dev.dbsync.maven;
