package dev.dbsync.core.backup;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The backup's roles as the target's server has them.
 *
 * @param lackedOwners owners that are not there, or that the restoring role may not act for
 * @param missing roles that are not there, so that nothing can be granted to them
 * @param publicOwner the owner of the target's schema public; empty where there is no such schema
 */
record RestoreRoles(Set<String> lackedOwners, Set<String> missing, Optional<String> publicOwner) {

    private static final String LACKED = """
            SELECT w.name, r.oid IS NULL
            FROM unnest(?::text[]) w (name)
                     LEFT JOIN pg_roles r ON r.rolname = w.name
            WHERE r.oid IS NULL
               OR NOT pg_has_role(current_user, r.oid, 'MEMBER')
            """;

    static RestoreRoles of(Manifest.Roles roles, Connection target) throws SQLException {
        Set<String> lackedOwners = new TreeSet<>();
        Set<String> missing = new TreeSet<>();
        collect(roles.owners(), target, lackedOwners, missing);
        collect(roles.others(), target, new TreeSet<>(), missing);
        return new RestoreRoles(Set.copyOf(lackedOwners), Set.copyOf(missing), publicOwner(target));
    }

    private static Optional<String> publicOwner(Connection target) throws SQLException {
        try (PreparedStatement statement = target.prepareStatement(
                        "SELECT pg_get_userbyid(nspowner) FROM pg_namespace WHERE nspname = 'public'");
                ResultSet row = statement.executeQuery()) {
            return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
        }
    }

    private static void collect(List<String> names, Connection target, Set<String> lacked, Set<String> missing)
            throws SQLException {
        Array array = target.createArrayOf("text", names.toArray());
        try (PreparedStatement statement = target.prepareStatement(LACKED)) {
            statement.setArray(1, array);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    lacked.add(row.getString(1));
                    if (row.getBoolean(2)) {
                        missing.add(row.getString(1));
                    }
                }
            }
        } finally {
            array.free();
        }
    }

    List<String> warnings(String engine) {
        List<String> warnings = new ArrayList<>();
        boolean pgDump = engine.equals(BackupResult.PG_DUMP);
        if (!lackedOwners.isEmpty()) {
            warnings.add("Roles that own objects in the backup cannot be used on the target: "
                    + String.join(", ", new TreeSet<>(lackedOwners)) + ". "
                    + (pgDump ? "Every object" : "What they own") + " will belong to the role that restores");
        }
        if (!missing.isEmpty()) {
            warnings.add("Roles are missing on the target: " + String.join(", ", new TreeSet<>(missing)) + ". "
                    + (pgDump ? "No privileges" : "None of their privileges") + " will be restored; create them first"
                    + " (CREATE ROLE …) to have those too");
        }
        return warnings;
    }
}
