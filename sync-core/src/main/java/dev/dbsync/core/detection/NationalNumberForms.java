package dev.dbsync.core.detection;

import static dev.dbsync.core.detection.CheckDigits.digit;
import static dev.dbsync.core.detection.CheckDigits.weighted;

import dev.dbsync.core.detection.NationalNumber.Trust;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** How each country's numbers are made. */
final class NationalNumberForms {

    private static final String SPANISH_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE";
    private static final String FINNISH_SIGNS = "0123456789ABCDEFHJKLMNPRSTUVWXY";
    private static final Set<String> NEVER_NINO = Set.of("BG", "GB", "KN", "NK", "NT", "TN", "ZZ");

    private final Map<NationalNumber, List<Integer>> all = new LinkedHashMap<>();

    private NationalNumberForms() {
        americas();
        germanSpeaking();
        romanceSpeaking();
        northernEurope();
        easternEurope();
        asiaAndPacific();
    }

    /** Each with the lengths that its bare form may have. */
    static Map<NationalNumber, List<Integer>> all() {
        return new NationalNumberForms().all;
    }

    private void americas() {
        add(
                9,
                9,
                "\\d{3}-\\d{2}-\\d{4}",
                "\\d{9}",
                Trust.WHERE_SAID,
                NationalNumberForms::isSsn,
                "ssn",
                "social sec",
                "itin");
        add(9, 9, "\\d{3}-\\d{3}-\\d{3}", "\\d{9}", Trust.WHERE_SAID, NationalNumberForms::isSin, "sin", "insurance");
        add(
                11,
                11,
                "\\d{3}\\.\\d{3}\\.\\d{3}-\\d{2}",
                "\\d{11}",
                Trust.WHOLE_VALUE,
                NationalNumberForms::isCpf,
                "cpf",
                "contribuinte");
        add(
                18,
                18,
                null,
                "[A-Z][AEIOUX][A-Z]{2}\\d{6}[HMX][A-Z]{2}[B-DF-HJ-NP-TV-Z]{3}[A-Z\\d]\\d",
                Trust.ANYWHERE,
                curp -> Dates.yymmdd(curp.substring(4, 10)),
                "curp");
        add(
                8,
                9,
                "\\d{1,2}\\.\\d{3}\\.\\d{3}-[\\dkK]",
                "\\d{7,8}[\\dK]",
                Trust.WHERE_SAID,
                NationalNumberForms::isRut,
                "rut",
                "run");
        add(
                11,
                11,
                "(?:20|23|24|27)-\\d{8}-\\d",
                "(?:20|23|24|27)\\d{9}",
                Trust.WHERE_SAID,
                cuil -> (11 - weighted(cuil, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2) % 11) % 11 == digit(cuil, 10),
                "cuil",
                "cuit");
    }

    private void germanSpeaking() {
        add(
                11,
                11,
                "\\d{2} \\d{3} \\d{3} \\d{3}",
                "[1-9]\\d{10}",
                Trust.ANYWHERE,
                NationalNumberForms::isSteuerId,
                "steuer");
        add(
                12,
                12,
                "\\d{2} ?\\d{6} ?[A-Z] ?\\d{3}",
                "\\d{8}[A-Z]\\d{3}",
                Trust.ANYWHERE,
                NationalNumberForms::isGermanInsurance,
                "versicherung");
        add(
                10,
                10,
                "\\d{4} \\d{6}",
                "[1-9]\\d{9}",
                Trust.WHOLE_VALUE,
                svnr -> Dates.ddmmyy(svnr.substring(4))
                        && weighted(svnr, 3, 7, 9, 0, 5, 8, 4, 2, 1, 6) % 11 == digit(svnr, 3),
                "svnr",
                "sozialversicherung");
        add(
                13,
                13,
                "756\\.\\d{4}\\.\\d{4}\\.\\d{2}",
                "756\\d{10}",
                Trust.ANYWHERE,
                ahv -> weighted(ahv, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1) % 10 == 0,
                "ahv");
    }

