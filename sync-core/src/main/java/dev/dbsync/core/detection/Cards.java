package dev.dbsync.core.detection;

/** Numbers of payment cards: the issuer's prefix and length, and the check digit. */
final class Cards implements Recognizer {

    private static final int SHORTEST = 14;
    private static final int LONGEST = 19;

    @Override
    public DataKind kind() {
        return DataKind.CARD_NUMBER;
    }

    @Override
    public boolean is(String text) {
        return text.length() >= SHORTEST && text.length() <= LONGEST + 6 && isCard(text);
    }

    @Override
    public void within(String text, Traits traits, Stretches stretches) {
        if (traits.digits() >= SHORTEST) {
            NumberRuns.each(
                    text,
                    SHORTEST,
                    LONGEST,
                    (start, end) -> isCard(text.substring(start, end)) && stretches.take(kind(), start, end));
        }
    }

    private static boolean isCard(String text) {
        StringBuilder compact = new StringBuilder(LONGEST);
        char between = 0;
        int group = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Chars.isDigit(c)) {
                compact.append(c);
                group++;
            } else if ((c == ' ' || c == '-') && group >= 4 && (between == 0 || between == c)) {
                between = c;
                group = 0;
            } else {
                return false;
            }
        }
        String digits = compact.toString();
        return group > 0 && isIssued(digits) && CheckDigits.luhn(digits);
    }

    private static boolean isIssued(String digits) {
        int length = digits.length();
        if (length < SHORTEST || length > LONGEST) {
            return false;
        }
        int two = Integer.parseInt(digits.substring(0, 2));
        int three = Integer.parseInt(digits.substring(0, 3));
        int four = Integer.parseInt(digits.substring(0, 4));
        boolean visa = digits.charAt(0) == '4' && (length == 16 || length == 19);
        boolean mastercard = length == 16 && ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720));
        boolean amex = length == 15 && (two == 34 || two == 37);
        boolean discover =
                (length == 16 || length == 19) && (four == 6011 || two == 65 || (three >= 644 && three <= 649));
        boolean diners = length == 14 && (two == 36 || two == 38 || (three >= 300 && three <= 305));
        boolean jcb = length == 16 && four >= 3528 && four <= 3589;
        boolean unionPay = length >= 16 && two == 62;
        boolean maestro = length >= 16
                && (four == 5018 || four == 5020 || four == 5038 || four == 6304 || (four >= 6759 && four <= 6763));
        return visa || mastercard || amex || discover || diners || jcb || unionPay || maestro;
    }
}
