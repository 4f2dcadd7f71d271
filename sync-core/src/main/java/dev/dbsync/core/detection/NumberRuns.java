package dev.dbsync.core.detection;

/**
 * Finds what could be one number in a text: groups of digits with a blank, a dot, a dash, a slash or parentheses
 * between them. Each run of groups is offered from each of its groups on, the longest first; how long one may be is
 * bounded, so that all of it is linear.
 */
final class NumberRuns {

    private static final int LONGEST = 28;
    private static final int MOST_GROUPS = 8;

    /** So many ends are tried for one beginning. */
    private static final int TRIES = 3;

    private NumberRuns() {}

    /** Says where what it knows ends. */
    @FunctionalInterface
    interface Taker {

        /** @return whether the stretch was taken as a whole */
        boolean take(int start, int end);
    }

    static void each(String text, int leastDigits, int mostDigits, Taker taker) {
        int length = text.length();
        int[] ends = new int[MOST_GROUPS];
        int i = 0;
        while (i < length) {
            if (!Chars.isDigit(text.charAt(i))) {
                i++;
                continue;
            }
            int groupEnd = digitsEnd(text, i);
            if (groupEnd - i > mostDigits || Chars.joinedBefore(text, i) || isDecimal(text, i)) {
                i = groupEnd;
                continue;
            }
            int start = withSign(text, i);
            int groups = 0;
            int at = i;
            while (groups < MOST_GROUPS && at < length && at - start <= LONGEST) {
                at = digitsEnd(text, at);
                ends[groups++] = at;
                at = nextGroup(text, at);
            }
            int next = groupEnd;
            int tried = 0;
            for (int g = groups - 1; g >= 0 && tried < TRIES; g--) {
                int end = ends[g];
                int digits = Chars.digits(text, start, Math.min(end, start + LONGEST + mostDigits));
                boolean fits = digits >= leastDigits && digits <= mostDigits && !Chars.joinedAfter(text, end);
                tried += fits ? 1 : 0;
                if (fits && taker.take(isEnclosed(text, start, end) ? start + 1 : start, end)) {
                    next = end;
                    break;
                }
            }
            i = next;
        }
    }

    private static int digitsEnd(String text, int start) {
        int end = start;
        while (end < text.length() && Chars.isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** Where the next group begins, over one or two chars that may stand between groups; the text's end: nowhere. */
    private static int nextGroup(String text, int end) {
        int at = end;
        while (at < text.length() && at - end < 3 && isBetween(text.charAt(at))) {
            at++;
        }
        return at > end && at < text.length() && Chars.isDigit(text.charAt(at)) ? at : text.length();
    }

    private static boolean isBetween(char c) {
        return c == ' ' || c == '-' || c == '.' || c == '/' || c == '(' || c == ')' || c == '\u00a0' || c == '\u2011';
    }

    /** A plus sign or a parenthesis before the first digit belongs to the number. */
    private static int withSign(String text, int start) {
        int at = start;
        if (at > 0 && text.charAt(at - 1) == '(') {
            at--;
        }
        return at > 0 && text.charAt(at - 1) == '+' ? at - 1 : at;
    }

    /** Whether a parenthesis opens before the number and does not close in it: it is no part of {@code (12-34)}. */
    private static boolean isEnclosed(String text, int start, int end) {
        return text.charAt(start) == '(' && text.substring(start, end).indexOf(')') < 0;
    }

    private static boolean isDecimal(String text, int start) {
        return start > 1
                && (text.charAt(start - 1) == '.' || text.charAt(start - 1) == ',')
                && Chars.isDigit(text.charAt(start - 2));
    }
}
