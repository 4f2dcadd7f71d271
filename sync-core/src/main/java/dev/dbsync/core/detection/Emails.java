package dev.dbsync.core.detection;

import java.util.Locale;
import java.util.Set;

/** Addresses as people have them: a local part without quotes, and a domain with a dot. */
final class Emails implements Recognizer {

    private static final int LONGEST_LOCAL = 64;
    private static final int LONGEST_DOMAIN = 255;

    /** Names of files look like addresses: {@code logo@2x.png}. */
    private static final Set<String> ENDS_OF_FILES =
            Set.of("png", "jpg", "jpeg", "gif", "svg", "webp", "css", "js", "pdf", "html", "json", "xml", "txt");

    @Override
    public DataKind kind() {
        return DataKind.EMAIL;
    }

    @Override
    public boolean is(String text) {
        int at = text.indexOf('@');
        return at > 0 && localStart(text, at) == 0 && domainEnd(text, at) == text.length();
    }

    @Override
    public void within(String text, Traits traits, Stretches stretches) {
        if (!traits.hasAt()) {
            return;
        }
        for (int at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
            int start = localStart(text, at);
            int end = start < at ? domainEnd(text, at) : at;
            // What git calls a repository by: git@host.org:team/project.git
            boolean repository = end < text.length() && text.charAt(end) == ':' && text.startsWith("git@", start);
            if (end > at && !repository) {
                stretches.take(kind(), start, end);
            }
        }
    }

    /** Where the local part before the {@code @} begins; the place of the {@code @} where there is none. */
    private static int localStart(String text, int at) {
        int start = at;
        while (start > 0 && at - start < LONGEST_LOCAL && isLocal(text.charAt(start - 1))) {
            boolean twoDots = text.charAt(start - 1) == '.' && (start == at || text.charAt(start) == '.');
            if (twoDots) {
                break;
            }
            start--;
        }
        // Quotes and dashes around an address, and dots before it, are no part of it.
        while (start < at && !Character.isLetterOrDigit(text.charAt(start)) && text.charAt(start) != '_') {
            start++;
        }
        return start;
    }

    private static boolean isLocal(char c) {
        return Chars.isAlphanumeric(c)
                || c == '.'
                || c == '_'
                || c == '-'
                || c == '+'
                || c == '%'
                || c == '\''
                || (c > 127 && (Character.isLetterOrDigit(c) || Character.getType(c) == Character.NON_SPACING_MARK));
    }

    /** Where the domain behind the {@code @} ends; the place of the {@code @} where there is none. */
    private static int domainEnd(String text, int at) {
        int limit = Math.min(text.length(), at + 1 + LONGEST_DOMAIN);
        int end = at + 1;
        while (end < limit && (isDomain(text.charAt(end)) || text.charAt(end) == '.')) {
            if (text.charAt(end) == '.' && (end == at + 1 || text.charAt(end - 1) == '.')) {
                break;
            }
            end++;
        }
        while (end > at + 1 && (text.charAt(end - 1) == '.' || text.charAt(end - 1) == '-')) {
            end--;
        }
        int dot = end - 1;
        while (dot > at && text.charAt(dot) != '.') {
            dot--;
        }
        if (dot <= at + 1 || text.charAt(at + 1) == '-' || !isTopLevel(text.substring(dot + 1, end))) {
            return at;
        }
        return end;
    }

    private static boolean isDomain(char c) {
        return Chars.isAlphanumeric(c) || c == '-' || (c > 127 && Character.isLetterOrDigit(c));
    }

    private static boolean isTopLevel(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.startsWith("xn--")) {
            return true;
        }
        return name.length() >= 2
                && name.length() <= 24
                && name.chars().allMatch(Character::isLetter)
                && !ENDS_OF_FILES.contains(lower);
    }
}
