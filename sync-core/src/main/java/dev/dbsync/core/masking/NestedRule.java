package dev.dbsync.core.masking;

/**
 * A rule inside of a rule at work: for the elements of an array, or for what stands at a path of JSON.
 *
 * @param promise what the rule's strategy promises for what it masks here
 * @param mask of the values, in their text form; thread-safe
 */
public record NestedRule(OutputPromise promise, ColumnMask mask) {}
