package dev.dbsync.core.script;

/**
 * What a statement changes about the names of tables, sequences, types, their columns and schemas: who follows all of
 * them in order knows which object a later statement means.
 */
public sealed interface NameChange extends Effect {

    /**
     * A table, sequence or type that did not exist before.
     *
     * @param ifNotExists whether something of that name may have been there
     * @param temporary whether it hides others of its name until its session ends
     */
    record Made(SqlName name, boolean ifNotExists, boolean temporary) implements NameChange {}

    /** A view: who writes to it writes to something else. */
    record ViewMade(SqlName name) implements NameChange {}

    record Renamed(SqlName name, String to) implements NameChange {}

    /** Into another schema. */
    record Moved(SqlName name, String schema) implements NameChange {}

    record Dropped(SqlName name) implements NameChange {}

    /** A table of that name, which a temporary view hides, stays. */
    record ViewDropped(SqlName name) implements NameChange {}

    record ColumnMade(SqlName table, String column) implements NameChange {}

    record ColumnRenamed(SqlName table, String column, String to) implements NameChange {}

    record ColumnDropped(SqlName table, String column) implements NameChange {}

    /** @param ifNotExists whether it may have been there */
    record SchemaMade(String schema, boolean ifNotExists) implements NameChange {}

    record SchemaRenamed(String schema, String to) implements NameChange {}

    record SchemaDropped(String schema) implements NameChange {}

    /** What empties or drops the parent reaches the child: a partition, or an heir. */
    record Joined(SqlName parent, SqlName child) implements NameChange {}

    /** What empties the target with CASCADE, or deletes its rows, may reach the table that references it. */
    record Referenced(SqlName target, SqlName by) implements NameChange {}

    /** A CHECK or NOT NULL constraint that says nothing but that the column is not null. */
    record NotNullChecked(SqlName table, String column, String constraint, boolean validated) implements NameChange {}

    record ConstraintValidated(SqlName table, String constraint) implements NameChange {}

    record ConstraintRenamed(SqlName table, String constraint, String to) implements NameChange {}

    record ConstraintDropped(SqlName table, String constraint) implements NameChange {}

    /** From here to the end of the script, a name without a schema may mean a table of any. */
    record PathChanged() implements NameChange {}

    /** Temporary tables may be gone. */
    record Committed() implements NameChange {}

    /** Anything may have been renamed or undone: a rollback, code that cannot be followed. */
    record Unfollowed() implements NameChange {}
}
