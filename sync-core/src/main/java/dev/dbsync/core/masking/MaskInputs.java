package dev.dbsync.core.masking;

import java.util.Optional;

/**
 * What the mask of a column needs to know of a row beside the value, for the source to compute; at least one of them.
 *
 * @param when an SQL condition over a row of the table: where it is false the value stays as it is, and only there
 * @param by SQL for the text that the mask gets besides
 */
public record MaskInputs(Optional<String> when, Optional<String> by) {}
