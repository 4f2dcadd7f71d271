package dev.dbsync.core.detection;

/** Addresses of both versions. Four small numbers with dots are rather the version of a program. */
final class IpAddresses implements Recognizer {

    private static final int LONGEST = 45;
    private static final int LONGEST_V4 = 15;
    private static final int DOTS_V4 = 3;
    private static final int FEWEST_COLONS_V6 = 2;

    @Override
    public DataKind kind() {
        return DataKind.IP_ADDRESS;
    }

    @Override
    public boolean is(String text) {
        String address = withoutNetwork(text);
        return address.length() <= LONGEST
                && (isVersion4(address) ? !couldBeAVersion(address) : isVersion6(address, false));
    }

    @Override
    public boolean couldBe(String text) {
        String address = withoutNetwork(text);
        return address.length() <= LONGEST_V4 && isVersion4(address);
    }

    @Override
    public void within(String text, Traits traits, Stretches stretches) {
        if (!traits.hasDigit() || (traits.dots() < DOTS_V4 && traits.colons() < FEWEST_COLONS_V6)) {
            return;
        }
        int length = text.length();
        int i = 0;
        while (i < length) {
            if (!isPart(text.charAt(i)) || (i > 0 && isWord(text.charAt(i - 1)))) {
                i++;
                continue;
            }
            int end = i;
            while (end < length && end - i <= LONGEST && (isPart(text.charAt(end)))) {
                end++;
            }
            if (end < length && isWord(text.charAt(end))) {
                i = end + 1;
                continue;
            }
            int trimmed = end;
            while (trimmed > i + 2 && isMark(text.charAt(trimmed - 1)) && !text.startsWith("::", trimmed - 2)) {
                trimmed--;
            }
            if (trimmed - i >= 3 && trimmed - i <= LONGEST) {
                offer(text, i, trimmed, stretches);
            }
            i = end;
        }
    }

    private void offer(String text, int start, int end, Stretches stretches) {
        String run = text.substring(start, end);
        int port = run.indexOf(':');
        String beforePort = port > 0 && run.indexOf('.') > 0 && run.indexOf('.') < port ? run.substring(0, port) : run;
        if (isVersion4(beforePort)) {
            boolean isVersion = couldBeAVersion(beforePort)
                    || (start > 0 && (text.charAt(start - 1) == '/' || text.charAt(start - 1) == '-'));
            boolean inUrl = start > 2 && text.startsWith("://", start - 3);
            if (!isVersion || inUrl) {
                stretches.take(kind(), start, start + beforePort.length());
            }
        } else if (isVersion6(run, true)) {
            stretches.take(kind(), start, end);
        }
    }

    private static boolean isPart(char c) {
        return Chars.isHex(c) || isMark(c);
    }

    private static boolean isMark(char c) {
        return c == '.' || c == ':';
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || isMark(c);
    }

    private static String withoutNetwork(String text) {
        int slash = text.indexOf('/');
        boolean isPrefix = slash > 0
                && text.length() - slash <= 4
                && text.length() - slash >= 2
                && Chars.allDigits(text.substring(slash + 1));
        return isPrefix ? text.substring(0, slash) : text;
    }

    static boolean isVersion4(String text) {
        int part = 0;
        int digits = 0;
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Chars.isDigit(c)) {
                if (digits == 1 && value == 0) {
                    return false;
                }
                value = value * 10 + c - '0';
                digits++;
                if (digits > 3 || value > 255) {
                    return false;
                }
            } else if (c == '.' && digits > 0 && part < 3) {
                part++;
                digits = 0;
                value = 0;
            } else {
                return false;
            }
        }
        return part == 3 && digits > 0;
    }

    /** {@code 1.4.12.0}; addresses of private networks that begin with 10 aside. */
    private static boolean couldBeAVersion(String address) {
        if (address.startsWith("10.")) {
            return false;
        }
        for (String part : address.split("\\.")) {
            if (Integer.parseInt(part) >= 32) {
                return false;
            }
        }
        return true;
    }

    /** @param inText where short forms such as {@code a::b} are rather a program's */
    static boolean isVersion6(String text, boolean inText) {
        String address = text;
        int zone = address.indexOf('%');
        if (zone > 0) {
            address = address.substring(0, zone);
        }
        int shortened = address.indexOf("::");
        if (address.indexOf(':') < 0 || (shortened >= 0 && address.indexOf("::", shortened + 1) >= 0)) {
            return false;
        }
        int groups = shortened < 0
                ? groups(address)
                : groups(address.substring(0, shortened)) + groups(address.substring(shortened + 2));
        boolean complete = shortened < 0 ? groups == 8 : groups >= 0 && groups <= 7;
        if (!complete || groups(shortened < 0 ? address : address.substring(0, shortened)) < 0) {
            return false;
        }
        if (shortened < 0) {
            return true;
        }
        if (groups(address.substring(shortened + 2)) < 0) {
            return false;
        }
        boolean looksGiven = shortened >= 3 && Chars.digits(address) > 0 && "23fF".indexOf(address.charAt(0)) >= 0;
        return looksGiven || (!inText && (address.equals("::1") || (groups >= 2 && Chars.digits(address) > 0)));
    }

    /** How many groups of up to four hex digits stand here, an address of version 4 at the end for two; -1: others. */
    private static int groups(String text) {
        if (text.isEmpty()) {
            return 0;
        }
        int groups = 0;
        String[] parts = text.split(":", -1);
        for (int i = 0; i < parts.length; i++) {
            if (i == parts.length - 1 && isVersion4(parts[i])) {
                groups += 2;
            } else if (parts[i].isEmpty() || parts[i].length() > 4 || !Chars.allHex(parts[i])) {
                return -20;
            } else {
                groups++;
            }
        }
        return groups;
    }
}
