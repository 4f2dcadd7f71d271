package dev.dbsync.core.swap;

import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;

/**
 * The names that the databases of a swap have while it lasts.
 *
 * @param target of the database that is replaced, before, and of the new one, afterwards
 * @param fresh of the new one until it is in place
 * @param replaced of the old one from then on
 */
record SwapNames(String target, String fresh, String replaced) {

    private static final String FRESH = "_sync_new";
    private static final String REPLACED = "_sync_old";
    private static final int HASH_DIGITS = 8;

    /** Those for the database of this connection. */
    static SwapNames of(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT current_database(), current_setting('max_identifier_length')::int")) {
            row.next();
            return of(row.getString(1), row.getInt(2));
        }
    }

    /** @param maxBytes how long a name may be on that server, 63 nearly everywhere */
    static SwapNames of(String target, int maxBytes) {
        String stem = stem(target, maxBytes - FRESH.length());
        return new SwapNames(target, stem + FRESH, stem + REPLACED);
    }

    /** Two long names that begin alike must not lead to the same sibling: a cut one ends with a hash of it all. */
    private static String stem(String target, int maxBytes) {
        if (bytes(target) <= maxBytes) {
            return target;
        }
        String hash = "_" + HexFormat.of().formatHex(digest(target)).substring(0, HASH_DIGITS);
        int end = target.length();
        while (bytes(target.substring(0, end)) > maxBytes - hash.length()) {
            // By code points: half a surrogate pair is no character, and no name either.
            end = target.offsetByCodePoints(end, -1);
        }
        return target.substring(0, end) + hash;
    }

    private static int bytes(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length;
    }

    private static byte[] digest(String name) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new SyncException(new Problem("This Java has no SHA-256", "", "Use another Java"), e);
        }
    }
}
