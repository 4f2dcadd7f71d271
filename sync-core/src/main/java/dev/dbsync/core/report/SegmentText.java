package dev.dbsync.core.report;

import dev.dbsync.core.migration.PendingMigration;
import dev.dbsync.core.migration.Segment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** The segments of a promotion, for people and for machines. */
final class SegmentText {

    private SegmentText() {}

    /** How it is run, and why it is one of its own. */
    static String of(Segment segment, boolean last) {
        String how = switch (segment.kind()) {
            case ONE_TRANSACTION -> "one transaction";
            case OUTSIDE_TRANSACTION -> "by itself, outside of a transaction";
            case OWN_TRANSACTIONS -> "by itself, in the transactions that it makes";
        };
        return how
                + (last ? ", with the lookup rows and the verification" : "")
                + (segment.reason().isEmpty() ? "" : ": " + segment.reason());
    }

    /** @param committed how many are; the first ones */
    static List<Map<String, Object>> json(List<Segment> segments, int committed) {
        // By number: two segments without scripts are equal.
        return IntStream.range(0, segments.size())
                .mapToObj(index -> json(segments.get(index), index < committed))
                .toList();
    }

    private static Map<String, Object> json(Segment segment, boolean committed) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", segment.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        json.put(
                "scripts",
                segment.scripts().stream().map(PendingMigration::script).toList());
        json.put("reason", segment.reason().isEmpty() ? null : segment.reason());
        json.put("committed", committed);
        return json;
    }
}
