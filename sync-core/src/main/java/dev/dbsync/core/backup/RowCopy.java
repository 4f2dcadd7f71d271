package dev.dbsync.core.backup;

import dev.dbsync.core.database.Sql;
import dev.dbsync.core.database.TableName;
import java.util.List;

/** The COPY statements of the built-in engine: text, which any version reads, and always with the columns' names. */
final class RowCopy {

    private RowCopy() {}

    static String out(TableName table, List<String> columns) {
        return "COPY " + table.sql() + list(columns) + " TO STDOUT";
    }

    static String in(TableName table, List<String> columns) {
        return "COPY " + table.sql() + list(columns) + " FROM STDIN";
    }

    /** A table without a column to write still has rows; an empty list would be a syntax error. */
    private static String list(List<String> columns) {
        return columns.isEmpty() ? "" : " (" + Sql.identifiers(columns) + ")";
    }
}
