package dev.dbsync.core.swap;

import dev.dbsync.core.backup.ByteCount;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.problem.SyncException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Why a database cannot be replaced by a new one: rights that are missing, and what cannot be carried over. */
final class Hindrances {

    /**
     * What a swap would lose, or what stands in its way, each with its names. Replication slots and prepared
     * transactions keep a database from being renamed or dropped; a subscription has its worker in it.
     */
    private static final String STATE = """
            SELECT 'it is a standby'
            WHERE pg_catalog.pg_is_in_recovery()
            UNION ALL
            SELECT 'it is a template for other databases'
            FROM pg_catalog.pg_database
            WHERE datname = current_database() AND datistemplate
            UNION ALL
            SELECT 'it subscribes to publications, which would end: ' || string_agg(subname, ', ' ORDER BY subname)
            FROM pg_catalog.pg_subscription
            WHERE subdbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
            HAVING count(*) > 0
            UNION ALL
            SELECT 'logical replication slots read from it: ' || string_agg(slot_name, ', ' ORDER BY slot_name)
            FROM pg_catalog.pg_replication_slots
            WHERE database = current_database()
            HAVING count(*) > 0
            UNION ALL
            SELECT count(*) || ' prepared transactions are waiting for their end in it'
            FROM pg_catalog.pg_prepared_xacts
            WHERE database = current_database()
            HAVING count(*) > 0
            UNION ALL
            SELECT 'it has security labels, which cannot be carried over: ' || string_agg(provider, ', ' ORDER BY provider)
            FROM pg_catalog.pg_shseclabel
            WHERE classoid = 'pg_catalog.pg_database'::regclass
              AND objoid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
            HAVING count(*) > 0
            """;

    /** Since version 16 it takes more than membership to make a role the owner of something. */
    private static final String RIGHTS = """
            SELECT 'the role ' || me.rolname || ' may not create databases (CREATEDB)'
            FROM pg_catalog.pg_roles me
            WHERE me.rolname = current_user AND NOT me.rolcreatedb AND NOT me.rolsuper
            UNION ALL
            SELECT 'the role ' || me.rolname || ' is not its owner, ' || pg_catalog.pg_get_userbyid(d.datdba)
                       || ', nor a member of that role with its rights'
            FROM pg_catalog.pg_database d,
                 pg_catalog.pg_roles me
            WHERE d.datname = current_database()
              AND me.rolname = current_user
              AND NOT (me.rolsuper
                  OR pg_catalog.pg_has_role(d.datdba, 'USAGE') AND pg_catalog.pg_has_role(d.datdba, '%1$s'))
            UNION ALL
            SELECT 'the role ' || me.rolname || ' may not create anything in its tablespace, ' || t.spcname
            FROM pg_catalog.pg_database d
                     JOIN pg_catalog.pg_tablespace t ON t.oid = d.dattablespace,
                 pg_catalog.pg_roles me
            WHERE d.datname = current_database()
              AND me.rolname = current_user
              AND t.spcname <> 'pg_default'
              AND NOT pg_catalog.has_tablespace_privilege(t.oid, 'CREATE')
            UNION ALL
            SELECT 'the role ' || me.rolname || ' may not act as ' || g.rolname
                       || ', who has granted rights on it to others'
            FROM pg_catalog.pg_database d,
                 LATERAL (SELECT DISTINCT grantor FROM pg_catalog.aclexplode(d.datacl)) a
                     JOIN pg_catalog.pg_roles g ON g.oid = a.grantor,
                 pg_catalog.pg_roles me
            WHERE d.datname = current_database()
              AND me.rolname = current_user
              AND a.grantor <> d.datdba
              AND NOT pg_catalog.pg_has_role(a.grantor, '%1$s')
            UNION ALL
            SELECT 'the role ' || me.rolname || ' may not give the new one its setting ' || c.name
                       || coalesce(' for the role ' || r.rolname, '')
            FROM pg_catalog.pg_db_role_setting s
                     JOIN pg_catalog.pg_database d ON d.oid = s.setdatabase
                     LEFT JOIN pg_catalog.pg_roles r ON r.oid = s.setrole,
                 LATERAL (SELECT split_part(entry, '=', 1) FROM unnest(s.setconfig) e (entry)) c (name)
                     LEFT JOIN pg_catalog.pg_settings p ON p.name = c.name,
                 pg_catalog.pg_roles me
            WHERE d.datname = current_database()
              AND me.rolname = current_user
              AND NOT me.rolsuper
              AND NOT ((coalesce(p.context IN ('user', 'backend'), false) OR %2$s)
                  AND (r.oid IS NULL OR r.oid = me.oid OR me.rolcreaterole AND NOT r.rolsuper AND %3$s))
            """;

    private static final String ROLE_SETS_PARAMETERS = "pg_catalog.has_parameter_privilege(c.name, 'SET')";
    private static final String ROLE_IS_ADMINISTERED = "pg_catalog.pg_has_role(r.oid, 'MEMBER WITH ADMIN OPTION')";

    private Hindrances() {}

    static List<String> of(Database target, Connection asking, long bytes) throws SQLException {
        List<String> found = new ArrayList<>(lines(asking, STATE));
        found.addAll(lines(asking, rights(version(asking))));
        found.addAll(namesInUse(asking));
        OptionalLong free = ServerDisk.free(asking);
        if (free.isPresent() && free.getAsLong() < bytes) {
            found.add("the server's disk has " + ByteCount.shown(free.getAsLong()) + " free, and the new one needs "
                    + ByteCount.shown(bytes) + " beside the old one");
        }
        if (found.isEmpty()) {
            try (Maintenance maintenance = Maintenance.open(target, asking)) {
                return List.of();
            } catch (SyncException e) {
                found.add(e.problem().what());
            }
        }
        return found;
    }

    /** What may have come since the plan, and would be lost or stand in the way. */
    static List<String> now(Connection target) throws SQLException {
        return lines(target, STATE);
    }

    private static List<String> namesInUse(Connection asking) throws SQLException {
        SwapNames names = SwapNames.of(asking);
        List<String> found = new ArrayList<>();
        DatabaseProperties.read(asking, names.fresh())
                .filter(other -> !other.isFresh())
                .ifPresent(other -> found.add(inUse(other)));
        DatabaseProperties.read(asking, names.replaced())
                .filter(other -> !other.isReplaced())
                .ifPresent(other -> found.add(inUse(other)));
        return found;
    }

    static String inUse(DatabaseProperties other) {
        return "there is a database named " + other.name() + " that is not Sync's";
    }

    private static String rights(int version) {
        return RIGHTS.formatted(
                version >= 160_000 ? "SET" : "MEMBER",
                version >= 150_000 ? ROLE_SETS_PARAMETERS : "false",
                version >= 160_000 ? ROLE_IS_ADMINISTERED : "true");
    }

    private static int version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT current_setting('server_version_num')::int")) {
            row.next();
            return row.getInt(1);
        }
    }

    private static List<String> lines(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            List<String> lines = new ArrayList<>();
            while (row.next()) {
                lines.add(row.getString(1));
            }
            return lines;
        }
    }
}
