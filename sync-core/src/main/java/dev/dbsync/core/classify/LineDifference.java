package dev.dbsync.core.classify;

import java.util.ArrayList;
import java.util.List;

/** The lines that one text has and another has not. */
final class LineDifference {

    private LineDifference() {}

    /** Lines with a plus or a minus before them, in order; those that both have are left out. */
    static List<String> between(String before, String after) {
        List<String> old = before.lines().toList();
        List<String> made = after.lines().toList();
        int[][] same = new int[old.size() + 1][made.size() + 1];
        for (int i = old.size() - 1; i >= 0; i--) {
            for (int j = made.size() - 1; j >= 0; j--) {
                same[i][j] = old.get(i).equals(made.get(j))
                        ? same[i + 1][j + 1] + 1
                        : Math.max(same[i + 1][j], same[i][j + 1]);
            }
        }
        List<String> difference = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < old.size() || j < made.size()) {
            if (i < old.size() && j < made.size() && old.get(i).equals(made.get(j))) {
                i++;
                j++;
            } else if (i < old.size() && (j == made.size() || same[i + 1][j] >= same[i][j + 1])) {
                difference.add("-" + old.get(i++));
            } else {
                difference.add("+" + made.get(j++));
            }
        }
        return difference;
    }
}
