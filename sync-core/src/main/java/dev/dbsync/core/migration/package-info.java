/**
 * Flyway's migrations: what a database has (its history), what the checkout holds, how two environments compare, and
 * running exactly the scripts that are asked for inside one transaction. The only package that knows Flyway.
 */
package dev.dbsync.core.migration;
