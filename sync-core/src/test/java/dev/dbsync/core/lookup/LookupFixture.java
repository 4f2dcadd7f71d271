package dev.dbsync.core.lookup;

import dev.dbsync.core.config.LookupConfig;
import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.testing.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Two databases of one shape, and what a promotion does with their lookup tables.
 *
 * <p>Made once a test class and emptied by each fixture, which is faster than making them anew.
 */
final class LookupFixture {

    private final PostgresServer server;
    final Database source;
    final Database target;

    LookupFixture(Pair pair, String... schema) {
        server = pair.server();
        source = pair.source();
        target = pair.target();
        both("DROP SCHEMA public CASCADE", "CREATE SCHEMA public");
        both(schema);
    }

    /** The two databases that fixtures share, one after the other. */
    record Pair(PostgresServer server, Database source, Database target) {
        static Pair on(PostgresServer server) {
            return new Pair(server, server.createDatabase("source"), server.createDatabase("target"));
        }
    }

    void both(String... sql) {
        server.execute(source, sql);
        server.execute(target, sql);
    }

    void source(String... sql) {
        server.execute(source, sql);
    }

    void target(String... sql) {
        server.execute(target, sql);
    }

    static LookupConfig lookup(String table) {
        return new LookupConfig(table, List.of(), List.of(), false, Optional.empty(), false, "sync.yaml:1:1");
    }

    static LookupConfig keyed(String table, String... key) {
        return new LookupConfig(table, List.of(key), List.of(), false, Optional.empty(), false, "sync.yaml:1:1");
    }

    static LookupConfig ignoring(String table, String... ignored) {
        return new LookupConfig(table, List.of(), List.of(ignored), false, Optional.empty(), false, "sync.yaml:1:1");
    }

    static LookupConfig keeping(String table) {
        return new LookupConfig(table, List.of(), List.of(), true, Optional.empty(), false, "sync.yaml:1:1");
    }

    static LookupConfig where(String table, String condition) {
        return new LookupConfig(table, List.of(), List.of(), false, Optional.of(condition), false, "sync.yaml:1:1");
    }

    static LookupConfig insertOnly(String table) {
        return new LookupConfig(table, List.of(), List.of(), false, Optional.empty(), true, "sync.yaml:1:1");
    }

    static LookupConfig[] lookups(String... tables) {
        return Arrays.stream(tables).map(LookupFixture::lookup).toArray(LookupConfig[]::new);
    }

    static LookupTables resolve(Connection source, Connection target, LookupConfig... lookups) throws SQLException {
        return LookupTables.resolve(List.of(lookups), Catalog.read(source), Catalog.read(target), "public");
    }

    /** What the plan would say. */
    List<LookupDiff> diff(LookupConfig... lookups) throws SQLException {
        try (Connection there = source.connectReadOnly("test");
                Connection here = target.connectReadOnly("test")) {
            return LookupDiff.between(there, here, resolve(there, here, lookups).tables());
        }
    }

    /** Which rows the plan would name. */
    Map<TableName, LookupRows> changes(boolean showValues, LookupConfig... lookups) throws SQLException {
        try (Connection there = source.connectReadOnly("test");
                Connection here = target.connectReadOnly("test")) {
            List<LookupTable> tables = resolve(there, here, lookups).tables();
            LookupReferences references = new LookupReferences(there, here, Catalog.read(here), tables);
            LookupChanges changes = new LookupChanges(showValues);
            LookupDiff.between(there, here, tables, new KnownDifferences(), references, Optional.of(changes));
            return changes.rows();
        }
    }

    List<String> notSurelyEqual(LookupConfig... lookups) throws SQLException {
        try (Connection there = source.connectReadOnly("test");
                Connection here = target.connectReadOnly("test")) {
            return EqualTables.without(
                            there, here, resolve(there, here, lookups).tables())
                    .stream()
                    .map(table -> table.name().name())
                    .toList();
        }
    }

    /** What would stop the plan. */
    List<Problem> references(LookupConfig... lookups) throws SQLException {
        return references(new KnownDifferences(), lookups);
    }

    List<Problem> references(KnownDifferences known, LookupConfig... lookups) throws SQLException {
        try (Connection there = source.connectReadOnly("test");
                Connection here = target.connectReadOnly("test")) {
            List<LookupTable> tables = resolve(there, here, lookups).tables();
            LookupReferences references = new LookupReferences(there, here, Catalog.read(here), tables);
            LookupDiff.between(there, here, tables, known, references, Optional.empty());
            return references.problems();
        }
    }

    /** Locks, compares, merges, verifies and commits, as a promotion without scripts does. */
    List<LookupCounts> promote(LookupConfig... lookups) throws SQLException {
        return promote(new KnownDifferences(), lookups);
    }

    List<LookupCounts> promote(KnownDifferences known, LookupConfig... lookups) throws SQLException {
        try (Connection there = source.connectReadOnly("test");
                Connection here = target.connect("test")) {
            here.setAutoCommit(false);
            List<LookupTable> tables = resolve(there, here, lookups).tables();
            LookupMerge.lock(here, tables.stream().filter(LookupTable::inTarget).toList());
            LookupDiff.between(there, here, tables, known);
            List<LookupCounts> counts = LookupMerge.merge(there, here, tables, Catalog.read(here), known, true);
            LookupVerification.verify(there, here, tables, known);
            here.commit();
            return counts;
        }
    }

    /** Both sides' answers to a query, source first. */
    List<List<String>> answers(String query) {
        List<List<String>> answers = new ArrayList<>();
        answers.add(server.query(source, query));
        answers.add(server.query(target, query));
        return answers;
    }

    List<String> inTarget(String query) {
        return server.query(target, query);
    }
}
