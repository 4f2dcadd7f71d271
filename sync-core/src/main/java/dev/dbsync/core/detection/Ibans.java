package dev.dbsync.core.detection;

import java.util.HashMap;
import java.util.Map;

/** International bank account numbers: the country's length, and two check digits. */
final class Ibans implements Recognizer {

    private static final int SHORTEST = 15;
    private static final int LONGEST = 34;

    private static final Map<String, Integer> LENGTHS = lengths("AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29"
            + " BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18"
            + " GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25"
            + " MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33"
            + " SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30");

    @Override
    public DataKind kind() {
        return DataKind.IBAN;
    }

    @Override
    public boolean is(String text) {
        return text.length() >= SHORTEST && text.length() <= LONGEST + 8 && end(text, 0) == text.length();
    }

    @Override
    public void within(String text, Traits traits, Stretches stretches) {
        if (!traits.hasDigit()) {
            return;
        }
        for (int i = 0; i + SHORTEST <= text.length(); i++) {
            if (Chars.isDigit(text.charAt(i + 2)) && Chars.isLetter(text.charAt(i)) && !Chars.joinedBefore(text, i)) {
                int end = end(text, i);
                if (end > 0 && !Chars.joinedAfter(text, end)) {
                    stretches.take(kind(), i, end);
                    i = end - 1;
                }
            }
        }
    }

    /** Where the number that begins here ends; -1 where none does. Blanks or dashes may stand between its parts. */
    private static int end(String text, int start) {
        if (!Chars.isLetter(text.charAt(start))
                || !Chars.isLetter(text.charAt(start + 1))
                || !Chars.isDigit(text.charAt(start + 2))
                || !Chars.isDigit(text.charAt(start + 3))) {
            return -1;
        }
        Integer length = LENGTHS.get(Chars.compact(text.substring(start, start + 2)));
        if (length == null) {
            return -1;
        }
        StringBuilder compact = new StringBuilder(length);
        int at = start;
        while (at < text.length() && compact.length() < length) {
            char c = text.charAt(at);
            if (Chars.isAlphanumeric(c)) {
                compact.append(c);
            } else if ((c != ' ' && c != '-' && c != '\u00a0') || !Chars.isAlphanumeric(text.charAt(at - 1))) {
                return -1;
            }
            at++;
        }
        if (compact.length() < length) {
            return -1;
        }
        String iban = Chars.compact(compact.toString());
        return CheckDigits.mod97(iban.substring(4) + iban.substring(0, 4)) ? at : -1;
    }

    private static Map<String, Integer> lengths(String written) {
        Map<String, Integer> lengths = new HashMap<>();
        for (String one : written.split(" ")) {
            lengths.put(one.substring(0, 2), Integer.valueOf(one.substring(2)));
        }
        return Map.copyOf(lengths);
    }
}
