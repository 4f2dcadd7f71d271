package dev.dbsync.core.masking;

import dev.dbsync.core.database.TableName;
import java.util.Comparator;

/** A column of the source. */
public record ColumnId(TableName table, String column) implements Comparable<ColumnId> {

    private static final Comparator<ColumnId> ORDER =
            Comparator.comparing(ColumnId::table).thenComparing(ColumnId::column);

    /** For people: without {@code public.} where that is the schema. */
    public String shown() {
        return table.shown() + "." + column;
    }

    @Override
    public int compareTo(ColumnId other) {
        return ORDER.compare(this, other);
    }
}
