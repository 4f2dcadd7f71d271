package dev.dbsync.core.detection;

/** What one look at the chars of a text tells: most texts hold nothing that could be known. */
record Traits(boolean hasDigit, boolean hasAt, boolean hasDashes) {

    static Traits of(String text) {
        boolean digit = false;
        boolean at = false;
        boolean dashes = false;
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                digit = true;
            } else if (c == '@') {
                at = true;
            } else if (c == '-' && !dashes) {
                dashes = text.startsWith("-----BEGIN", i);
            }
        }
        return new Traits(digit, at, dashes);
    }

    boolean couldBeKnown() {
        return hasDigit || hasAt || hasDashes;
    }
}
