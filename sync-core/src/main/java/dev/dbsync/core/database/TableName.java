package dev.dbsync.core.database;

import java.util.Comparator;
import java.util.Objects;

/**
 * The name of a table, sequence or other relation, exactly as the catalog has it (no quotes, case kept).
 *
 * <p>Ordered by schema, then name.
 */
public record TableName(String schema, String name) implements Comparable<TableName> {

    private static final Comparator<TableName> ORDER =
            Comparator.comparing(TableName::schema).thenComparing(TableName::name);

    public TableName {
        Objects.requireNonNull(schema);
        Objects.requireNonNull(name);
    }

    /** Quoted for SQL: {@code "public"."orders"}. */
    public String sql() {
        return Sql.identifier(schema) + "." + Sql.identifier(name);
    }

    /** For people: without {@code public.} where that is the schema. */
    public String shown() {
        return schema.equals("public") ? name : toString();
    }

    /** Whether a configured name, schema-qualified or not, means this table. */
    public boolean isNamed(String configured, String defaultSchema) {
        return configured.equals(schema + "." + name) || (configured.equals(name) && schema.equals(defaultSchema));
    }

    /** Whether a path means this column of it: {@code table.column}, its schema before it, {@code public} or not. */
    public boolean isColumn(String path, String column) {
        return path.equals(shown() + "." + column) || path.equals(this + "." + column);
    }

    @Override
    public int compareTo(TableName other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return schema + "." + name;
    }
}
