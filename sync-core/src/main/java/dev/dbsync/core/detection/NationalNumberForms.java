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
                Trust.ONLY_WHERE_SAID,
                NationalChecks::isSsn,
                "ssn",
                "social sec",
                "itin");
        add(9, 9, "\\d{3}-\\d{3}-\\d{3}", "\\d{9}", Trust.WHERE_SAID, NationalChecks::isSin, "sin", "insurance");
        add(
                11,
                11,
                "\\d{3}\\.\\d{3}\\.\\d{3}-\\d{2}",
                "\\d{11}",
                Trust.WHOLE_VALUE,
                NationalChecks::isCpf,
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
                NationalChecks::isRut,
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
                NationalChecks::isSteuerId,
                "steuer");
        add(
                12,
                12,
                "\\d{2} ?\\d{6} ?[A-Z] ?\\d{3}",
                "\\d{8}[A-Z]\\d{3}",
                Trust.ANYWHERE,
                NationalChecks::isGermanInsurance,
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
                dni -> NationalChecks.isSpanish(dni.substring(0, 8), dni.charAt(8)),
                "dni");
        add(
                9,
                9,
                "[XYZ]-?\\d{7}-?[A-Z]",
                "[XYZ]\\d{7}[A-Z]",
                Trust.ANYWHERE,
                nie -> NationalChecks.isSpanish("XYZ".indexOf(nie.charAt(0)) + nie.substring(1, 8), nie.charAt(8)),
                "nie");
        add(
                15,
                15,
                "[12] ?\\d{2} ?\\d{2} ?\\d[\\dAB] ?\\d{3} ?\\d{3} ?\\d{2}",
                "[12]\\d{5}[\\dAB]\\d{8}",
                Trust.ANYWHERE,
                NationalChecks::isNir,
                "nir",
                "sécu",
                "secu");
        add(
                16,
                16,
                null,
                "[A-Z]{6}[\\dLMNP-V]{2}[A-EHLMPRST][\\dLMNP-V]{2}[A-Z][\\dLMNP-V]{3}[A-Z]",
                Trust.ANYWHERE,
                NationalChecks::isCodiceFiscale,
                "fiscale");
        add(
                9,
                9,
                "\\d{3} \\d{3} \\d{3}",
                "[1-3]\\d{8}",
                Trust.WHERE_SAID,
                NationalChecks::isNif,
                "nif",
                "contribuinte");
        add(13, 13, "[1-8]\\d{12}", "[1-8]\\d{12}", Trust.WHOLE_VALUE, NationalChecks::isCnp, "cnp");
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
                NationalChecks::isBelgian,
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
                NationalChecks::isFinnish,
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
        add(11, 11, null, "[1-9]\\d{10}", Trust.WHOLE_VALUE, NationalChecks::isTurkish, "kimlik");
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
}
