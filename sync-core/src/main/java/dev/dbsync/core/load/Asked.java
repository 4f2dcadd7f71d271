package dev.dbsync.core.load;

import dev.dbsync.core.database.TableName;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;

/** Sets of tables as parameters of a query: two arrays, one of schemas and one of names. */
final class Asked {

    private Asked() {}

    /** Sets the parameters {@code first} and the one after it, of type {@code text[]}. */
    static void bind(PreparedStatement statement, int first, Collection<TableName> tables) throws SQLException {
        Object[] schemas = tables.stream().map(TableName::schema).toArray();
        Object[] names = tables.stream().map(TableName::name).toArray();
        statement.setArray(first, statement.getConnection().createArrayOf("text", schemas));
        statement.setArray(first + 1, statement.getConnection().createArrayOf("text", names));
    }
}
