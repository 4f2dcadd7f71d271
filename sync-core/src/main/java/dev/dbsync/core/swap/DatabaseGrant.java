package dev.dbsync.core.swap;

import dev.dbsync.core.database.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A privilege on a database.
 *
 * @param grantor who gave it, usually the owner
 * @param grantee null for PUBLIC
 * @param privilege CONNECT, CREATE or TEMPORARY
 * @param grantable whether the grantee may give it to others
 */
record DatabaseGrant(String grantor, String grantee, String privilege, boolean grantable) {

    private static final String READ = """
            SELECT pg_catalog.pg_get_userbyid(a.grantor),
                   CASE WHEN a.grantee <> 0 THEN pg_catalog.pg_get_userbyid(a.grantee) END,
                   a.privilege_type,
                   a.is_grantable
            FROM pg_catalog.pg_database d,
                 LATERAL pg_catalog.aclexplode(
                         coalesce(d.datacl, pg_catalog.acldefault('d', d.datdba))) a
            WHERE d.datname = ?
            ORDER BY a.grantor <> d.datdba, 1, 2, 3
            """;

    /** Those of the owner come first, whether they were given or go without saying. */
    static List<DatabaseGrant> of(Connection connection, String database) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(READ)) {
            statement.setString(1, database);
            try (ResultSet row = statement.executeQuery()) {
                List<DatabaseGrant> grants = new ArrayList<>();
                while (row.next()) {
                    grants.add(
                            new DatabaseGrant(row.getString(1), row.getString(2), row.getString(3), row.getBoolean(4)));
                }
                return grants;
            }
        }
    }

    /**
     * Gives one database the privileges of another, which has the same owner, and no others but those that scripts have
     * given to somebody since it was made; in the caller's transaction.
     */
    static void carry(Connection connection, String from, DatabaseProperties to) throws SQLException {
        List<DatabaseGrant> there = of(connection, to.name());
        List<DatabaseGrant> wanted = new ArrayList<>(of(connection, from));
        there.stream()
                .filter(grant -> !to.owner().equals(grant.grantee()) && !wanted.contains(grant))
                .forEach(wanted::add);
        if (there.equals(wanted)) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            revokeAll(statement, there, to.name());
            for (DatabaseGrant grant : inOrder(wanted, to.owner())) {
                grant.give(statement, to);
            }
        }
    }

    /** Closes a database to all but its owner. */
    static void close(Connection connection, String database) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute("REVOKE ALL ON DATABASE " + Sql.identifier(database) + " FROM PUBLIC");
        }
    }

    private static void revokeAll(Statement statement, List<DatabaseGrant> there, String database) throws SQLException {
        Set<String> grantees = new HashSet<>();
        for (DatabaseGrant grant : there) {
            if (grantees.add(grant.grantee())) {
                statement.execute(
                        "REVOKE ALL ON DATABASE " + Sql.identifier(database) + " FROM " + grant.to() + " CASCADE");
            }
        }
    }

    /** Whoever gives a privilege on must have been given it before. */
    private static List<DatabaseGrant> inOrder(List<DatabaseGrant> grants, String owner) {
        List<DatabaseGrant> ordered = new ArrayList<>();
        List<DatabaseGrant> rest = new ArrayList<>(grants);
        while (!rest.isEmpty()) {
            List<DatabaseGrant> next = rest.stream()
                    .filter(grant ->
                            grant.grantor().equals(owner) || ordered.stream().anyMatch(given -> given.allows(grant)))
                    .toList();
            if (next.isEmpty()) {
                throw new IllegalStateException("privileges that nobody can have given");
            }
            ordered.addAll(next);
            rest.removeAll(next);
        }
        return ordered;
    }

    private boolean allows(DatabaseGrant other) {
        return grantable && privilege.equals(other.privilege) && other.grantor.equals(grantee);
    }

    private void give(Statement statement, DatabaseProperties database) throws SQLException {
        boolean byOwner = grantor.equals(database.owner());
        if (!byOwner) {
            statement.execute("SET LOCAL ROLE " + Sql.identifier(grantor));
        }
        statement.execute("GRANT " + privilege + " ON DATABASE " + Sql.identifier(database.name()) + " TO " + to()
                + (grantable ? " WITH GRANT OPTION" : ""));
        if (!byOwner) {
            statement.execute("SET LOCAL ROLE NONE");
        }
    }

    private String to() {
        return grantee == null ? "PUBLIC" : Sql.identifier(grantee);
    }
}
