package dev.dbsync.core.lookup;

import static dev.dbsync.core.lookup.LookupFixture.keyed;
import static dev.dbsync.core.lookup.LookupFixture.lookup;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.config.LookupConfig;
import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.testing.MoreTries;
import dev.dbsync.core.testing.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;

/**
 * Any two states of tables that reference themselves and each other end equal, whether the rows that differ can be held
 * or not.
 */
@AddLifecycleHook(MoreTries.class)
class LookupMergePropertyTest {

    private static final PostgresServer SERVER = PostgresServer.shared();
    private static final LookupConfig[] LOOKUPS = {lookup("item"), keyed("kind", "a", "b"), lookup("grp")};

    private static LookupFixture sides;

    @BeforeContainer
    static void createTables() {
        sides = new LookupFixture(
                LookupFixture.Pair.on(SERVER),
                """
                CREATE TABLE grp (id int PRIMARY KEY, code text NOT NULL UNIQUE, rank int UNIQUE,
                                  parent int REFERENCES grp, best int)
                """,
                """
                CREATE TABLE item (id int PRIMARY KEY, grp int NOT NULL REFERENCES grp ON DELETE CASCADE,
                                   slot int NOT NULL, price numeric, note json, UNIQUE (grp, slot))
                """,
                "ALTER TABLE grp ADD FOREIGN KEY (best) REFERENCES item",
                "CREATE TABLE kind (a int, b text, item int REFERENCES item ON DELETE SET NULL, UNIQUE (a, b))");
    }

    @AfterContainer
    static void dropDatabases() {
        SERVER.dropDatabases();
    }

    @Property(tries = 40, shrinking = ShrinkingMode.OFF)
    void randomPairsEndEqualAndCountedAsPlanned(@ForAll long sourceSeed, @ForAll long targetSeed, @ForAll boolean room)
            throws SQLException {
        fill(sides.source, new Random(sourceSeed));
        fill(sides.target, new Random(targetSeed));

        List<LookupDiff> planned = sides.diff(LOOKUPS);
        List<LookupCounts> done = sides.promote(known(room), LOOKUPS);

        assertThat(done)
                .isEqualTo(planned.stream()
                        .map(diff -> new LookupCounts(diff.table(), diff.insert(), diff.update(), diff.delete()))
                        .toList());
        for (String table : List.of("grp", "item", "kind")) {
            List<List<String>> rows = sides.answers("SELECT t::text FROM " + table + " t ORDER BY 1");
            assertThat(rows.get(1)).isEqualTo(rows.get(0));
        }
        assertThat(sides.diff(LOOKUPS)).allSatisfy(diff -> {
            assertThat(diff.differs()).isFalse();
            assertThat(diff.sourceDigest()).isEqualTo(diff.targetDigest());
        });
    }

    @Property(tries = 10, shrinking = ShrinkingMode.OFF)
    void aRollbackLeavesEverythingAsItWas(@ForAll long sourceSeed, @ForAll long targetSeed) throws SQLException {
        fill(sides.source, new Random(sourceSeed));
        fill(sides.target, new Random(targetSeed));
        List<LookupDiff> before = sides.diff(LOOKUPS);
        try (Connection there = sides.source.connectReadOnly("test");
                Connection here = sides.target.connect("test")) {
            here.setAutoCommit(false);
            LookupMerge.merge(
                    there, here, LookupFixture.resolve(there, here, LOOKUPS).tables(), Catalog.read(here));
            here.rollback();
        }
        assertThat(sides.diff(LOOKUPS)).isEqualTo(before);
    }

    /**
     * Each table with an option of its own: rows end as the options say, or, refused with a reason, as they were. Most
     * random pairs are refused, since rows that stay hold values and references that those which come need.
     */
    @Property(tries = 60, shrinking = ShrinkingMode.OFF)
    void withOptionsRandomPairsEndAsTheySayOrAreRefusedWhole(
            @ForAll long sourceSeed,
            @ForAll long targetSeed,
            @ForAll @IntRange(max = 124) int options,
            @ForAll boolean room)
            throws SQLException {
        fill(sides.source, new Random(sourceSeed));
        fill(sides.target, new Random(targetSeed));
        LookupConfig[] lookups = {
            option("item", List.of(), options % 5, "id % 4 <> 1", "slot = 1"),
            option("kind", List.of("a", "b"), options / 5 % 5, "b <> 'x'", "item IS NULL"),
            option("grp", List.of(), options / 25, "id % 3 > 0", "rank IS NULL")
        };
        List<Map<String, String>> before = new ArrayList<>();
        List<Map<String, String>> expected = new ArrayList<>();
        for (LookupConfig lookup : lookups) {
            before.add(rows(sides.target, lookup, "true"));
            expected.add(expected(lookup));
        }
        Optional<List<LookupDiff>> planned = planned(room, lookups);
        Statistics.coverage(coverage -> {
            coverage.check("promoted").count(count -> count > 3);
            coverage.check("refused").count(count -> count > 3);
        });
        try {
            List<LookupCounts> done = sides.promote(known(room), lookups);

            Statistics.collect("promoted");
            for (int i = 0; i < lookups.length; i++) {
                assertThat(rows(sides.target, lookups[i], "true"))
                        .as(lookups[i].table())
                        .isEqualTo(expected.get(i));
            }
            assertThat(planned.orElseThrow().stream()
                            .map(diff -> new LookupCounts(diff.table(), diff.insert(), diff.update(), diff.delete())))
                    .containsExactlyElementsOf(done);
        } catch (SyncException e) {
            Statistics.collect("refused");
            assertThat(e.problems())
                    .isNotEmpty()
                    .allMatch(problem -> !problem.remedy().isEmpty());
            for (int i = 0; i < lookups.length; i++) {
                assertThat(rows(sides.target, lookups[i], "true")).isEqualTo(before.get(i));
            }
        }
    }

