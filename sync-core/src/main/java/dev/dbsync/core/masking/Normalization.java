package dev.dbsync.core.masking;

/** What a strategy does to values before it hashes them, so that what means the same is masked the same. */
public enum Normalization {
    NONE {
        @Override
        public byte[] apply(byte[] value) {
            return value;
        }

        @Override
        String sql(String expression) {
            return expression;
        }
    },

    /**
     * A to Z become a to z, other letters stay: so that PostgreSQL, whose {@code lower} follows the database's locale,
     * can be asked exactly which values it would merge.
     */
    LOWER_CASE {
        @Override
        public byte[] apply(byte[] value) {
            byte[] lower = new byte[value.length];
            for (int i = 0; i < lower.length; i++) {
                lower[i] = Ascii.LOWER[Byte.toUnsignedInt(value[i])];
            }
            return lower;
        }

        @Override
        String sql(String expression) {
            return "lower((" + expression + ")::text COLLATE \"C\")";
        }
    };

    /**
     * Looked up, as a processor guesses wrong which byte of an address is a letter, and pays more for it than for all.
     */
    private static final class Ascii {

        static final byte[] LOWER = new byte[256];

        static {
            for (int i = 0; i < LOWER.length; i++) {
                LOWER[i] = (byte) (i >= 'A' && i <= 'Z' ? i - 'A' + 'a' : i);
            }
        }
    }

    /** The normalized value; the given array is not changed. */
    public abstract byte[] apply(byte[] value);

    /** The same as an expression of SQL. */
    abstract String sql(String expression);
}