    private void romanceSpeaking() {
        add(
                9,
                9,
                "\\d{8}-[A-Z]|\\d{2}\\.\\d{3}\\.\\d{3}-?[A-Z]",
                "\\d{8}[A-Z]",
                Trust.ANYWHERE,
                dni -> isSpanish(dni.substring(0, 8), dni.charAt(8)),
                "dni");
        add(
                9,
                9,
                "[XYZ]-?\\d{7}-?[A-Z]",
                "[XYZ]\\d{7}[A-Z]",
                Trust.ANYWHERE,
                nie -> isSpanish("XYZ".indexOf(nie.charAt(0)) + nie.substring(1, 8), nie.charAt(8)),
                "nie");
        add(
                15,
                15,
                "[12] ?\\d{2} ?\\d{2} ?\\d[\\dAB] ?\\d{3} ?\\d{3} ?\\d{2}",
                "[12]\\d{5}[\\dAB]\\d{8}",
                Trust.ANYWHERE,
                NationalNumberForms::isNir,
                "nir",
                "sécu",
                "secu");
        add(
                16,
                16,
                null,
                "[A-Z]{6}[\\dLMNP-V]{2}[A-EHLMPRST][\\dLMNP-V]{2}[A-Z][\\dLMNP-V]{3}[A-Z]",
                Trust.ANYWHERE,
                NationalNumberForms::isCodiceFiscale,
                "fiscale");
        add(
                9,
                9,
                "\\d{3} \\d{3} \\d{3}",
                "[1-3]\\d{8}",
                Trust.WHERE_SAID,
                NationalNumberForms::isNif,
                "nif",
                "contribuinte");
        add(13, 13, "[1-8]\\d{12}", "[1-8]\\d{12}", Trust.WHOLE_VALUE, NationalNumberForms::isCnp, "cnp");
    }

    private void northernEurope() {
        add(
                9,
                9,
                "[A-Za-z]{2} \\d{2} \\d{2} \\d{2} [A-Da-d]",
                "[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\\d{6}[A-D]",
                Trust.ANYWHERE,
                nino -> !NEVER_NINO.contains(nino.substring(0, 2))
                        && nino.matches("[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\\d{6}[A-D]"),
                "insurance",
                "nino");
        add(
                10,
                10,
                "\\d{3} \\d{3} \\d{4}",
                "\\d{10}",
                Trust.WHERE_SAID,
                nhs -> (11 - weighted(nhs, 10, 9, 8, 7, 6, 5, 4, 3, 2) % 11) % 11 == digit(nhs, 9),
                "nhs");
        add(
                8,
                9,
                null,
                "\\d{7}[A-W][A-IW]?",
                Trust.WHERE_SAID,
                pps -> "WABCDEFGHIJKLMNOPQRSTUV"
                                .charAt((weighted(pps, 8, 7, 6, 5, 4, 3, 2)
                                                + (pps.length() > 8 && pps.charAt(8) != 'W'
                                                        ? (pps.charAt(8) - '@') * 9
                                                        : 0))
                                        % 23)
                        == pps.charAt(7),
                "pps");
        add(
                9,
                9,
                "\\d{4}\\.\\d{2}\\.\\d{3}",
                "\\d{9}",
                Trust.WHERE_SAID,
                bsn -> !bsn.startsWith("00") && weighted(bsn, 9, 8, 7, 6, 5, 4, 3, 2, -1) % 11 == 0,
                "bsn",
                "burgerservice",
                "sofi");
        add(
                11,
                11,
                "\\d{2}\\.\\d{2}\\.\\d{2}-\\d{3}\\.\\d{2}",
                "\\d{11}",
                Trust.ANYWHERE,
                NationalNumberForms::isBelgian,
                "rijksregister",
                "registre national");
        add(
                10,
                12,
                "(?:19|20)?\\d{6}[-+]\\d{4}",
                "(?:19|20)?\\d{10}",
                Trust.WHOLE_VALUE,
                number -> {
                    String ten = number.substring(number.length() - 10);
                    return Dates.yymmdd(ten.substring(0, 6)) && CheckDigits.luhn(ten);
                },
                "personnummer");
        add(
                11,
                11,
                "\\d{6} \\d{5}",
                "\\d{11}",
                Trust.ANYWHERE,
                fnr -> Dates.ddmmyy(fnr.substring(0, 6))
                        && (weighted(fnr, 3, 7, 6, 1, 8, 9, 4, 5, 2, 1)) % 11 == 0
                        && (weighted(fnr, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)) % 11 == 0,
                "fødselsnummer",
                "personnummer");
        add(10, 10, "\\d{6}-\\d{4}", "\\d{10}", Trust.WHERE_SAID, cpr -> Dates.ddmmyy(cpr.substring(0, 6)), "cpr");
        add(
                10,
                11,
                "\\d{6}[-+A-FU-Y]\\d{3}[0-9A-FHJ-NPR-Y]",
                "\\d{6}[A-FU-Y]?\\d{3}[0-9A-FHJ-NPR-Y]",
                Trust.ANYWHERE,
                NationalNumberForms::isFinnish,
                "henkilötunnus",
                "hetu");
    }

