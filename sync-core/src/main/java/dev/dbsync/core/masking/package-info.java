/**
 * What becomes of values on their way out of production: strategies, the key that they work with, and the policy that
 * checks rules against the catalogs before a row is read.
 */
package dev.dbsync.core.masking;
