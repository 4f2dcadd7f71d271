/**
 * A whole database replaced by a new one: a sibling is made beside the target, filled by whoever asked for it, and
 * renamed into the target's place in one transaction. Until that moment the target is untouched, and there is never a
 * moment at which nothing that accepts connections has its name.
 */
package dev.dbsync.core.swap;
