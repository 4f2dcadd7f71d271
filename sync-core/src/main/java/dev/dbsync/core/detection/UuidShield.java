package dev.dbsync.core.detection;

/** Finds UUIDs: their pieces look like tokens and telephone numbers, and are none. */
final class UuidShield {

    private static final int LENGTH = 36;

    boolean is(String text) {
        return text.length() == LENGTH && isAt(text, 0);
    }

    void within(String text, Stretches stretches) {
        for (int dash = text.indexOf('-'); dash >= 0; dash = text.indexOf('-', dash + 1)) {
            int start = dash - 8;
            if (start >= 0 && start + LENGTH <= text.length() && isAt(text, start)) {
                stretches.take(null, start, start + LENGTH);
                dash = start + LENGTH - 1;
            }
        }
    }

    private static boolean isAt(String text, int start) {
        for (int i = 0; i < LENGTH; i++) {
            char c = text.charAt(start + i);
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            if (dash ? c != '-' : !Chars.isHex(c)) {
                return false;
            }
        }
        return true;
    }
}
