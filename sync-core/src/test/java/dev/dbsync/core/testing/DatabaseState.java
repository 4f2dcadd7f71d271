package dev.dbsync.core.testing;

import dev.dbsync.core.database.Database;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** All of a database as lines of text, for tests of what a promotion did or did not do to it. */
public final class DatabaseState {

    /** By these names a dump sets, and signature.sql shows, where a sequence stands. */
    private static final String STANDS_AT = "SELECT pg_catalog.setval('%s'";

    private final PostgresServer server;
    private final Set<String> restless;

    /** @param restless sequences whose position does not count, with their schemas */
    public DatabaseState(PostgresServer server, String... restless) {
        this.server = server;
        this.restless = Set.of(restless);
    }

    /**
     * Everything, down to the oids: lines that are only equal where nothing at all was committed in between. By
     * {@code pg_dump} where there is one for this server, and by all that the catalogs hold, but for statistics.
     */
    public List<String> exact(Database database) {
        List<String> lines = new ArrayList<>(catalogs(database));
        lines.addAll(rows(database, "t::text"));
        lines.addAll(positions(database));
        lines.addAll(dump(database));
        return lines;
    }

    /**
     * What two databases have in common that came to the same by different ways: definitions, rows and sequences by
     * their names, without the times of Flyway's history.
     */
    public List<String> content(Database database) {
        List<String> lines = new ArrayList<>(server.query(database, signature()).stream()
                .filter(line -> restless.stream().noneMatch(name -> line.startsWith("sequence (" + signed(name))))
                .toList());
        lines.addAll(rows(database, "(to_jsonb(t) - 'installed_on' - 'execution_time')::text"));
        lines.addAll(positions(database));
        lines.addAll(dump(database, "-s"));
        return lines;
    }

    /** What only one of two states has, with a {@code -} for the first and a {@code +} for the second. */
    public static List<String> difference(List<String> first, List<String> second) {
        List<String> lines = new ArrayList<>();
        List<String> rest = new ArrayList<>(second);
        for (String line : first) {
            if (!rest.remove(line)) {
                lines.add("-" + line);
            }
        }
        rest.forEach(line -> lines.add("+" + line));
        return lines;
    }

    private List<String> catalogs(Database database) {
        List<String> names = server.query(database, """
                SELECT relname
                FROM pg_class
                WHERE relnamespace = 'pg_catalog'::regnamespace
                  AND relkind = 'r'
                  AND NOT relisshared
                  AND relname NOT IN ('pg_statistic', 'pg_statistic_ext_data', 'pg_class', 'pg_namespace')
                ORDER BY 1
                """);
        List<String> queries = names.stream()
                .map(name -> digest(name, "SELECT t::text AS line FROM " + name + " t"))
                .collect(Collectors.toCollection(ArrayList::new));
        // What VACUUM, ANALYZE and the building of an index write in place, outside of any transaction.
        queries.add(digest("pg_class", """
                SELECT (to_jsonb(t) - '{relpages, reltuples, relallvisible, relallfrozen, relhasindex, relfrozenxid,
                                        relminmxid}'::text[])::text AS line
                FROM pg_class t
                """));
        // Those of sessions, for their temporary tables, stay when the sessions are gone.
        queries.add(digest(
                "pg_namespace", "SELECT t::text AS line FROM pg_namespace t WHERE nspname !~ '^pg_(toast_)?temp_'"));
        queries.add(digest("pg_db_role_setting", """
                SELECT t::text AS line
                FROM pg_db_role_setting t JOIN pg_database d ON d.oid = setdatabase AND datname = current_database()
                """));
        return server.query(database, String.join("\nUNION ALL\n", queries) + " ORDER BY 1");
    }

    private static String digest(String name, String lines) {
        return "SELECT concat_ws(' ', '%s', count(*), md5(string_agg(line, E'\\n' ORDER BY line COLLATE \"C\"))) FROM (%s) x"
                .formatted(name, lines);
    }

    private List<String> rows(Database database, String row) {
        List<String> lines = new ArrayList<>();
        for (String table : relations(database, "'r', 'm'")) {
            lines.add(table);
            lines.addAll(server.query(
                    database,
                    "SELECT line FROM (SELECT %s AS line FROM ONLY %s t) x ORDER BY line COLLATE \"C\""
                            .formatted(row, table)));
        }
        return lines;
    }

    private List<String> positions(Database database) {
        List<String> lines = new ArrayList<>();
        for (String sequence : relations(database, "'S'")) {
            if (!restless.contains(sequence)) {
                lines.add(sequence + " " + server.value(database, "SELECT last_value, is_called FROM " + sequence));
            }
        }
        return lines;
    }

    private List<String> relations(Database database, String kinds) {
        return server.query(database, """
                SELECT quote_ident(nspname) || '.' || quote_ident(relname)
                FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
                WHERE relkind IN (%s) AND relispopulated AND nspname !~ '^pg_' AND nspname <> 'information_schema'
                ORDER BY 1
                """.formatted(kinds));
    }

    private List<String> dump(Database database, String... options) {
        return PgDump.forServer(server.majorVersion())
                .map(client -> client.of(database, options).stream()
                        .filter(line -> restless.stream().noneMatch(name -> line.startsWith(STANDS_AT.formatted(name))))
                        .toList())
                .orElse(List.of());
    }

    private static String signed(String name) {
        return name.replace('.', ',') + ",";
    }

    private static String signature() {
        try (InputStream in = DatabaseState.class.getResourceAsStream("/dev/dbsync/core/backup/signature.sql")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
