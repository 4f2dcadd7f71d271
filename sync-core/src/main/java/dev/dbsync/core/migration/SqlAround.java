package dev.dbsync.core.migration;

import dev.dbsync.core.script.Script;
import java.util.List;

/**
 * SQL that is run around the scripts, parsed: hooks and callbacks.
 *
 * @param before in the first transaction, before the first script
 * @param each before or after each script, in its transaction
 * @param after in the last transaction, after the last script
 */
public record SqlAround(List<Script> before, List<Script> each, List<Script> after) {

    public SqlAround {
        before = List.copyOf(before);
        each = List.copyOf(each);
        after = List.copyOf(after);
    }
}
