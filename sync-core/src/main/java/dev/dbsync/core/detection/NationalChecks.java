package dev.dbsync.core.detection;

import static dev.dbsync.core.detection.CheckDigits.digit;
import static dev.dbsync.core.detection.CheckDigits.weighted;

import java.util.stream.IntStream;

/** Whether a number has what its country demands, beyond its form: check digits, dates, ranges. */
final class NationalChecks {

    private static final String SPANISH_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE";
    private static final String FINNISH_SIGNS = "0123456789ABCDEFHJKLMNPRSTUVWXY";

    private NationalChecks() {}

    static boolean isSsn(String ssn) {
        int area = Integer.parseInt(ssn.substring(0, 3));
        int group = Integer.parseInt(ssn.substring(3, 5));
        boolean taxpayer = area >= 900 && group >= 50;
        return area != 0 && area != 666 && (area < 900 || taxpayer) && group != 0 && !ssn.endsWith("0000");
    }

    static boolean isSin(String sin) {
        return sin.charAt(0) != '0' && sin.charAt(0) != '8' && CheckDigits.luhn(sin);
    }

    static boolean isCpf(String cpf) {
        int first = weighted(cpf, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10;
        int second = weighted(cpf, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10;
        return first == digit(cpf, 9) && second == digit(cpf, 10);
    }

    static boolean isRut(String rut) {
        String number = rut.substring(0, rut.length() - 1);
        int sum = 0;
        for (int i = 0; i < number.length(); i++) {
            sum += digit(number, number.length() - 1 - i) * (2 + i % 6);
        }
        return "0K987654321".charAt(sum % 11) == rut.charAt(rut.length() - 1);
    }

    /** Of the first ten digits, exactly one occurs twice or three times. */
    static boolean isSteuerId(String id) {
        int[] counts = new int[10];
        for (int i = 0; i < 10; i++) {
            counts[digit(id, i)]++;
        }
        long repeated = IntStream.of(counts).filter(count -> count > 1).count();
        boolean never = IntStream.of(counts).anyMatch(count -> count > 3);
        return repeated == 1 && !never && CheckDigits.mod11And10(id);
    }

    static boolean isGermanInsurance(String number) {
        int letter = number.charAt(8) - '@';
        String digits = number.substring(0, 8) + letter / 10 + letter % 10 + number.substring(9, 11);
        int[] weights = {2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1};
        int sum = 0;
        for (int i = 0; i < weights.length; i++) {
            int product = digit(digits, i) * weights[i];
            sum += product / 10 + product % 10;
        }
        return sum % 10 == digit(number, 11);
    }

    static boolean isSpanish(String digits, char letter) {
        return SPANISH_LETTERS.charAt(Integer.parseInt(digits) % 23) == letter;
    }

    static boolean isNir(String nir) {
        int month = Integer.parseInt(nir.substring(3, 5));
        boolean knownMonth = (month >= 1 && month <= 12) || (month >= 20 && month <= 42) || month >= 50;
        String digits = nir.substring(0, 13).replace("2A", "19").replace("2B", "18");
        return knownMonth
                && Chars.allDigits(digits)
                && 97 - Long.parseLong(digits) % 97 == Integer.parseInt(nir.substring(13));
    }

    static boolean isCodiceFiscale(String code) {
        int[] odd = {1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23};
        int sum = 0;
        for (int i = 0; i < 15; i++) {
            char c = code.charAt(i);
            int value = Chars.isDigit(c) ? c - '0' : c - 'A';
            sum += i % 2 == 0 ? odd[value] : value;
        }
        return 'A' + sum % 26 == code.charAt(15);
    }

    static boolean isNif(String nif) {
        int check = 11 - weighted(nif, 9, 8, 7, 6, 5, 4, 3, 2) % 11;
        return (check > 9 ? 0 : check) == digit(nif, 8);
    }

    static boolean isCnp(String cnp) {
        int check = weighted(cnp, 2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9) % 11;
        return Dates.yymmdd(cnp.substring(1, 7)) && (check == 10 ? 1 : check) == digit(cnp, 12);
    }

    static boolean isBelgian(String number) {
        long digits = Long.parseLong(number.substring(0, 9));
        int check = Integer.parseInt(number.substring(9));
        return Dates.yymmdd(number.substring(0, 6))
                && (97 - digits % 97 == check || 97 - (2_000_000_000L + digits) % 97 == check);
    }

    /** Its sign for the century is a dash, a plus or a letter; only the letter is left in the bare form. */
    static boolean isFinnish(String number) {
        String digits = number.substring(0, 6) + number.substring(number.length() - 4, number.length() - 1);
        return Chars.allDigits(digits)
                && Dates.ddmmyy(digits.substring(0, 6))
                && FINNISH_SIGNS.charAt(Integer.parseInt(digits) % 31) == number.charAt(number.length() - 1);
    }

    static boolean isTurkish(String number) {
        int odd = digit(number, 0) + digit(number, 2) + digit(number, 4) + digit(number, 6) + digit(number, 8);
        int even = digit(number, 1) + digit(number, 3) + digit(number, 5) + digit(number, 7);
        int all = odd + even + digit(number, 9);
        return Math.floorMod(odd * 7 - even, 10) == digit(number, 9) && all % 10 == digit(number, 10);
    }
}
