package dev.dbsync.core.backup;

import java.util.List;

/**
 * The DDL of a whole database, statement by statement.
 *
 * @param beforeRows what must be there before rows can be: schemas, types, tables, functions, keys, views
 * @param afterRows what rows must not meet while they are loaded, or what is faster when they are there: foreign keys,
 *     triggers, rules, policies, indexes, grants; materialized views are filled last
 */
record SchemaScript(List<String> beforeRows, List<String> afterRows) {

    SchemaScript {
        beforeRows = List.copyOf(beforeRows);
        afterRows = List.copyOf(afterRows);
    }
}