    private static KnownDifferences known(boolean room) {
        return room ? new KnownDifferences() : new KnownDifferences(0, 1);
    }

    /** Empty where the plan is refused. */
    private static Optional<List<LookupDiff>> planned(boolean room, LookupConfig... lookups) throws SQLException {
        try {
            List<LookupDiff> diffs = sides.diff(lookups);
            return sides.references(known(room), lookups).isEmpty() ? Optional.of(diffs) : Optional.empty();
        } catch (SyncException e) {
            return Optional.empty();
        }
    }

    private static LookupConfig option(String table, List<String> key, int option, String lasting, String passing) {
        Optional<String> condition =
                Optional.of(option == 1 ? lasting : passing).filter(any -> option % 3 == 1);
        return new LookupConfig(table, key, List.of(), option == 2, condition, option == 3, "sync.yaml:1:1");
    }

    /** What the options promise, from the rows as they are now. */
    private static Map<String, String> expected(LookupConfig lookup) {
        String condition = lookup.condition().orElse("true");
        Map<String, String> source = rows(sides.source, lookup, condition);
        Map<String, String> target = rows(sides.target, lookup, "true");
        if (lookup.insertOnly()) {
            source.putAll(target);
            return source;
        }
        if (!lookup.keepDeleted()) {
            target.keySet().removeAll(rows(sides.target, lookup, condition).keySet());
        }
        target.putAll(source);
        return target;
    }

    /** Row by key. */
    private static Map<String, String> rows(Database database, LookupConfig lookup, String condition) {
        String key = lookup.key().isEmpty() ? "id" : String.join(", ", lookup.key());
        Map<String, String> rows = new TreeMap<>();
        SERVER.query(
                        database,
                        "SELECT ROW(%s)::text, t::text FROM %s t WHERE %s".formatted(key, lookup.table(), condition))
                .forEach(row -> rows.put(row.substring(0, row.indexOf('|')), row));
        return rows;
    }

    /** Few different values, so that keys, unique values and references meet often. */
    private static void fill(Database database, Random random) {
        List<String> sql = new ArrayList<>(List.of("BEGIN", "TRUNCATE grp, item, kind"));
        List<Integer> groups = distinct(random, 8);
        List<Integer> codes = shuffled(random, 8);
        for (int i = 0; i < groups.size(); i++) {
            sql.add("INSERT INTO grp (id, code, rank) VALUES (%d, 'c%d', %s)"
                    .formatted(groups.get(i), codes.get(i), random.nextInt(3) == 0 ? null : codes.get(i)));
        }
        List<Integer> items = groups.isEmpty() ? List.of() : distinct(random, 12);
        Map<Integer, Integer> slots = new HashMap<>();
        for (int id : items) {
            int group = groups.get(random.nextInt(groups.size()));
            sql.add("INSERT INTO item VALUES (%d, %d, %d, %s, '%s')"
                    .formatted(
                            id,
                            group,
                            slots.merge(group, 1, Integer::sum),
                            List.of("1", "1.0", "1.00", "2").get(random.nextInt(4)),
                            List.of("{}", "{ }", "[1]").get(random.nextInt(3))));
        }
        for (int id : groups) {
            sql.add("UPDATE grp SET parent = %s, best = %s WHERE id = %d"
                    .formatted(any(random, groups), any(random, items), id));
        }
        for (int key : distinct(random, 9)) {
            sql.add("INSERT INTO kind VALUES (%s, '%s', %s)"
                    .formatted(
                            key % 3 == 0 ? null : Integer.toString(key % 3),
                            List.of("", "x", "y").get(key / 3),
                            any(random, items)));
        }
        sql.add("COMMIT");
        SERVER.execute(database, String.join(";", sql));
    }

    private static Integer any(Random random, List<Integer> values) {
        return values.isEmpty() || random.nextInt(4) == 0 ? null : values.get(random.nextInt(values.size()));
    }

    private static List<Integer> shuffled(Random random, int values) {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < values; i++) {
            all.add(i);
        }
        Collections.shuffle(all, random);
        return all;
    }

    private static List<Integer> distinct(Random random, int values) {
        return shuffled(random, values).subList(0, random.nextInt(values + 1));
    }
}
