package dev.dbsync.core.masking;

/** Masks the values of one column. Implementations must be usable from several threads at once. */
@FunctionalInterface
public interface ColumnMask {

    /**
     * The masked value.
     *
     * @param value PostgreSQL's text form of a value in UTF-8, as COPY's text format has it after unescaping; never
     *     null (a NULL stays NULL and is not asked for), and not to be changed
     * @return the text form of the masked value in UTF-8, or null for NULL
     */
    byte[] mask(byte[] value);

    /**
     * The masked value, where it depends on another column of its row as well: on the one that the rule's option
     * {@code by} names. Masks of strategies without that option need not know of it.
     *
     * @param value as above
     * @param by the text form of that column in the same row, in UTF-8 and not to be changed; null where it is NULL, or
     *     where the rule has no such option
     * @return as above
     */
    default byte[] mask(byte[] value, byte[] by) {
        return mask(value);
    }
}