    private void easternEurope() {
        add(
                11,
                11,
                null,
                "\\d{11}",
                Trust.WHOLE_VALUE,
                pesel -> Dates.withCenturyInMonth(pesel.substring(0, 6))
                        && weighted(pesel, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1) % 10 == 0,
                "pesel");
        add(
                10,
                10,
                "\\d{6}/\\d{4}",
                "\\d{10}",
                Trust.WHOLE_VALUE,
                number -> Dates.withSexInMonth(number.substring(0, 6)) && CheckDigits.remainder(number, 11) == 0,
                "rodn");
        add(
                10,
                10,
                null,
                "\\d{10}",
                Trust.WHOLE_VALUE,
                egn -> Dates.withCenturyInMonth(egn.substring(0, 6))
                        && weighted(egn, 2, 4, 8, 5, 10, 9, 7, 3, 6) % 11 % 10 == digit(egn, 9),
                "egn",
                "егн");
        add(11, 11, null, "[1-9]\\d{10}", Trust.WHOLE_VALUE, NationalNumberForms::isTurkish, "kimlik");
    }

    private void asiaAndPacific() {
        add(
                12,
                12,
                "\\d{4} \\d{4} \\d{4}",
                "[2-9]\\d{11}",
                Trust.WHERE_SAID,
                CheckDigits::verhoeff,
                "aadhaar",
                "aadhar");
        add(10, 10, null, "[A-Z]{3}[ABCFGHLJPT][A-Z]\\d{4}[A-Z]", Trust.ANYWHERE, pan -> true, "pan");
        add(
                18,
                18,
                null,
                "[1-8]\\d{16}[\\dX]",
                Trust.ANYWHERE,
                id -> PastDates.isPast(
                                Integer.parseInt(id.substring(6, 10)),
                                Integer.parseInt(id.substring(10, 12)),
                                Integer.parseInt(id.substring(12, 14)))
                        && "10X98765432".charAt(weighted(id, 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2) % 11)
                                == id.charAt(17),
                "身份证");
        add(13, 13, "\\d{6}-[1-8]\\d{6}", "\\d{13}", Trust.WHERE_SAID, rrn -> Dates.yymmdd(rrn.substring(0, 6)), "주민");
        add(
                9,
                9,
                null,
                "\\d{9}",
                Trust.WHERE_SAID,
                tfn -> weighted(tfn, 1, 4, 3, 7, 5, 8, 6, 9, 10) % 11 == 0,
                "tfn",
                "tax file");
        add(
                13,
                13,
                null,
                "\\d{10}[0-2][89]\\d",
                Trust.WHOLE_VALUE,
                id -> Dates.yymmdd(id.substring(0, 6)) && CheckDigits.luhn(id),
                "id number");
    }

    private void add(
            int shortest,
            int longest,
            String written,
            String bare,
            Trust trust,
            Predicate<String> check,
            String... calledBy) {
        Pattern form = Pattern.compile(bare);
        NationalNumber number = new NationalNumber(
                written == null ? null : Pattern.compile(written),
                form,
                trust,
                compact -> form.matcher(compact).matches() && !isOneDigit(compact) && check.test(compact),
                List.of(calledBy));
        all.put(number, IntStream.rangeClosed(shortest, longest).boxed().toList());
    }

    /** {@code 111111111}, which many checks let pass. */
    private static boolean isOneDigit(String compact) {
        return compact.chars().distinct().count() < 3;
    }

