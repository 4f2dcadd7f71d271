package dev.dbsync.core.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a database holds, read once: tables, keys, foreign keys and sequences of every schema but PostgreSQL's own.
 *
 * @param tables ordered by name
 * @param foreignKeys ordered by table, then name
 * @param sequences ordered by name
 * @see <a href="https://www.postgresql.org/docs/current/catalogs.html">System catalogs</a>
 */
public record Catalog(List<Table> tables, List<ForeignKey> foreignKeys, List<Sequence> sequences) {

    /** Reads the catalog in the connection's transaction. */
    public static Catalog read(Connection connection) throws SQLException {
        return CatalogReader.read(connection);
    }

    public Optional<Table> table(TableName name) {
        return tables.stream().filter(table -> table.name().equals(name)).findFirst();
    }

    /** The table that a configured name, schema-qualified or not, means. */
    public Optional<Table> named(String configured, String defaultSchema) {
        return tables.stream()
                .filter(table -> table.name().isNamed(configured, defaultSchema))
                .findFirst();
    }

    public Map<TableName, Table> byName() {
        return tables.stream().collect(Collectors.toMap(Table::name, Function.identity()));
    }

    public List<ForeignKey> foreignKeysOf(TableName table) {
        return foreignKeys.stream().filter(key -> key.table().equals(table)).toList();
    }

    public List<ForeignKey> foreignKeysTo(TableName table) {
        return foreignKeys.stream().filter(key -> key.target().equals(table)).toList();
    }
}
