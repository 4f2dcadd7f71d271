package dev.dbsync.core.proof;

/**
 * How long the code of a country is at the beginning of a telephone number: no code is the beginning of another.
 *
 * @see <a href="https://www.itu.int/rec/T-REC-E.164">ITU-T E.164</a>
 */
final class CountryCode {

    /** By its first two digits: whether a code that begins so has two; otherwise it has three. */
    private static final boolean[] OF_TWO = new boolean[100];

    static {
        int[] codes = {
            20, 27, 30, 31, 32, 33, 34, 36, 39, 40, 41, 43, 44, 45, 46, 47, 48, 49, 51, 52, 53, 54, 55, 56, 57, 58, 60,
            61, 62, 63, 64, 65, 66, 81, 82, 84, 86, 90, 91, 92, 93, 94, 95, 98
        };
        for (int code : codes) {
            OF_TWO[code] = true;
        }
    }

    private CountryCode() {}

    /** @param digits in ASCII, at least two from there on */
    static int length(byte[] digits, int from) {
        if (digits[from] == '1' || digits[from] == '7') {
            return 1;
        }
        return OF_TWO[10 * (digits[from] - '0') + digits[from + 1] - '0'] ? 2 : 3;
    }
}
