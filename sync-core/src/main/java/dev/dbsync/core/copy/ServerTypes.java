package dev.dbsync.core.copy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a database says of its types as far as their bytes are concerned. Types are named as {@code format_type} names
 * those that the search path does not show.
 *
 * @param majorVersion of the server, such as 18
 * @param encoding of the database
 * @param rangeOf the type that a range of a user's, or a multirange, is made of
 * @param ofExtension the extension of a type that can be sent and received in binary
 */
record ServerTypes(int majorVersion, String encoding, Map<String, String> rangeOf, Map<String, Extension> ofExtension) {

    /** @param type the type's own name, without its schema */
    record Extension(String name, String version, String type) {}

    private static final String SERVER = """
            SELECT current_setting('server_version_num')::int / 10000, current_setting('server_encoding')
            """;

    /** Multiranges came with PostgreSQL 14. Only what is made of a type of PostgreSQL's own is of interest. */
    private static final String RANGES = """
            SELECT quote_ident(n.nspname) || '.' || quote_ident(t.typname), format_type(s.oid, NULL)
            FROM pg_range r
                     JOIN pg_type t ON t.oid IN (r.rngtypid, (to_jsonb(r) ->> 'rngmultitypid')::oid)
                     JOIN pg_namespace n ON n.oid = t.typnamespace
                     JOIN pg_type s ON s.oid = r.rngsubtype
            WHERE s.typnamespace = 'pg_catalog'::regnamespace
            """;

    private static final String EXTENSIONS = """
            SELECT quote_ident(n.nspname) || '.' || quote_ident(t.typname), e.extname, e.extversion, t.typname
            FROM pg_type t
                     JOIN pg_namespace n ON n.oid = t.typnamespace
                     JOIN pg_depend d ON d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e'
                     JOIN pg_extension e ON e.oid = d.refobjid
            WHERE d.refclassid = 'pg_extension'::regclass
              AND t.typtype = 'b'
              AND t.typsend <> 0
              AND t.typreceive <> 0
            """;

    static ServerTypes read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            Map<String, String> rangeOf = new HashMap<>();
            try (ResultSet row = statement.executeQuery(RANGES)) {
                while (row.next()) {
                    rangeOf.put(row.getString(1), row.getString(2));
                }
            }
            Map<String, Extension> ofExtension = new HashMap<>();
            try (ResultSet row = statement.executeQuery(EXTENSIONS)) {
                while (row.next()) {
                    ofExtension.put(
                            row.getString(1), new Extension(row.getString(2), row.getString(3), row.getString(4)));
                }
            }
            try (ResultSet row = statement.executeQuery(SERVER)) {
                row.next();
                return new ServerTypes(row.getInt(1), row.getString(2), rangeOf, ofExtension);
            }
        }
    }

    Optional<Extension> extension(String type) {
        return Optional.ofNullable(ofExtension.get(type));
    }
}
