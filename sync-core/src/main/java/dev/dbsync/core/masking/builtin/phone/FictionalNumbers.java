package dev.dbsync.core.masking.builtin.phone;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import dev.dbsync.core.masking.builtin.keyed.Draw;
import java.util.List;
import java.util.Map;

/**
 * Numbers that look valid in their country. Where its regulator has set numbers aside for films and examples, one of
 * these; elsewhere libphonenumber's example with four other digits at its end, which may be somebody's.
 */
final class FictionalNumbers {

    /** How many numbers there are in the smallest of these ranges taken together. */
    static final int FEWEST = 1_000;

    private static final int DIGITS_OF_EXAMPLES = 4;
    private static final int TRIES = 50;

    /**
     * The numbers that may be dialled by nobody, after the country's code; X is any digit. Set aside by the North
     * American Numbering Plan (555-0100 to 0199), Ofcom, Bundesnetzagentur, Arcep and ACMA.
     */
    private static final Map<String, List<String>> SET_ASIDE = Map.of(
            "US",
            List.of(
                    "20255501XX",
                    "21255501XX",
                    "21355501XX",
                    "21455501XX",
                    "30255501XX",
                    "30355501XX",
                    "30555501XX",
                    "31255501XX",
                    "40455501XX",
                    "41555501XX",
                    "50355501XX",
                    "51255501XX",
                    "60255501XX",
                    "61755501XX",
                    "70255501XX",
                    "71355501XX",
                    "80155501XX",
                    "81355501XX",
                    "91755501XX",
                    "97255501XX"),
            "CA",
            List.of(
                    "20455501XX",
                    "30655501XX",
                    "40355501XX",
                    "41655501XX",
                    "41855501XX",
                    "50655501XX",
                    "51455501XX",
                    "60455501XX",
                    "61355501XX",
                    "90255501XX"),
            "GB",
            List.of(
                    "2079460XXX",
                    "1134960XXX",
                    "1144960XXX",
                    "1154960XXX",
                    "1164960XXX",
                    "1174960XXX",
                    "1184960XXX",
                    "1214960XXX",
                    "1314960XXX",
                    "1414960XXX",
                    "1514960XXX",
                    "1614960XXX",
                    "1632960XXX",
                    "7700900XXX"),
            "DE",
            List.of("3023125XXX", "6990009XXX", "4066969XXX", "2214710XXX", "8999998XXX"),
            "FR",
            List.of("19900XXXX", "26191XXXX", "35301XXXX", "46571XXXX", "53649XXXX", "63998XXXX"),
            "AU",
            List.of("25550XXXX", "27010XXXX", "35550XXXX", "37010XXXX", "75550XXXX", "77010XXXX", "85550XXXX"));

    private final PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();

    /** @param region as ISO 3166 has it; one that libphonenumber knows an example of */
    PhoneNumber number(String region, Draw draw) {
        PhoneNumber example = numbers.getExampleNumber(region);
        List<String> ranges = SET_ASIDE.get(region);
        if (ranges != null) {
            return with(example, filled(ranges.get((int) draw.below(ranges.size())), draw));
        }
        String digits = numbers.getNationalSignificantNumber(example);
        String pattern = digits.substring(0, Math.max(0, digits.length() - DIGITS_OF_EXAMPLES))
                + "X".repeat(Math.min(DIGITS_OF_EXAMPLES, digits.length()));
        for (int i = 0; i < TRIES; i++) {
            PhoneNumber number = with(example, filled(pattern, draw));
            if (numbers.isValidNumberForRegion(number, region)) {
                return number;
            }
        }
        return example;
    }

    static Map<String, List<String>> setAside() {
        return SET_ASIDE;
    }

    private static String filled(String pattern, Draw draw) {
        StringBuilder digits = new StringBuilder(pattern);
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) == 'X') {
                digits.setCharAt(i, (char) ('0' + draw.below(10)));
            }
        }
        return digits.toString();
    }

    private static PhoneNumber with(PhoneNumber example, String national) {
        return new PhoneNumber().mergeFrom(example).setNationalNumber(Long.parseLong(national));
    }
}
