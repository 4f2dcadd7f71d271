package dev.dbsync.core.script;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The tables whose rows a script changes, or which it alters, as far as its text tells.
 *
 * <p>Not seen, since only the catalog knows them: tables that triggers, rules, and foreign keys with ON DELETE or ON
 * UPDATE actions reach; partitions and children of the tables named; the functions of existing defaults and
 * constraints.
 *
 * @param tables views and sequences among them where a statement treats them as tables
 * @param named names that the script gives to tables: of those that it makes, renames, or moves to another schema
 * @param made what the script itself makes that changes how rows of others are written: tables that it puts triggers or
 *     rules on, views, functions. Where such a name is touched, or called by a trigger, the catalog's answer is out of
 *     date
 * @param unknown why other tables may be touched as well, each with its line; empty when they are not
 */
public record TouchedTables(
        SortedSet<SqlName> tables, SortedSet<SqlName> named, SortedSet<SqlName> made, List<String> unknown) {

    public TouchedTables {
        tables = Collections.unmodifiableSortedSet(new TreeSet<>(tables));
        named = Collections.unmodifiableSortedSet(new TreeSet<>(named));
        made = Collections.unmodifiableSortedSet(new TreeSet<>(made));
        unknown = List.copyOf(unknown);
    }

    /** Whether the script may touch tables that its text does not tell. */
    public boolean isUnknown() {
        return !unknown.isEmpty();
    }
}
