package dev.dbsync.core.proof;

import dev.dbsync.core.detection.DataKind;
import dev.dbsync.core.detection.Detectors;
import dev.dbsync.core.detection.Found;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What detectors find in the texts of kept columns, counted by column and kind. Thread-safe. */
final class KeptTexts {

    /** Of a column that somebody has decided to keep: so many texts are scanned each, of more one in so many. */
    private static final long EACH = 50_000;

    private static final long ONE_IN = 4;

    private final Detectors detectors;
    private final Map<Integer, Map<DataKind, LongAdder>> found = new ConcurrentHashMap<>();

    KeptTexts(Detectors detectors) {
        this.detectors = detectors;
    }

    /**
     * Scans the texts of one column, one a reader.
     *
     * @param all whether a single finding decides; otherwise, of a large column, some texts are enough
     * @param readers how many there are of the column
     */
    Column column(int place, boolean all, int readers) {
        return new Column(place, all ? Long.MAX_VALUE : EACH / readers);
    }

    /** Not thread-safe. */
    final class Column {

        private final int place;
        private final long each;
        private long texts;

        private Column(int place, long each) {
            this.place = place;
            this.each = each;
        }

        /** @return whether the text was scanned, and nothing found in it */
        boolean hasNothing(byte[] text) {
            texts++;
            boolean leftOut = texts > each && texts % ONE_IN != 0;
            return !leftOut && !found(place, text);
        }
    }

    /** Whether there was anything. */
    private boolean found(int place, byte[] text) {
        Set<DataKind> kinds = EnumSet.noneOf(DataKind.class);
        for (Found stretch : detectors.within(new String(text, StandardCharsets.UTF_8))) {
            kinds.add(stretch.kind());
        }
        kinds.forEach(kind -> found.computeIfAbsent(place, first -> new ConcurrentHashMap<>())
                .computeIfAbsent(kind, first -> new LongAdder())
                .increment());
        return !kinds.isEmpty();
    }

    /** In how many texts of a column each kind was found. */
    Map<DataKind, Long> found(int place) {
        Map<DataKind, Long> counts = new EnumMap<>(DataKind.class);
        found.getOrDefault(place, Map.of()).forEach((kind, number) -> counts.put(kind, number.sum()));
        return counts;
    }
}
