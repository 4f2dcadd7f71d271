package dev.dbsync.core.detection;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tokens, keys, and passwords, hashed ones too. Those of known makes are known by their form; others by being too
 * irregular for words. Hex digits alone are none: they are as often the checksum of a file.
 */
final class Secrets implements Recognizer {

    private static final String BEARER = "earer ";
    private static final int SHORTEST_BEARER = 16;
    private static final int LONGEST_TOKEN = 4096;
    private static final int SHORTEST_RANDOM = 24;
    private static final int LONGEST_RANDOM = 256;

    /** Each alternative is decided char by char, without going back. */
    private static final Pattern KNOWN = Pattern.compile(
            // JSON web tokens
            "eyJ[A-Za-z0-9_-]{10,}+\\.[A-Za-z0-9_-]{10,}+\\.[A-Za-z0-9_-]*+"
                    // of clouds and platforms
                    + "|(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}"
                    + "|gh[pousr]_[A-Za-z0-9]{36,}+|github_pat_[A-Za-z0-9_]{40,}+|glpat-[A-Za-z0-9_-]{20,}+"
                    + "|xox[abeoprs]-[A-Za-z0-9-]{10,}+|[sr]k_(?:live|test)_[A-Za-z0-9]{16,}+|whsec_[A-Za-z0-9]{24,}+"
                    + "|AIza[A-Za-z0-9_-]{35}|ya29\\.[A-Za-z0-9_-]{20,}+|SG\\.[A-Za-z0-9_-]{16,}+\\.[A-Za-z0-9_-]{16,}+"
                    + "|npm_[A-Za-z0-9]{36}|pypi-[A-Za-z0-9_-]{50,}+|hf_[A-Za-z]{30,}+|sk-[A-Za-z0-9_-]{32,}+"
                    + "|shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}|do[opr]_v1_[a-f0-9]{64}"
                    // hashed passwords
                    + "|\\$2[abxy]?\\$\\d\\d\\$[./A-Za-z0-9]{53}"
                    + "|\\$argon2(?:id|i|d)\\$[A-Za-z0-9$=,+/]{40,}+"
                    + "|\\$(?:1|5|6|7|y|gy|apr1|sha1|md5|P|H)\\$[A-Za-z0-9$=,+/.]{20,}+|\\$[PH]\\$[./A-Za-z0-9]{31}"
                    + "|pbkdf2[_:](?:sha\\w{1,6}|md5)[$:]\\d{1,8}[$:][A-Za-z0-9+/=$:.-]{20,}+"
                    + "|SCRAM-SHA-256\\$\\d{1,7}:[A-Za-z0-9+/=$:]{40,}+"
                    + "|\\{(?:S?SHA|S?SHA256|S?SHA512|S?MD5|CRYPT|BCRYPT|bcrypt)}[A-Za-z0-9+/=$.]{20,}+");

    /** What one of these begins with; the others need no closer look. */
    private static final boolean[] BEGINS = new boolean[128];

    static {
        "eAgxsrwySnphd${".chars().forEach(c -> BEGINS[c] = true);
    }

    /** The first two chars of what {@link #KNOWN} knows: few words begin so. */
    private static final Set<String> BEGINNINGS = NameWords.set(
            "ey AK AS AB AC gh gi gl xo sk rk wh AI ya SG SC np py pb hf sh do $2 $a $1 $5 $6 $7 $y $g $s $m"
                    + " $P $H {S {M {C {B {b");

    private static final Pattern PRIVATE_KEY =
            Pattern.compile("-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----");

    /** A password inside of an address: {@code postgres://app:secret@host}. */
    private static final Pattern CREDENTIALS = Pattern.compile(
            "[A-Za-z][A-Za-z0-9+.-]{1,20}://[^\\s:/@]{0,64}:[^\\s/@]{1,128}@[A-Za-z0-9\\[][^\\s\"'<>]{0,255}");

    @Override
    public DataKind kind() {
        return DataKind.SECRET;
    }

    @Override
    public boolean knowsLongOnes() {
        return true;
    }

    @Override
    public boolean is(String text) {
        if (PRIVATE_KEY.matcher(text).lookingAt()) {
            return true;
        }
        return text.length() <= LONGEST_TOKEN
                && ((couldBegin(text, 0) && KNOWN.matcher(text).matches())
                        || (text.contains("://") && CREDENTIALS.matcher(text).matches())
                        || isRandom(text));
    }

    /** Digests, and shorter tokens: the one are as often of files, the others as often codes. */
    @Override
    public boolean couldBe(String text) {
        int length = text.length();
        boolean digest = length >= 32 && length <= 128 && length % 8 == 0 && Chars.allHex(text);
        return digest || (length >= 12 && length < SHORTEST_RANDOM && isIrregular(text));
    }

    @Override
    public void within(String text, Traits traits, Stretches stretches) {
        if (traits.hasDashes()) {
            privateKeys(text, stretches);
        }
        if (traits.hasAt()) {
            credentials(text, stretches);
        }
        bearers(text, stretches);
        if (traits.hasDigit()) {
            tokens(text, stretches);
        }
    }

