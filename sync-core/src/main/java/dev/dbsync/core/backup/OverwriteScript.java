package dev.dbsync.core.backup;

/**
 * What psql runs before the script of pg_restore: it begins the transaction, and drops all that the target holds if
 * that is still what the plan has listed.
 */
final class OverwriteScript {

    /** The SQLSTATE for a target that holds something else than was planned; PostgreSQL uses none of this class. */
    static final String CHANGED = "SYNC1";

    private static final String BEGIN = """
            SET client_encoding = 'UTF8';
            SET standard_conforming_strings = on;
            SET statement_timeout = 0;
            SET idle_in_transaction_session_timeout = 0;
            SET lock_timeout = '%s';
            SELECT set_config('transaction_timeout', '0', false)
            FROM pg_settings
            WHERE name = 'transaction_timeout';
            BEGIN;
            SET LOCAL client_min_messages = error;
            """.formatted(BackupSnapshot.LOCK_TIMEOUT);

    private static final String REFUSE_IF = """
            DO $sync$
            BEGIN
                IF %s THEN
                    RAISE EXCEPTION USING ERRCODE = '%s', MESSAGE = 'the target has changed';
                END IF;
            END
            $sync$;
            """;

    private OverwriteScript() {}

    static String of(TargetObjects objects) {
        StringBuilder script = new StringBuilder(BEGIN);
        script.append(refuseIf(TargetQuery.DIGEST + " <> '" + objects.digest() + "'"));
        objects.drops().forEach(drop -> script.append(drop).append(";\n"));
        return script.append(refuseIf(TargetContents.any())).toString();
    }

    private static String refuseIf(String condition) {
        return REFUSE_IF.formatted(condition, CHANGED);
    }
}
