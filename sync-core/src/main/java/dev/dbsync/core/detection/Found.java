package dev.dbsync.core.detection;

/**
 * A stretch of a text that is such a value.
 *
 * @param start of its first char
 * @param end of the char behind its last one
 */
public record Found(DataKind kind, int start, int end) {}
