package dev.dbsync.core.script;

import dev.dbsync.core.database.Sql;
import java.util.Objects;
import java.util.Optional;

/**
 * The name of a table, type, index or other object as a script says it: as the catalog would have it (unquoted names in
 * lower case, quotes taken off), with the schema only where the script names one.
 *
 * @param schema empty where the search path decides
 */
public record SqlName(Optional<String> schema, String name) implements Comparable<SqlName> {

    public SqlName {
        Objects.requireNonNull(schema);
        Objects.requireNonNull(name);
    }

    static SqlName of(String schema, String name) {
        return new SqlName(Optional.of(schema), name);
    }

    static SqlName of(String name) {
        return new SqlName(Optional.empty(), name);
    }

    /** Quoted for SQL: {@code "orders"} or {@code "sales"."orders"}. */
    public String sql() {
        return schema.map(qualifier -> Sql.identifier(qualifier) + ".").orElse("") + Sql.identifier(name);
    }

    @Override
    public int compareTo(SqlName other) {
        return toString().compareTo(other.toString());
    }

    /** For people: {@code orders} or {@code sales.orders}. */
    @Override
    public String toString() {
        return schema.map(qualifier -> qualifier + "." + name).orElse(name);
    }
}
