package dev.dbsync.core.lookup;

import java.sql.SQLException;
import java.util.List;

/** Hears of each row that a merge would change, table by table, in the order of the keys. */
interface ChangedRows {

    /** @param key its texts, one a key column */
    void row(LookupTable table, RowChange.Kind kind, List<String> key) throws SQLException;
}
