package dev.dbsync.core.detection;

/**
 * What one look at the chars of a text tells: most texts hold nothing that could be known.
 *
 * @param digits how many there are, and so on
 * @param hasDashes whether those of PEM stand in it
 */
record Traits(int digits, int hyphens, int dots, int colons, boolean hasAt, boolean hasDashes) {

    static Traits of(String text) {
        int digits = 0;
        int hyphens = 0;
        int dots = 0;
        int colons = 0;
        boolean at = false;
        boolean dashes = false;
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                digits++;
            } else if (c == '@') {
                at = true;
            } else if (c == '.') {
                dots++;
            } else if (c == ':') {
                colons++;
            } else if (c == '-') {
                hyphens++;
                dashes = dashes || text.startsWith("-----BEGIN", i);
            }
        }
        return new Traits(digits, hyphens, dots, colons, at, dashes);
    }

    boolean hasDigit() {
        return digits > 0;
    }

    boolean couldBeKnown() {
        return hasDigit() || hasAt || hasDashes;
    }
}