    private static boolean isSsn(String ssn) {
        int area = Integer.parseInt(ssn.substring(0, 3));
        int group = Integer.parseInt(ssn.substring(3, 5));
        boolean taxpayer = area >= 900 && group >= 50;
        return area != 0 && area != 666 && (area < 900 || taxpayer) && group != 0 && !ssn.endsWith("0000");
    }

    private static boolean isSin(String sin) {
        return sin.charAt(0) != '0' && sin.charAt(0) != '8' && CheckDigits.luhn(sin);
    }

    private static boolean isCpf(String cpf) {
        int first = weighted(cpf, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10;
        int second = weighted(cpf, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10;
        return first == digit(cpf, 9) && second == digit(cpf, 10);
    }

    private static boolean isRut(String rut) {
        String number = rut.substring(0, rut.length() - 1);
        int sum = 0;
        for (int i = 0; i < number.length(); i++) {
            sum += digit(number, number.length() - 1 - i) * (2 + i % 6);
        }
        return "0K987654321".charAt(sum % 11) == rut.charAt(rut.length() - 1);
    }

    /** Of the first ten digits, exactly one occurs twice or three times. */
    private static boolean isSteuerId(String id) {
        int[] counts = new int[10];
        for (int i = 0; i < 10; i++) {
            counts[digit(id, i)]++;
        }
        long repeated = IntStream.of(counts).filter(count -> count > 1).count();
        boolean never = IntStream.of(counts).anyMatch(count -> count > 3);
        return repeated == 1 && !never && CheckDigits.mod11And10(id);
    }

    private static boolean isGermanInsurance(String number) {
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

    private static boolean isSpanish(String digits, char letter) {
        return SPANISH_LETTERS.charAt(Integer.parseInt(digits) % 23) == letter;
    }

    private static boolean isNir(String nir) {
        int month = Integer.parseInt(nir.substring(3, 5));
        boolean knownMonth = (month >= 1 && month <= 12) || (month >= 20 && month <= 42) || month >= 50;
        String digits = nir.substring(0, 13).replace("2A", "19").replace("2B", "18");
        return knownMonth
                && Chars.allDigits(digits)
                && 97 - Long.parseLong(digits) % 97 == Integer.parseInt(nir.substring(13));
    }

    private static boolean isCodiceFiscale(String code) {
        int[] odd = {1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23};
        int sum = 0;
        for (int i = 0; i < 15; i++) {
            char c = code.charAt(i);
            int value = Chars.isDigit(c) ? c - '0' : c - 'A';
            sum += i % 2 == 0 ? odd[value] : value;
        }
        return 'A' + sum % 26 == code.charAt(15);
    }

    private static boolean isNif(String nif) {
        int check = 11 - weighted(nif, 9, 8, 7, 6, 5, 4, 3, 2) % 11;
        return (check > 9 ? 0 : check) == digit(nif, 8);
    }

    private static boolean isCnp(String cnp) {
        int check = weighted(cnp, 2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9) % 11;
        return Dates.yymmdd(cnp.substring(1, 7)) && (check == 10 ? 1 : check) == digit(cnp, 12);
    }

    private static boolean isBelgian(String number) {
        long digits = Long.parseLong(number.substring(0, 9));
        int check = Integer.parseInt(number.substring(9));
        return Dates.yymmdd(number.substring(0, 6))
                && (97 - digits % 97 == check || 97 - (2_000_000_000L + digits) % 97 == check);
    }

    /** Its sign for the century is a dash, a plus or a letter; only the letter is left in the bare form. */
    private static boolean isFinnish(String number) {
        String digits = number.substring(0, 6) + number.substring(number.length() - 4, number.length() - 1);
        return Chars.allDigits(digits)
                && Dates.ddmmyy(digits.substring(0, 6))
                && FINNISH_SIGNS.charAt(Integer.parseInt(digits) % 31) == number.charAt(number.length() - 1);
    }

    private static boolean isTurkish(String number) {
        int odd = digit(number, 0) + digit(number, 2) + digit(number, 4) + digit(number, 6) + digit(number, 8);
        int even = digit(number, 1) + digit(number, 3) + digit(number, 5) + digit(number, 7);
        int all = odd + even + digit(number, 9);
        return Math.floorMod(odd * 7 - even, 10) == digit(number, 9) && all % 10 == digit(number, 10);
    }
}
