/**
 * Strategies that mask parts of a value by rules of their own: elements of arrays, paths of JSON, stretches of texts.
 */
package dev.dbsync.core.masking.builtin.nested;
