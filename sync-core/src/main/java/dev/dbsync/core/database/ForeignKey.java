package dev.dbsync.core.database;

import java.util.List;

/**
 * A foreign key, those that partitions inherit left out.
 *
 * @param name of the constraint
 * @param table the referencing table
 * @param columns the referencing columns, matching {@code targetColumns} by position
 * @param target the referenced table
 * @param targetColumns the referenced columns
 * @param deferrable whether it may be checked at commit
 * @param definition as {@code pg_get_constraintdef} writes it
 */
public record ForeignKey(
        String name,
        TableName table,
        List<String> columns,
        TableName target,
        List<String> targetColumns,
        boolean deferrable,
        String definition) {

    public boolean isSelfReference() {
        return table.equals(target);
    }

    /** Whether the rows that were there when it was added were checked; without that, it says nothing about them. */
    public boolean isValidated() {
        return !definition.endsWith("NOT VALID");
    }
}
