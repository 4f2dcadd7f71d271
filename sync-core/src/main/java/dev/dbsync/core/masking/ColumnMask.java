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
}
