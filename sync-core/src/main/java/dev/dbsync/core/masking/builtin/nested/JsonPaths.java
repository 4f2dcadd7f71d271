package dev.dbsync.core.masking.builtin.nested;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Follows a walk through a document, and knows at each place which path names it. It costs a few steps a place, however
 * deep that is. Not thread-safe: one a document.
 */
final class JsonPaths {

    private final List<JsonPath> paths;
    private final Deque<Level> levels = new ArrayDeque<>();
    private Level here;

    /** How far each path has come: numbers of path and step in turn, and the most specific path that is at its end. */
    private record Level(int[] places, int named) {}

    /** @param paths the most specific first */
    JsonPaths(List<JsonPath> paths) {
        this.paths = paths;
        List<Integer> places = new ArrayList<>();
        int named = Integer.MAX_VALUE;
        for (int path = 0; path < paths.size(); path++) {
            if (paths.get(path).length() == 0) {
                named = Math.min(named, path);
            } else {
                places.add(path);
                places.add(0);
            }
        }
        here = new Level(places.stream().mapToInt(Integer::intValue).toArray(), named);
    }

    void enter(String member) {
        enter(member, -1);
    }

    void enter(int element) {
        enter(null, element);
    }

    /** Back to where the last {@code enter} led from. */
    void leave() {
        here = levels.pop();
    }

    /** The number of the most specific path that names this place or one above it; -1 for none. */
    int named() {
        return here.named == Integer.MAX_VALUE ? -1 : here.named;
    }

    private void enter(String member, int element) {
        int[] places = new int[2 * here.places.length];
        int count = 0;
        int named = here.named;
        for (int i = 0; i < here.places.length; i += 2) {
            int number = here.places[i];
            int step = here.places[i + 1];
            JsonPath path = paths.get(number);
            if (path.isDeep(step)) {
                places[count++] = number;
                places[count++] = step;
            }
            boolean meets = member == null ? path.meets(step, element) : path.meets(step, member);
            if (meets && step + 1 == path.length()) {
                named = Math.min(named, number);
            } else if (meets) {
                places[count++] = number;
                places[count++] = step + 1;
            }
        }
        levels.push(here);
        here = new Level(distinct(places, count), named);
    }

    /** A deep step may be reached in many ways, which would be ever more with each level. */
    private static int[] distinct(int[] places, int count) {
        int kept = 0;
        for (int i = 0; i < count; i += 2) {
            boolean known = false;
            for (int j = 0; j < kept && !known; j += 2) {
                known = places[j] == places[i] && places[j + 1] == places[i + 1];
            }
            if (!known) {
                places[kept++] = places[i];
                places[kept++] = places[i + 1];
            }
        }
        return Arrays.copyOf(places, kept);
    }
}
