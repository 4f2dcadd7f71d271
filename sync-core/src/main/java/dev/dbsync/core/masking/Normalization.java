package dev.dbsync.core.masking;

import java.util.Arrays;

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
            byte[] lower = Arrays.copyOf(value, value.length);
            for (int i = 0; i < lower.length; i++) {
                if (lower[i] >= 'A' && lower[i] <= 'Z') {
                    lower[i] += 'a' - 'A';
                }
            }
            return lower;
        }

        @Override
        String sql(String expression) {
            return "lower((" + expression + ")::text COLLATE \"C\")";
        }
    };

    /** The normalized value; the given array is not changed. */
    public abstract byte[] apply(byte[] value);

    /** The same as an expression of SQL. */
    abstract String sql(String expression);
}
