package dev.dbsync.core.migration;

import java.util.Set;

/** The tables that Sync itself keeps beside Flyway's history: each environment has its own. */
public final class OwnTables {

    /** A row for each promotion, where the configuration asks for it. */
    public static final String JOURNAL = "sync_journal";

    /** All of them by name; to be left alone by whoever copies or compares rows. */
    public static final Set<String> NAMES = Set.of(JOURNAL, ProgressTable.NAME);

    private OwnTables() {}
}
