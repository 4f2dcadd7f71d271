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

    private final Detectors detectors;
    private final Map<Integer, Map<DataKind, LongAdder>> found = new ConcurrentHashMap<>();

    KeptTexts(Detectors detectors) {
        this.detectors = detectors;
    }

    void scan(int place, byte[] text) {
        Set<DataKind> kinds = EnumSet.noneOf(DataKind.class);
        for (Found stretch : detectors.within(new String(text, StandardCharsets.UTF_8))) {
            kinds.add(stretch.kind());
        }
        kinds.forEach(kind -> found.computeIfAbsent(place, first -> new ConcurrentHashMap<>())
                .computeIfAbsent(kind, first -> new LongAdder())
                .increment());
    }

    /** In how many texts of a column each kind was found. */
    Map<DataKind, Long> found(int place) {
        Map<DataKind, Long> counts = new EnumMap<>(DataKind.class);
        found.getOrDefault(place, Map.of()).forEach((kind, number) -> counts.put(kind, number.sum()));
        return counts;
    }
}
