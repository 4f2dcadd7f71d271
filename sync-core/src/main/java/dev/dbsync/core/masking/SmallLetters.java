package dev.dbsync.core.masking;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which letter is the small one of which capital, the same on every Java and in SQL: one letter for one letter, without
 * regard to language or neighbours, and only those that Unicode 13 has, which every Java from 17 on knows.
 */
final class SmallLetters {

    /** The capitals of Unicode, all of them below this. */
    private static final int END = 0x1F000;

    private SmallLetters() {}

    static String of(String text) {
        StringBuilder small = new StringBuilder(text.length());
        text.codePoints().map(SmallLetters::of).forEach(small::appendCodePoint);
        return small.toString();
    }

    static int of(int letter) {
        return isNewer(letter) ? letter : Character.toLowerCase(letter);
    }

    /** All characters that have a small letter other than themselves, in order. */
    static String capitals() {
        return capitalPoints().mapToObj(Character::toString).collect(Collectors.joining());
    }

    /** The small letters of {@link #capitals()}, in their order. */
    static String smallOnes() {
        return capitalPoints()
                .map(SmallLetters::of)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    private static IntStream capitalPoints() {
        return IntStream.range(0, END).filter(letter -> of(letter) != letter);
    }

    /** Capitals that came after Unicode 13. */
    private static boolean isNewer(int letter) {
        return letter == 0x1C89
                || letter == 0x2C2F
                || letter == 0xA7C0
                || (letter >= 0xA7CB && letter <= 0xA7DC)
                || (letter >= 0x10570 && letter <= 0x10595)
                || (letter >= 0x10D50 && letter <= 0x10D65)
                || (letter >= 0x16EA0 && letter <= 0x16EB8);
    }
}
