package dev.dbsync.core.detection;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Social security, tax and identity numbers of persons, country by country. */
final class NationalNumbers implements Recognizer {

    private static final int SHORTEST = 8;
    private static final int LONGEST = 18;
    private static final int LONGEST_WRITTEN = 23;
    private static final int LEAST_DIGITS = 5;
    private static final int MOST_PARTS = 8;

    private final Map<Integer, List<NationalNumber>> byLength = new HashMap<>();

    NationalNumbers() {
        NationalNumberForms.all()
                .forEach((number, lengths) ->
                        lengths.forEach(length -> byLength.computeIfAbsent(length, none -> new ArrayList<>())
                                .add(number)));
    }

    @Override
    public DataKind kind() {
        return DataKind.NATIONAL_NUMBER;
    }

    @Override
    public boolean is(String text) {
        if (!couldFit(text)) {
            return false;
        }
        String compact = Chars.compact(text);
        return of(compact).stream().anyMatch(number -> number.is(text, compact));
    }

    @Override
    public boolean couldBe(String text) {
        if (!couldFit(text)) {
            return false;
        }
        String compact = Chars.compact(text);
        return of(compact).stream().anyMatch(number -> number.couldBe(text, compact));
    }

    @Override
    public void within(String text, Traits traits, Stretches stretches) {
        if (traits.digits() < LEAST_DIGITS) {
            return;
        }
        int at = 0;
        while (at < text.length()) {
            if (!Chars.isAlphanumeric(text.charAt(at)) || Chars.joinedBefore(text, at) || hasTooFewDigits(text, at)) {
                at++;
                continue;
            }
            at = Math.max(from(text, at, stretches), at + 1);
        }
    }

    /** Whether nothing that begins here can have as many digits as the shortest number: so it is with most words. */
    private static boolean hasTooFewDigits(String text, int start) {
        return Chars.digits(text, start, Math.min(text.length(), start + LONGEST_WRITTEN)) < LEAST_DIGITS;
    }

    /** Offers what begins here, the longest first, and says where to go on. */
    private int from(String text, int start, Stretches stretches) {
        int[] ends = new int[MOST_PARTS];
        int parts = 0;
        int at = start;
        while (parts < MOST_PARTS && at < text.length() && at - start < LONGEST_WRITTEN) {
            while (at < text.length() && at - start <= LONGEST_WRITTEN && Chars.isAlphanumeric(text.charAt(at))) {
                at++;
            }
            ends[parts++] = at;
            if (at + 1 >= text.length()
                    || " .-/+\u00a0".indexOf(text.charAt(at)) < 0
                    || !Chars.isAlphanumeric(text.charAt(at + 1))) {
                break;
            }
            at++;
        }
        for (int part = parts - 1; part >= 0; part--) {
            int end = ends[part];
            if (end - start >= SHORTEST && end - start <= LONGEST_WRITTEN && !continues(text, start, end)) {
                String stretch = text.substring(start, end);
                if (couldFit(stretch)) {
                    String compact = Chars.compact(stretch);
                    boolean known = of(compact).stream().anyMatch(number -> number.isIn(text, start, end, compact));
                    if (known && stretches.take(kind(), start, end)) {
                        return end;
                    }
                }
            }
        }
        return ends[0];
    }

    /** Whether it is a piece of something longer, such as {@code 2024-123-45-6789}. */
    private static boolean continues(String text, int start, int end) {
        boolean before = start > 1
                && "-./+".indexOf(text.charAt(start - 1)) >= 0
                && Character.isLetterOrDigit(text.charAt(start - 2));
        boolean after = end + 1 < text.length()
                && "-/+".indexOf(text.charAt(end)) >= 0
                && Character.isLetterOrDigit(text.charAt(end + 1));
        return before || after || Chars.joinedAfter(text, end);
    }

    private static boolean couldFit(String text) {
        return text.length() >= SHORTEST && text.length() <= LONGEST_WRITTEN && Chars.digits(text) >= LEAST_DIGITS;
    }

    private List<NationalNumber> of(String compact) {
        return compact.length() > LONGEST ? List.of() : byLength.getOrDefault(compact.length(), List.of());
    }
}
