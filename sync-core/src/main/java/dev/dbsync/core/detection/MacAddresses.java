package dev.dbsync.core.detection;

/** Six pairs of hex digits, with colons or dashes between all of them. */
final class MacAddresses implements Recognizer {

    private static final int LENGTH = 17;
    private static final int SEPARATORS = 5;

    @Override
    public DataKind kind() {
        return DataKind.MAC_ADDRESS;
    }

    @Override
    public boolean is(String text) {
        return text.length() == LENGTH && isAt(text, 0);
    }

    /** As switches print it: {@code 0011.2233.4455}. */
    @Override
    public boolean couldBe(String text) {
        return text.length() == 14
                && text.charAt(4) == '.'
                && text.charAt(9) == '.'
                && Chars.allHex(text.replace(".", ""));
    }

    @Override
    public void within(String text, Traits traits, Stretches stretches) {
        if (!traits.hasDigit() || (traits.colons() < SEPARATORS && traits.hyphens() < SEPARATORS)) {
            return;
        }
        for (int i = 0; i + LENGTH <= text.length(); i++) {
            if (Chars.isHex(text.charAt(i))
                    && !continues(text, i - 1)
                    && isAt(text, i)
                    && !continues(text, i + LENGTH)) {
                stretches.take(kind(), i, i + LENGTH);
                i += LENGTH - 1;
            }
        }
    }

    private static boolean continues(String text, int at) {
        return at >= 0
                && at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '-' || text.charAt(at) == ':')
                && !(at + 1 < text.length() && text.charAt(at) == ':' && text.charAt(at + 1) == ' ');
    }

    private static boolean isAt(String text, int start) {
        char between = text.charAt(start + 2);
        if (between != ':' && between != '-') {
            return false;
        }
        boolean anyLetter = false;
        boolean anyOther = false;
        for (int i = 0; i < LENGTH; i++) {
            char c = text.charAt(start + i);
            if (i % 3 == 2 ? c != between : !Chars.isHex(c)) {
                return false;
            }
            anyLetter |= Chars.isLetter(c);
            anyOther |= i % 3 != 2 && c != text.charAt(start);
        }
        // Pairs of decimal digits with dashes are rather a date and a time, or an article's number.
        return anyOther && (anyLetter || between == ':');
    }
}
