package dev.dbsync.core.detection;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Telephone numbers, by the numbering plans of the world. Without a plus sign a country must be guessed: that is done
 * where a number is written like one, and where many of them stand in a column, but not for mere digits.
 */
final class Phones implements Recognizer {

    private static final int LEAST_DIGITS = 7;
    private static final int MOST_DIGITS = 15;
    private static final int LONGEST = 28;
    private static final int NEAR = 16;
    private static final int MOST_GROUPS = 6;

    private static final Pattern BETWEEN = Pattern.compile("[^0-9]+");
    private static final Pattern NORTH_AMERICAN =
            Pattern.compile("(?:1[-. ])?(?:\\([2-9]\\d{2}\\) ?|[2-9]\\d{2}[-.])\\d{3}[-.]\\d{4}");
    private static final Pattern DATE = Pattern.compile(
            "(?:\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}|\\d{1,2}[-/.]\\d{1,2}[-/.](?:\\d{4}|\\d{2}))(?:\\D.*)?");
    private static final Pattern DECIMAL = Pattern.compile("0[.]\\d+");

    /**
     * Where numbers begin without a plus sign.
     *
     * @param trunk what a national number begins with that is left out of an international one
     */
    private record Country(String region, int code, String trunk) {}

    private static final List<Country> WITH_ZERO = List.of(
            new Country("DE", 49, "0"),
            new Country("GB", 44, "0"),
            new Country("FR", 33, "0"),
            new Country("IT", 39, ""),
            new Country("NL", 31, "0"),
            new Country("AT", 43, "0"),
            new Country("CH", 41, "0"),
            new Country("BE", 32, "0"),
            new Country("SE", 46, "0"),
            new Country("AU", 61, "0"),
            new Country("IN", 91, "0"),
            new Country("JP", 81, "0"));

    private static final List<Country> WITHOUT_ZERO = List.of(
            new Country("US", 1, "1"),
            new Country("ES", 34, ""),
            new Country("IT", 39, ""),
            new Country("PL", 48, ""),
            new Country("PT", 351, ""),
            new Country("BR", 55, ""),
            new Country("DK", 45, ""),
            new Country("NO", 47, ""),
            new Country("IN", 91, ""));

    private static final List<String> SAID =
            List.of("tel", "fon", "phone", "mobil", "handy", "fax", "call", "cell", "móvil", "ruf");

    private final PhoneNumberUtil plans = PhoneNumberUtil.getInstance();
    private final Set<Integer> codes = Set.copyOf(plans.getSupportedCallingCodes());

    @Override
    public DataKind kind() {
        return DataKind.PHONE;
    }

    @Override
    public boolean is(String text) {
        if (!couldFit(text)) {
            return false;
        }
        if (isInternational(text)) {
            return isReachable(text);
        }
        if (Chars.allDigits(text)) {
            return false;
        }
        return NORTH_AMERICAN.matcher(text).matches() || (beginsWithZero(text) && isValidIn(WITH_ZERO, text));
    }

    @Override
    public boolean couldBe(String text) {
        if (!couldFit(text) || isInternational(text)) {
            return false;
        }
        return isValidIn(beginsWithZero(text) ? WITH_ZERO : WITHOUT_ZERO, text)
                || (Chars.digits(text) > 10 && isReachable("+" + text));
    }

    @Override
    public void within(String text, Traits traits, Stretches stretches) {
        if (traits.digits() >= LEAST_DIGITS) {
            NumberRuns.each(text, LEAST_DIGITS, MOST_DIGITS, (start, end) -> {
                if (end - start > LONGEST || isPiece(text, start, end)) {
                    return false;
                }
                String stretch = text.substring(start, end);
                boolean known = is(stretch) || (isSaid(text, start) && couldBe(stretch));
                return known && stretches.take(kind(), start, end);
            });
        }
    }

    private static boolean couldFit(String text) {
        if (text.length() < LEAST_DIGITS || text.length() > LONGEST || !isOfItsChars(text)) {
            return false;
        }
        int digits = Chars.digits(text);
        return digits >= LEAST_DIGITS
                && digits <= MOST_DIGITS
                && BETWEEN.splitAsStream(text).count() <= MOST_GROUPS
                && !DATE.matcher(text).matches()
                && !DECIMAL.matcher(text).matches();
    }

    private static boolean isOfItsChars(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Chars.isDigit(c) && " ()./-\u00a0\u2011".indexOf(c) < 0 && !(c == '+' && i == 0)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isInternational(String text) {
        return text.charAt(0) == '+' || (text.startsWith("00") && text.charAt(2) != '0');
    }

    private static boolean beginsWithZero(String text) {
        return text.charAt(0) == '0' || text.startsWith("(0");
    }

    /** Numbers that nobody has, such as those with 555, are telephone numbers all the same. */
    private boolean isReachable(String text) {
        String digits = Chars.compact(text.replace("(0)", ""));
        boolean zeros = text.charAt(0) == '0';
        String number = zeros ? digits.substring(2) : digits;
        for (int length = 1; length <= 3 && length + 4 < number.length(); length++) {
            int code = Integer.parseInt(number.substring(0, length));
            if (codes.contains(code)) {
                PhoneNumber parsed = number(code, number.substring(length), code == 39 ? "" : "0");
                return plans.isValidNumber(parsed) || (!zeros && number.length() > 8 && plans.isPossibleNumber(parsed));
            }
        }
        return false;
    }

    private boolean isValidIn(List<Country> countries, String text) {
        String digits = Chars.compact(text);
        for (Country country : countries) {
            if (plans.isValidNumberForRegion(number(country.code(), digits, country.trunk()), country.region())) {
                return true;
            }
        }
        return false;
    }

    /** Made here, since the library's own parser takes ten times as long as its knowledge of the plans does. */
    private static PhoneNumber number(int code, String digits, String trunk) {
        String national = !trunk.isEmpty() && digits.startsWith(trunk) ? digits.substring(trunk.length()) : digits;
        PhoneNumber number = new PhoneNumber().setCountryCode(code).setNationalNumber(Long.parseLong(national));
        int zeros = 0;
        while (zeros < national.length() - 1 && national.charAt(zeros) == '0') {
            zeros++;
        }
        if (zeros > 0) {
            number.setItalianLeadingZero(true).setNumberOfLeadingZeros(zeros);
        }
        return number;
    }

    /** Whether it is cut out of something longer: an article's number, a date and time, a version. */
    private static boolean isPiece(String text, int start, int end) {
        boolean before = start > 0 && "-./_#$€£=&%".indexOf(text.charAt(start - 1)) >= 0;
        boolean after = end + 1 < text.length()
                && "-./:%".indexOf(text.charAt(end)) >= 0
                && Character.isLetterOrDigit(text.charAt(end + 1));
        return before || after;
    }

    private static boolean isSaid(String text, int start) {
        String before = text.substring(Math.max(0, start - NEAR), start).toLowerCase(Locale.ROOT);
        return SAID.stream().anyMatch(before::contains);
    }
}
