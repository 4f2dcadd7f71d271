package dev.dbsync.core.pull;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.run.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever the schema and the rules: the plan refuses, or the pull ends with no survivor and all constraints valid, or
 * it fails because of a survivor that is really there. Survivors are sought here by reading everything.
 */
class PullRandomSchemasTest extends PullFixture {

    private static final int ALL = 200;
    private static final int ALWAYS = 12;

    private static final List<Outcome> outcomes = new ArrayList<>();

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("some")
    void nothingSurvivesInSomeSchemas(long seed) {
        check(seed);
    }

    @Tag("exhaustive")
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("others")
    void nothingSurvivesInManySchemas(long seed) {
        check(seed);
    }

    /** Half of them such that a kept column holds what another one masks. */
    private static LongStream some() {
        return LongStream.concat(
                seeds().filter(seed -> new RandomSchema(seed).leaks()).limit(ALWAYS / 2),
                seeds().filter(seed -> !new RandomSchema(seed).leaks()).limit(ALWAYS / 2));
    }

    private static LongStream others() {
        Set<Long> others = some().boxed().collect(Collectors.toSet());
        return seeds().filter(seed -> !others.contains(seed));
    }

    private static LongStream seeds() {
        return LongStream.range(0, ALL);
    }

    /** Chance could have made all of them refused, and then nothing was tried. */
    @AfterAll
    static void someWerePulledAndSomeFoundOut() {
        assertThat(outcomes).contains(Outcome.PULLED, Outcome.FAILED, Outcome.REFUSED);
        assertThat(outcomes.stream().filter(Outcome.PULLED::equals)).hasSizeGreaterThanOrEqualTo(outcomes.size() / 4);
    }

    private void check(long seed) {
        RandomSchema schema = new RandomSchema(seed);
        both(schema.ddl().toArray(String[]::new));
        List<String> rows = schema.rows().toList();
        for (String row : rows) {
            insert(row);
        }
        if (schema.relations().contains("seen")) {
            server.execute(prod, "REFRESH MATERIALIZED VIEW seen");
        }
        project.mode(List.of("transaction", "in-place").get((int) (seed % 2)))
                .pull("verify: full")
                .rules(schema.rules());
        PullPlan plan;
        try {
            plan = project.plan();
        } catch (RefusedException refused) {
            assertThat(everything(local)).isEmpty();
            outcomes.add(Outcome.REFUSED);
            return;
        }
        Set<String> identifying = schema.identifying((table, column) ->
                plan.masking().masks(new TableName("public", table)).containsKey(column));

        // Rows that break a constraint are not there.
        List<String> masked = plan.masking().rules().stream()
                .flatMap(rule ->
                        server
                                .query(
                                        prod,
                                        "SELECT lower(" + rule.column() + "::text) FROM "
                                                + rule.table().sql())
                                .stream())
                .toList();
        identifying.removeIf(value -> masked.stream().noneMatch(text -> text.contains(value)));

        PullReport report = project.execute(plan);

        outcomes.add(report.outcome());
        List<String> survivors = survivors(local, identifying);
        assertThat(survivors).as("what a reader of everything finds").isEmpty();
        assertThat(server.query(local, "SELECT conname FROM pg_constraint WHERE NOT convalidated"))
                .isEmpty();
        if (report.outcome() == Outcome.FAILED) {
            assertThat(report.proof()).as(report.problems().toString()).isPresent();
            assertThat(report.proof().orElseThrow().survivors()).isNotEmpty();
            assertThat(survivors(prod, identifying)).isNotEmpty();
        } else {
            assertThat(report.outcome()).isEqualTo(Outcome.PULLED);
            assertThat(server.value(local, "SELECT count(*) FROM pg_constraint WHERE contype IN ('f', 'u', 'p', 'c')"))
                    .isEqualTo(server.value(
                            prod, "SELECT count(*) FROM pg_constraint WHERE contype IN ('f', 'u', 'p', 'c')"));
        }
    }

    /** A row that breaks one of the random constraints is left out. */
    private void insert(String row) {
        server.execute(
                prod,
                "DO $do$ BEGIN " + row
                        + "; EXCEPTION WHEN integrity_constraint_violation OR string_data_right_truncation"
                        + " THEN NULL; END $do$");
    }

    private List<String> survivors(Database database, Set<String> identifying) {
        List<String> survivors = new ArrayList<>();
        for (String text : everything(database)) {
            String read = text.toLowerCase(Locale.ROOT);
            identifying.stream().filter(read::contains).forEach(survivors::add);
        }
        return survivors;
    }

    private List<String> everything(Database database) {
        List<String> rows = new ArrayList<>();
        server.query(
                        database,
                        "SELECT oid::regclass FROM pg_class WHERE relkind IN ('r', 'm') AND relispopulated"
                                + " AND relnamespace = 'public'::regnamespace")
                .forEach(table -> rows.addAll(server.query(database, "SELECT t::text FROM " + table + " t")));
        return rows;
    }
}
