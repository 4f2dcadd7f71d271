package dev.dbsync.core.backup;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What the built-in engine cannot write: without some of it there is no backup, without the rest it is named. */
final class Unwritable {

    /** Tables or indexes may depend on these: a script without them may not run. Oids below 16384 are PostgreSQL's. */
    private static final String NEEDED = """
            WITH found (class, oid, what) AS (
                SELECT 'pg_largeobject_metadata'::regclass, min(oid), count(*) || ' large objects'
                FROM pg_largeobject_metadata
                HAVING count(*) > 0
                UNION ALL
                SELECT 'pg_opclass'::regclass, oid, 'operator class ' || opcname FROM pg_opclass
                UNION ALL
                SELECT 'pg_opfamily'::regclass, oid, 'operator family ' || opfname FROM pg_opfamily
                UNION ALL
                SELECT 'pg_am'::regclass, oid, 'access method ' || amname FROM pg_am
                UNION ALL
                SELECT 'pg_language'::regclass, oid, 'language ' || lanname FROM pg_language
                UNION ALL
                SELECT 'pg_conversion'::regclass, oid, 'conversion ' || conname FROM pg_conversion
                UNION ALL
                SELECT 'pg_transform'::regclass, oid, 'transform for ' || format_type(trftype, NULL) FROM pg_transform)
            SELECT f.what
            FROM found f
            WHERE f.oid >= 16384
              AND NOT EXISTS (SELECT
                              FROM pg_depend d
                              WHERE d.classid = f.class AND d.objid = f.oid AND d.deptype = 'e')
            ORDER BY f.what
            """;

    private static final String LEFT_OUT = """
            SELECT 'publication ' || pubname FROM pg_publication
            UNION ALL
            SELECT 'subscription ' || subname
            FROM pg_subscription
            WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
            UNION ALL
            SELECT DISTINCT 'security labels of ' || provider FROM pg_seclabel
            UNION ALL
            SELECT 'rows of the foreign table ' || c.oid::regclass FROM pg_class c WHERE c.relkind = 'f'
            UNION ALL
            SELECT 'rows of the table ' || t.oid::regclass || ' of the extension ' || e.extname
            FROM pg_extension e,
                 unnest(e.extconfig) t (oid)
                     JOIN pg_class c ON c.oid = t.oid AND c.relkind = 'r'
            ORDER BY 1
            """;

    private Unwritable() {}

    /**
     * @return what is left out, each in a few words
     * @throws RefusedException when the rest would not be a backup
     */
    static List<String> check(BackupSnapshot snapshot, Database database) throws SQLException {
        List<String> needed = texts(snapshot.connection(), NEEDED);
        if (!needed.isEmpty()) {
            throw new RefusedException(new Problem(
                    "The built-in engine cannot back up: " + String.join(", ", needed),
                    database.shown(),
                    "Install pg_dump of the server's version or later: it takes the backup where it is found"));
        }
        return texts(snapshot.connection(), LEFT_OUT);
    }

    private static List<String> texts(Connection connection, String query) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                texts.add(row.getString(1));
            }
        }
        return List.copyOf(texts);
    }
}
