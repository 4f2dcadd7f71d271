package dev.dbsync.core.detection;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The words that the name of a column or table is made of. */
final class NameWords {

    private static final Pattern BETWEEN_WORDS =
            Pattern.compile("[^\\p{L}\\p{N}]+|(?<=[\\p{Ll}])(?=[\\p{Lu}])|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})"
                    + "|(?<=\\p{L})(?=\\p{N})|(?<=\\p{N})(?=\\p{L})");
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final int SHORTEST_PART = 2;

    private NameWords() {}

    /**
     * In lower case and without accents: {@code tax_id}, {@code taxId} and {@code TAX-ID} are "tax" and "id".
     *
     * @param vocabulary words that may be run together: {@code firstname} is "first" and "name"
     */
    static List<String> of(String name, Set<String> vocabulary) {
        List<String> words = new ArrayList<>();
        for (String word : BETWEEN_WORDS.split(name)) {
            String plain = plain(word);
            if (plain.isEmpty()) {
                continue;
            }
            boolean known = vocabulary.contains(plain)
                    || (plain.endsWith("s") && vocabulary.contains(plain.substring(0, plain.length() - 1)));
            List<String> parts = known ? List.of() : parts(plain, vocabulary);
            if (parts.isEmpty()) {
                words.add(plain);
            } else {
                words.addAll(parts);
            }
        }
        return words;
    }

    static String plain(String word) {
        String lower = word.toLowerCase(Locale.ROOT)
                .replace("ß", "ss")
                .replace("ł", "l")
                .replace("ø", "o")
                .replace("æ", "ae");
        return MARKS.matcher(Normalizer.normalize(lower, Normalizer.Form.NFD)).replaceAll("");
    }

    /** The fewest known words that the word consists of; none where it does not. */
    private static List<String> parts(String word, Set<String> vocabulary) {
        int length = word.length();
        int[] cost = new int[length + 1];
        int[] from = new int[length + 1];
        for (int end = 1; end <= length; end++) {
            cost[end] = Integer.MAX_VALUE;
            for (int start = 0; start <= end - SHORTEST_PART; start++) {
                if (cost[start] != Integer.MAX_VALUE && vocabulary.contains(word.substring(start, end))) {
                    // Short pieces make words of anything: two letters count as much as three longer words.
                    int price = cost[start] + (end - start < 4 ? 3 : 1);
                    if (price < cost[end]) {
                        cost[end] = price;
                        from[end] = start;
                    }
                }
            }
        }
        if (length > 60 || cost[length] == Integer.MAX_VALUE || cost[length] > 5) {
            return List.of();
        }
        List<String> parts = new ArrayList<>();
        for (int end = length; end > 0; end = from[end]) {
            parts.add(0, word.substring(from[end], end));
        }
        return parts;
    }

    static Set<String> set(String words) {
        return Set.copyOf(List.of(words.split(" ")));
    }

    @SafeVarargs
    static Set<String> all(Collection<String>... several) {
        Set<String> all = new HashSet<>();
        for (Collection<String> one : several) {
            all.addAll(one);
        }
        return Set.copyOf(all);
    }
}
