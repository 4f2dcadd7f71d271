package dev.dbsync.core.comparison;

import dev.dbsync.core.database.CatalogView;
import dev.dbsync.core.masking.MaskingPolicy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Which rows a comparison samples, for tests that look at where these are. */
public final class SampledKeys {

    private SampledKeys() {}

    /** The first column of their keys. */
    public static List<String> of(
            SentTable table,
            CatalogView source,
            CatalogView target,
            MaskingPolicy masking,
            Connection reading,
            long seed)
            throws SQLException {
        ComparedTable compared = ComparedTable.of(table, source, target, masking);
        return new SampledRows(compared, new RowHash(true, true), 1, seed)
                .read(reading).rows().stream().map(row -> row.key()[0]).toList();
    }
}
