package dev.dbsync.core.promote;

import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.ForeignKey;
import dev.dbsync.core.database.Table;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.script.SqlName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The relations of a target, and what is locked together with each. */
final class LockableRelations {

    private static final String RELATIONS = """
            SELECT n.nspname,
                   c.relname,
                   c.relkind,
                   (SELECT count(*) FROM pg_index i WHERE i.indrelid = c.oid),
                   CASE WHEN c.reltoastrelid <> 0 THEN 2 ELSE 0 END,
                   (SELECT count(*) FROM pg_constraint k WHERE k.conrelid = c.oid)
                       + (SELECT count(*) FROM pg_attrdef d WHERE d.adrelid = c.oid)
                       + (SELECT count(*) FROM pg_trigger t WHERE t.tgrelid = c.oid)
                       + (SELECT count(*)
                          FROM pg_depend s
                          WHERE s.classid = 'pg_class'::regclass
                            AND s.refclassid = 'pg_class'::regclass
                            AND s.refobjid = c.oid
                            AND s.refobjsubid > 0
                            AND s.deptype IN ('a', 'i')),
                   tn.nspname,
                   t.relname
            FROM pg_class c
                     JOIN pg_namespace n ON n.oid = c.relnamespace
                     LEFT JOIN pg_index x ON x.indexrelid = c.oid
                     LEFT JOIN pg_class t ON t.oid = x.indrelid
                     LEFT JOIN pg_namespace tn ON tn.oid = t.relnamespace
            WHERE c.relkind IN ('r', 'p', 'f', 'm', 'v', 'S', 'i', 'I')
              AND n.nspname !~ '^pg_'
              AND n.nspname <> 'information_schema'
            """;

    /**
     * One relation.
     *
     * @param isTable whether it holds, or shows, rows: tables, views and materialized views
     * @param indexes how many it has
     * @param toast the locks of its TOAST table and index
     * @param dependents constraints, defaults, triggers and sequences that go when it is dropped
     * @param indexed the table that it is an index of
     */
    record Relation(
            TableName name, boolean isTable, int indexes, int toast, int dependents, Optional<TableName> indexed) {}

    private final Catalog catalog;
    private final String defaultSchema;
    private final Map<TableName, Relation> relations;

    private LockableRelations(Catalog catalog, String defaultSchema, Map<TableName, Relation> relations) {
        this.catalog = catalog;
        this.defaultSchema = defaultSchema;
        this.relations = relations;
    }

    static LockableRelations read(Connection target, Catalog catalog, String defaultSchema) throws SQLException {
        Map<TableName, Relation> relations = new LinkedHashMap<>();
        try (Statement statement = target.createStatement();
                ResultSet row = statement.executeQuery(RELATIONS)) {
            while (row.next()) {
                TableName name = new TableName(row.getString(1), row.getString(2));
                Optional<TableName> indexed = row.getString(7) == null
                        ? Optional.empty()
                        : Optional.of(new TableName(row.getString(7), row.getString(8)));
                relations.put(
                        name,
                        new Relation(
                                name,
                                "rpfmv".contains(row.getString(3)),
                                row.getInt(4),
                                row.getInt(5),
                                row.getInt(6),
                                indexed));
            }
        }
        return new LockableRelations(catalog, defaultSchema, relations);
    }

    Optional<Relation> relation(TableName name) {
        return Optional.ofNullable(relations.get(name));
    }

    /** What a script's name means; a name without a schema is sought in the default schema, else where only one is. */
    Optional<Relation> named(SqlName name) {
        Optional<Relation> found = relation(new TableName(name.schema().orElse(defaultSchema), name.name()));
        if (found.isPresent() || name.schema().isPresent()) {
            return found;
        }
        List<Relation> elsewhere = relations.values().stream()
                .filter(relation -> relation.name().name().equals(name.name()))
                .toList();
        return elsewhere.size() == 1 ? Optional.of(elsewhere.get(0)) : Optional.empty();
    }

    /** Partitions and inheriting tables, theirs included. */
    List<TableName> children(TableName parent) {
        List<TableName> all = new ArrayList<>();
        for (Table table : catalog.tables()) {
            if (table.parent().filter(parent::equals).isPresent()) {
                all.add(table.name());
                all.addAll(children(table.name()));
            }
        }
        return all;
    }

    /** Foreign keys of the table. */
    List<ForeignKey> references(TableName table) {
        return catalog.foreignKeysOf(table);
    }

    /** Foreign keys of any table to this one. */
    List<ForeignKey> referencing(TableName table) {
        return catalog.foreignKeysTo(table);
    }
}
