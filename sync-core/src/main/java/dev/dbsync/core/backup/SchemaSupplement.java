package dev.dbsync.core.backup;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What pgCodeKeeper does not know of, in its own DDL: replica identities. */
final class SchemaSupplement {

    private static final String REPLICA_IDENTITIES = """
            SELECT format('ALTER TABLE ONLY %I.%I REPLICA IDENTITY %s',
                          n.nspname,
                          c.relname,
                          CASE c.relreplident
                              WHEN 'n' THEN 'NOTHING'
                              WHEN 'f' THEN 'FULL'
                              ELSE 'USING INDEX ' || quote_ident(ic.relname) END)
            FROM pg_class c
                     JOIN pg_namespace n ON n.oid = c.relnamespace
                     LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisreplident
                     LEFT JOIN pg_class ic ON ic.oid = i.indexrelid
            WHERE c.relkind IN ('r', 'p')
              AND c.relpersistence <> 't'
              AND n.nspname !~ '^pg_'
              AND n.nspname <> 'information_schema'
              AND (c.relreplident IN ('n', 'f') OR c.relreplident = 'i' AND ic.relname IS NOT NULL)
              AND NOT EXISTS (SELECT
                              FROM pg_depend d
                              WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
            ORDER BY n.nspname, c.relname
            """;

    private SchemaSupplement() {}

    static List<String> read(Connection connection) throws SQLException {
        List<String> statements = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(REPLICA_IDENTITIES)) {
            while (row.next()) {
                statements.add(row.getString(1));
            }
        }
        return statements;
    }
}
