package dev.dbsync.core.config;

import java.nio.file.Path;
import java.util.Locale;

/**
 * How a target is backed up before it is promoted.
 *
 * @param directory absolute
 * @param keep how many backups of one environment stay; at least 1
 * @param engine who takes it
 * @param scope what is in it
 * @param isDirectoryNamed whether the file names the directory itself; false for the default
 * @param isScopeNamed whether the file names the scope itself; false for the default
 */
public record BackupConfig(
        Path directory, int keep, Engine engine, Scope scope, boolean isDirectoryNamed, boolean isScopeNamed) {

    /** As if the file named neither directory nor scope. */
    public BackupConfig(Path directory, int keep, Engine engine, Scope scope) {
        this(directory, keep, engine, scope, false, false);
    }

    /** Who takes a backup. */
    public enum Engine {
        /** pg_dump where it is found and not older than the server, else the built-in engine. */
        AUTO,
        PG_DUMP,
        BUILT_IN
    }

    /** What a backup holds. */
    public enum Scope {
        /** Schema and rows of everything. */
        FULL,
        /** Schema of everything, rows of lookup tables and of those that pending scripts may change. */
        TOUCHED,
        /** The schema alone. */
        SCHEMA;

        /** As sync.yaml, manifests and reports have it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
