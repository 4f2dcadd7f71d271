package dev.dbsync.core.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbsync.core.config.PullConfig.Mode;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.run.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What no plan can reason about is tried with masked rows before a row of the target is replaced. */
class MaskedSampleTest extends PullFixture {

    private static final String SCHEMA = """
            CREATE DOMAIN short AS text CHECK (length(VALUE) < 12);
            CREATE TABLE t (id int PRIMARY KEY, a text, b short, c text, d text, e text,
                CHECK (a LIKE 'a%'),
                c_number int GENERATED ALWAYS AS (length(c) / nullif(strpos(c, 'z'), 0)) STORED)
            PARTITION BY RANGE (id);
            CREATE TABLE t_1 PARTITION OF t FOR VALUES FROM (0) TO (100);
            CREATE TABLE t_2 PARTITION OF t FOR VALUES FROM (100) TO (200);
            ALTER TABLE t_2 ADD CHECK (e LIKE 'e%');
            CREATE INDEX t_d ON t ((d::int));
            """;

    private static final String ROWS =
            "INSERT INTO t (id, a, b, c, d, e) SELECT i, 'a' || i, 'b' || i, 'cz', i, 'e' FROM generate_series(0, 199, 7) i";

    @ParameterizedTest
    @CsvSource({"a, t_1", "b, t_1", "d, t_1", "e, t_2"})
    void aMaskThatACheckADomainAnIndexOrAPartitionRefusesIsFoundByThePlan(String column, String table) {
        both(SCHEMA);
        server.execute(prod, ROWS);
        server.execute(local, ROWS);
        project.rules(rules(column));

        List<Problem> problems =
                catchThrowableOfType(RefusedException.class, project::plan).problems();

        assertThat(problems).anySatisfy(problem -> {
            assertThat(problem.what()).contains("do not fit into", table);
            assertThat(problem.remedy()).contains(column + ": hash");
        });
        assertThat(server.value(local, "SELECT count(*) FROM t WHERE a LIKE 'a%'"))
                .isEqualTo("29");
    }

    @Test
    void aNewDatabaseIsTriedSoBeforeItTakesTheOldOnesPlace() {
        project.mode("swap").script("V1__t.sql", SCHEMA).rules(rules("e"));
        project.migrate(prod);
        project.migrate(local);
        server.execute(prod, ROWS);
        server.execute(local, "INSERT INTO t (id, a) VALUES (1, 'abc')");
        PullPlan plan = project.plan();
        assertThat(plan.filling().mode()).isEqualTo(Mode.SWAP);

        RefusedException refusal = catchThrowableOfType(RefusedException.class, () -> {
            PullReport report = project.execute(plan);
            assertThat(report.outcome()).isNotEqualTo(Outcome.PULLED);
            throw new RefusedException(report.problems());
        });

        assertThat(refusal.problems())
                .anySatisfy(problem -> assertThat(problem.what()).contains("do not fit into", "t_2"));
        assertThat(server.query(local, "SELECT a FROM t")).containsExactly("abc");
    }

    private static String rules(String hashed) {
        StringBuilder rules = new StringBuilder("t:\n");
        for (String column : List.of("a", "b", "c", "d", "e")) {
            rules.append("  ")
                    .append(column)
                    .append(": ")
                    .append(column.equals(hashed) ? "hash" : "keep")
                    .append('\n');
        }
        return rules.toString();
    }
}
