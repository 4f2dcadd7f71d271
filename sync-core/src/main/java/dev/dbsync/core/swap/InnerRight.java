package dev.dbsync.core.swap;

import dev.dbsync.core.database.Sql;

/**
 * A privilege on something within a database, whoever gave it.
 *
 * @param grantee null for PUBLIC
 */
record InnerRight(String grantee, String privilege, boolean grantable) {

    /** Where scripts gave a thing to another owner, that one has the rights that the former one had as its owner. */
    InnerRight ofOwner(String former, String owner) {
        return former.equals(grantee) ? new InnerRight(owner, privilege, grantable) : this;
    }

    String to() {
        return grantee == null ? "PUBLIC" : Sql.identifier(grantee);
    }
}
