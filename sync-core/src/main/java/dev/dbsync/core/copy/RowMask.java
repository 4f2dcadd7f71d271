package dev.dbsync.core.copy;

import java.util.Optional;
import java.util.function.BinaryOperator;

/**
 * A mask that needs to know more of its row than the value.
 *
 * @param when an SQL condition over the row, computed by the source: a value of a row for which it is false stays as it
 *     is, and only then; empty where all are masked
 * @param by SQL for a text over the row, computed by the source; empty where the mask gets none
 * @param rewrite rewrites a value, its text form in UTF-8 and never null; gets the text of {@code by} besides, or null
 *     where that is NULL; may return null for NULL
 * @param kept hears of each value that stayed as it is; NULLs are not counted
 */
public record RowMask(Optional<String> when, Optional<String> by, BinaryOperator<byte[]> rewrite, Runnable kept) {

    public RowMask {
        if (when.isEmpty() && by.isEmpty()) {
            throw new IllegalArgumentException("a mask that needs nothing of its row but the value");
        }
    }
}
