package dev.dbsync.core.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Histories and checkouts in the words of a test. */
final class Histories {

    private final List<AppliedMigration> rows = new ArrayList<>();

    static Histories history() {
        return new Histories();
    }

    Histories versioned(String version, Integer checksum) {
        return row(Optional.of(version), "step " + version, "SQL", script(version), checksum, true);
    }

    Histories failed(String version) {
        return row(Optional.of(version), "step " + version, "SQL", script(version), 1, false);
    }

    Histories java(String version) {
        return row(Optional.of(version), "step " + version, "JDBC", "db.V" + version, null, true);
    }

    Histories repeatable(String name, Integer checksum) {
        return row(Optional.empty(), name, "SQL", "R__" + name + ".sql", checksum, true);
    }

    Histories baseline(String version) {
        return row(Optional.of(version), "<< Flyway Baseline >>", "BASELINE", "<< Flyway Baseline >>", null, true);
    }

    Histories schema() {
        return row(Optional.empty(), "<< Flyway Schema Creation >>", "SCHEMA", "\"app\"", null, true);
    }

    Histories deleted(String version) {
        return row(Optional.of(version), "step " + version, "DELETE", script(version), 1, true);
    }

    Histories undone(String version) {
        return row(Optional.of(version), "step " + version, "UNDO_SQL", "U" + version + "__step.sql", 1, true);
    }

    History build() {
        return new History(true, rows);
    }

    private Histories row(
            Optional<String> version,
            String description,
            String type,
            String script,
            Integer checksum,
            boolean success) {
        rows.add(new AppliedMigration(rows.size() + 1, version, description, type, script, checksum, success));
        return this;
    }

    static LocalMigration local(String version, Integer checksum) {
        return new LocalMigration(
                Optional.of(version), "step " + version, script(version), checksum, "SQL", true, Optional::empty);
    }

    static LocalMigration localJava(String version) {
        return new LocalMigration(
                Optional.of(version), "step " + version, "db.V" + version, null, "JDBC", true, Optional::empty);
    }

    static LocalMigration localRepeatable(String name, Integer checksum) {
        return new LocalMigration(
                Optional.empty(), name, "R__" + name + ".sql", checksum, "SQL", true, Optional::empty);
    }

    static LocalMigration timestamped(String name) {
        return new LocalMigration(
                Optional.empty(), name, "R__" + name + ".sql", (int) System.nanoTime(), "SQL", false, Optional::empty);
    }

    static String script(String version) {
        return "V" + version + "__step.sql";
    }
}
