package dev.dbsync.core.swap;

import dev.dbsync.core.database.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * What the cluster's catalog says of a database as a whole.
 *
 * @param provider of its locale: {@code c} for libc, {@code i}, {@code b}; null on version 14, which knows libc only
 * @param locale of ICU or of the server's own provider; null with libc
 * @param icuRules null where there are none
 * @param connectionLimit -1: none; -2: a DROP DATABASE that was interrupted has left it unusable
 * @param comment null where there is none
 */
record DatabaseProperties(
        long oid,
        String name,
        String owner,
        String encoding,
        String collate,
        String ctype,
        String provider,
        String locale,
        String icuRules,
        String tablespace,
        int connectionLimit,
        boolean isTemplate,
        String comment) {

    /** By way of jsonb, which has those of the columns that this version of PostgreSQL has. */
    private static final String READ = """
            SELECT d.oid::bigint,
                   d.datname,
                   pg_catalog.pg_get_userbyid(d.datdba),
                   pg_catalog.pg_encoding_to_char(d.encoding),
                   d.datcollate,
                   d.datctype,
                   j.row ->> 'datlocprovider',
                   coalesce(j.row ->> 'datlocale', j.row ->> 'daticulocale'),
                   j.row ->> 'daticurules',
                   t.spcname,
                   d.datconnlimit,
                   d.datistemplate,
                   pg_catalog.shobj_description(d.oid, 'pg_database')
            FROM pg_catalog.pg_database d
                     JOIN pg_catalog.pg_tablespace t ON t.oid = d.dattablespace,
                 LATERAL (SELECT pg_catalog.to_jsonb(d)) j (row)
            WHERE d.datname = ?
            """;

    /** What a sibling is made with: a comment can only be put on it afterwards, and a run may die in between. */
    private static final int MARK = 1_398_361_667;

    private static final String FRESH_COMMENT = "Sync swap: is being filled, to take the place of ";
    private static final String FILLED_COMMENT = "Sync swap: is filled, to take the place of ";
    private static final String BY = ", by the load ";
    private static final String REPLACED_COMMENT = "Sync swap: was replaced, and is to be dropped: ";

    /** Empty where there is no database of this name. */
    static Optional<DatabaseProperties> read(Connection connection, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(READ)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(of(row)) : Optional.empty();
            }
        }
    }

    private static DatabaseProperties of(ResultSet row) throws SQLException {
        return new DatabaseProperties(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                row.getString(9),
                row.getString(10),
                row.getInt(11),
                row.getBoolean(12),
                row.getString(13));
    }

    static String freshComment(String target) {
        return FRESH_COMMENT + target;
    }

    /** @param load what it was filled by */
    static String filledComment(String target, String load) {
        return FILLED_COMMENT + target + BY + load;
    }

    static String replacedComment(String target) {
        return REPLACED_COMMENT + target;
    }

    /** Whether a swap has made this database. */
    boolean isFresh() {
        return comment == null ? connectionLimit == MARK : comment.startsWith(FRESH_COMMENT) || isFilled();
    }

    private boolean isFilled() {
        return comment != null && comment.startsWith(FILLED_COMMENT) && comment.contains(BY);
    }

    /** What a sibling was filled by; empty for one that is not, or not yet wholly, filled. */
    Optional<String> filledBy() {
        return isFilled() ? Optional.of(comment.substring(comment.lastIndexOf(BY) + BY.length())) : Optional.empty();
    }

    /** Whether a swap has put another one into the place of this database. */
    boolean isReplaced() {
        return comment != null && comment.startsWith(REPLACED_COMMENT);
    }

    /** The statement that makes a new database of the same properties, marked as a sibling. */
    String createAs(String fresh) {
        StringBuilder sql = new StringBuilder("CREATE DATABASE ")
                .append(Sql.identifier(fresh))
                .append(" WITH TEMPLATE template0 OWNER ")
                .append(Sql.identifier(owner))
                .append(" ENCODING ")
                .append(Sql.literal(encoding))
                .append(" LC_COLLATE ")
                .append(Sql.literal(collate))
                .append(" LC_CTYPE ")
                .append(Sql.literal(ctype));
        if ("i".equals(provider)) {
            sql.append(" LOCALE_PROVIDER icu ICU_LOCALE ").append(Sql.literal(locale));
        } else if ("b".equals(provider)) {
            sql.append(" LOCALE_PROVIDER builtin BUILTIN_LOCALE ").append(Sql.literal(locale));
        } else if (provider != null) {
            // Said, because template0 may have another.
            sql.append(" LOCALE_PROVIDER libc");
        }
        if (icuRules != null) {
            sql.append(" ICU_RULES ").append(Sql.literal(icuRules));
        }
        if (!tablespace.equals("pg_default")) {
            sql.append(" TABLESPACE ").append(Sql.identifier(tablespace));
        }
        return sql.append(" CONNECTION LIMIT ").append(MARK).toString();
    }
}
