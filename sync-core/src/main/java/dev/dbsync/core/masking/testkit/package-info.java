/** Checks of masking strategies, for the tests of those who write one. Needs no framework. */
package dev.dbsync.core.masking.testkit;
