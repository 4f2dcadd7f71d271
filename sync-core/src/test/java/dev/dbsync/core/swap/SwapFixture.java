package dev.dbsync.core.swap;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.Sql;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.testing.PostgresServer;
import java.util.List;

/** A target with a table that says which database it is in, and what the cluster knows of it. */
record SwapFixture(PostgresServer server) {

    /** All of a database that is outside of it, but for its oid. */
    private static final String SEEN_FROM_OUTSIDE = """
            SELECT 'database' AS what,
                   (to_jsonb(d) - '{oid, datname, datacl, datfrozenxid, datminmxid, datcollversion, dathasloginevt}'::text[])::text
            FROM pg_database d
            WHERE datname = %1$s
            UNION ALL
            SELECT 'comment', shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %1$s
            UNION ALL
            SELECT 'right', a::text
            FROM pg_database, aclexplode(coalesce(datacl, acldefault('d', datdba))) a
            WHERE datname = %1$s
            UNION ALL
            SELECT 'setting', setrole::regrole || ' ' || setting
            FROM pg_db_role_setting, unnest(setconfig) setting
            WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = %1$s)
            ORDER BY 1, 2
            """;

    Database target(String environment) {
        Database target = server.createDatabase(environment);
        fill(target, "old");
        return target;
    }

    void fill(Database database, String content) {
        server.execute(
                database,
                "CREATE TABLE content (text text NOT NULL)",
                "INSERT INTO content VALUES ('" + content + "')");
    }

    String content(Database database) {
        return server.value(database, "SELECT text FROM content");
    }

    /** A swap from its beginning to its end. */
    Swapped swap(Database target) {
        try (DatabaseSwap swap = DatabaseSwap.create(target, EventSink.none())) {
            fill(swap.fresh(), "new");
            return swap.run();
        }
    }

    /** Databases of the server whose names begin like the target's. */
    List<String> family(Database target) {
        return server.query(
                server.maintenance(),
                "SELECT datname FROM pg_database WHERE starts_with(datname, " + literal(target) + ") ORDER BY 1");
    }

    List<String> seenFromOutside(Database target) {
        return server.query(server.maintenance(), SEEN_FROM_OUTSIDE.formatted(literal(target)));
    }

    static String literal(Database database) {
        return Sql.literal(database.url().database());
    }
}
