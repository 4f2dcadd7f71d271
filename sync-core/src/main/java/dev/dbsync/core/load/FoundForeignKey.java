package dev.dbsync.core.load;

import dev.dbsync.core.database.CatalogQuestions;
import dev.dbsync.core.database.Sql;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.load.Piece.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A foreign key of the target.
 *
 * @param table that references
 * @param referenced by it
 * @param definition with all names qualified; ends with NOT VALID where it is not, and with NOT ENFORCED
 * @param valid whether its rows were all checked
 * @param canWait whether it can be added without looking at the rows, and be checked later: before PostgreSQL 18 not
 *     where either side is partitioned
 * @param owned whether the role owns the table that references
 * @param referable whether the role may make such keys
 * @param print all that the catalog says of it, but for what changes when it is added again, and whether it is valid
 */
record FoundForeignKey(
        TableName table,
        TableName referenced,
        String name,
        String definition,
        boolean valid,
        boolean canWait,
        Optional<String> comment,
        boolean owned,
        boolean referable,
        String print) {

    /**
     * Those of partitions belong to the key of the partitioned table, which is the one that is found.
     *
     * <p>In the order in which they were made: older versions of pg_dump show keys of the same name in that order.
     */
    private static final String FOREIGN_KEYS = """
            WITH RECURSIVE
                asked AS (SELECT c.oid
                          FROM pg_class c
                                   JOIN pg_namespace n ON n.oid = c.relnamespace
                                   JOIN unnest(?::text[], ?::text[]) AS named (schema, name)
                                        ON (named.schema, named.name) = (n.nspname, c.relname)),
                hit AS (SELECT k.oid, k.conparentid
                        FROM pg_constraint k
                        WHERE k.contype = 'f'
                          AND (k.conrelid IN (SELECT oid FROM asked) OR k.confrelid IN (SELECT oid FROM asked))
                        UNION
                        SELECT p.oid, p.conparentid
                        FROM hit
                                 JOIN pg_constraint p ON p.oid = hit.conparentid)
            SELECT n.nspname                                AS table_schema,
                   c.relname                                AS table_name,
                   tn.nspname                               AS referenced_schema,
                   t.relname                                AS referenced_name,
                   k.conname                                AS name,
                   pg_get_constraintdef(k.oid)              AS definition,
                   k.convalidated                           AS valid,
                   (c.relkind = 'r' AND t.relkind = 'r') OR current_setting('server_version_num')::int >= 180000
                                                            AS can_wait,
                   obj_description(k.oid, 'pg_constraint')  AS comment,
                   pg_has_role(c.relowner, 'USAGE')         AS owned,
                   has_schema_privilege(tn.oid, 'USAGE')
                       AND (SELECT bool_and(has_column_privilege(t.oid, at, 'REFERENCES')) FROM unnest(k.confkey) AS at)
                                                            AS referable,
                   jsonb_build_object(
                           'constraint', to_jsonb(k) - '{oid, conindid, convalidated}'::text[],
                           'definition', regexp_replace(pg_get_constraintdef(k.oid), ' NOT VALID$', ''),
                           'comment', obj_description(k.oid, 'pg_constraint'),
                           'triggers', (SELECT jsonb_agg(jsonb_build_array(g.tgrelid::regclass, g.tgfoid::regproc,
                                                                           g.tgenabled)
                                                         ORDER BY g.tgrelid, g.tgfoid)
                                        FROM pg_trigger g
                                        WHERE g.tgconstraint = k.oid))::text AS print
            FROM pg_constraint k
                     JOIN pg_class c ON c.oid = k.conrelid
                     JOIN pg_namespace n ON n.oid = c.relnamespace
                     JOIN pg_class t ON t.oid = k.confrelid
                     JOIN pg_namespace tn ON tn.oid = t.relnamespace
            WHERE k.oid IN (SELECT oid FROM hit)
              AND k.conparentid = 0
            ORDER BY k.oid
            """;

    /** From and to these tables. */
    static List<FoundForeignKey> read(Connection connection, Collection<TableName> tables) throws SQLException {
        return Qualified.read(connection, () -> {
            List<FoundForeignKey> found = new ArrayList<>();
            try (PreparedStatement statement = connection.prepareStatement(FOREIGN_KEYS)) {
                CatalogQuestions.bind(statement, 1, tables);
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        found.add(foreignKey(row));
                    }
                }
            }
            return found;
        });
    }

    private static FoundForeignKey foreignKey(ResultSet row) throws SQLException {
        return new FoundForeignKey(
                new TableName(row.getString("table_schema"), row.getString("table_name")),
                new TableName(row.getString("referenced_schema"), row.getString("referenced_name")),
                row.getString("name"),
                row.getString("definition"),
                row.getBoolean("valid"),
                row.getBoolean("can_wait"),
                Optional.ofNullable(row.getString("comment")),
                row.getBoolean("owned"),
                row.getBoolean("referable"),
                row.getString("print"));
    }

    String drop() {
        return "ALTER TABLE " + table.sql() + " DROP CONSTRAINT IF EXISTS " + Sql.identifier(name);
    }

    String add() {
        return "ALTER TABLE " + table.sql() + " ADD CONSTRAINT " + Sql.identifier(name) + " " + definition;
    }

    Optional<String> commented() {
        return comment.map(text ->
                "COMMENT ON CONSTRAINT " + Sql.identifier(name) + " ON " + table.sql() + " IS " + Sql.literal(text));
    }

    Piece piece() {
        List<String> back = new ArrayList<>();
        List<String> check = new ArrayList<>();
        if (!valid) {
            back.add(add());
        } else if (canWait) {
            back.add(add() + " NOT VALID");
            check.add("ALTER TABLE " + table.sql() + " VALIDATE CONSTRAINT " + Sql.identifier(name));
        } else {
            check.add(add());
        }
        commented().ifPresent(back.isEmpty() ? check::add : back::add);
        return Piece.found(Kind.FOREIGN_KEY, table + "." + name, table, name, List.of(drop()), back, check, print);
    }
}