    /** What follows {@code Bearer} in a header is a token, whatever it looks like. */
    private void bearers(String text, Stretches stretches) {
        for (int at = text.indexOf(BEARER); at >= 0; at = text.indexOf(BEARER, at + BEARER.length())) {
            int start = at + BEARER.length();
            int end = start;
            while (end < text.length() && isBearerChar(text.charAt(end))) {
                end++;
            }
            if (end - start >= SHORTEST_BEARER && end - start <= LONGEST_TOKEN) {
                stretches.take(kind(), start, end);
            }
        }
    }

    private static boolean isBearerChar(char c) {
        return isRandomChar(c) || c == '.' || c == '~' || c == '=';
    }

    private void privateKeys(String text, Stretches stretches) {
        Matcher begin = PRIVATE_KEY.matcher(text);
        int from = 0;
        while (begin.find(from)) {
            int last = text.indexOf("-----END", begin.end());
            int end = last < 0 ? text.length() : text.indexOf("-----", last + 8);
            end = end < 0 || last < 0 ? text.length() : end + 5;
            stretches.take(kind(), begin.start(), end);
            from = end;
        }
    }

    private void credentials(String text, Stretches stretches) {
        for (int mark = text.indexOf("://"); mark >= 0; mark = text.indexOf("://", mark + 3)) {
            int start = mark;
            while (start > 0 && mark - start < 20 && Chars.isAlphanumeric(text.charAt(start - 1))) {
                start--;
            }
            Matcher matcher = CREDENTIALS.matcher(text);
            matcher.region(start, Math.min(text.length(), mark + 512));
            if (matcher.lookingAt()) {
                stretches.take(kind(), start, matcher.end());
            }
        }
    }

    private void tokens(String text, Stretches stretches) {
        int length = text.length();
        int i = 0;
        while (i < length) {
            char c = text.charAt(i);
            boolean begins = isRandomChar(c) || c == '$' || c == '{';
            if (!begins || Chars.joinedBefore(text, i)) {
                i++;
                continue;
            }
            int knownEnd = couldBegin(text, i) ? knownEnd(text, i) : i;
            int runEnd = runEnd(text, i);
            if (knownEnd > i) {
                stretches.take(kind(), i, knownEnd);
                i = knownEnd;
            } else if (runEnd - i >= SHORTEST_RANDOM) {
                if (runEnd - i <= LONGEST_RANDOM && isRandom(text.substring(i, runEnd))) {
                    stretches.take(kind(), i, runEnd);
                    i = runEnd;
                } else {
                    i = wordEnd(text, i);
                }
            } else {
                i = wordEnd(text, i);
            }
        }
    }

    /** Where the token of a known make that begins here ends; here, if there is none. */
    private static int knownEnd(String text, int start) {
        Matcher known = KNOWN.matcher(text).region(start, Math.min(text.length(), start + LONGEST_TOKEN));
        return known.lookingAt() ? known.end() : start;
    }

    private static boolean couldBegin(String text, int start) {
        return start + 2 <= text.length()
                && text.charAt(start) < BEGINS.length
                && BEGINS[text.charAt(start)]
                && BEGINNINGS.contains(text.substring(start, start + 2));
    }

    private static int wordEnd(String text, int start) {
        int end = start + 1;
        while (end < text.length() && (Chars.isAlphanumeric(text.charAt(end)) || text.charAt(end) == '_')) {
            end++;
        }
        return end;
    }

    /** How far a token of no known make could reach; one char more than any may have ends the search. */
    private static int runEnd(String text, int start) {
        int end = start;
        while (end < text.length() && end - start <= LONGEST_RANDOM && isRandomChar(text.charAt(end))) {
            end++;
        }
        while (end < text.length() && end - start <= LONGEST_RANDOM && end > start && text.charAt(end) == '=') {
            end++;
        }
        return end;
    }

    private static boolean isRandomChar(char c) {
        return Chars.isAlphanumeric(c) || c == '_' || c == '-' || c == '+' || c == '/';
    }

    private static boolean isRandom(String text) {
        return text.length() >= SHORTEST_RANDOM && text.length() <= LONGEST_RANDOM && isIrregular(text);
    }

    /**
     * Capitals, small letters and digits in an order that no word or path has: among random ones every second or third
     * char is of another class than the one before.
     */
    private static boolean isIrregular(String text) {
        int upper = 0;
        int lower = 0;
        int digits = 0;
        int marks = 0;
        int changes = 0;
        long seen = 0;
        char before = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Chars.isUpper(c)) {
                upper++;
            } else if (Chars.isLower(c)) {
                lower++;
            } else if (Chars.isDigit(c)) {
                digits++;
            } else if (isRandomChar(c) || (c == '=' && i >= text.length() - 2)) {
                marks++;
            } else {
                return false;
            }
            boolean change =
                    i > 0 && Chars.isAlphanumeric(c) && Chars.isAlphanumeric(before) && classOf(c) != classOf(before);
            changes += change ? 1 : 0;
            seen |= 1L << (c % 64);
            before = c;
        }
        int length = text.length();
        return upper >= 2
                && lower >= 2
                && digits >= 1
                && marks * 8 <= length
                && changes * 20 >= length * 7
                && Long.bitCount(seen) * 2 >= Math.min(length, 32);
    }

    private static int classOf(char c) {
        return Chars.isUpper(c) ? 1 : Chars.isLower(c) ? 2 : 3;
    }
}
