package dev.dbsync.core.migration;

import java.util.Set;

/** The tables that Sync itself keeps beside Flyway's history: each environment has its own. */
public final class OwnTables {

    /** A row for each promotion, where the configuration asks for it. */
    public static final String JOURNAL = "sync_journal";

    /** There while a load is under way, or has not come to its end. */
    public static final String LOAD = "sync_load";

    /** What that load has set aside. */
    public static final String LOAD_OBJECT = "sync_load_object";

    /** What that load has copied. */
    public static final String LOAD_PART = "sync_load_part";

    /** All of them by name; to be left alone by whoever copies or compares rows. */
    public static final Set<String> NAMES = Set.of(JOURNAL, ProgressTable.NAME, LOAD, LOAD_OBJECT, LOAD_PART);

    private OwnTables() {}
}
