package dev.dbsync.core.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.run.Outcome;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A pull in place that was interrupted is ended, and what stands in its way is known to its plan. */
class PullRestoreIndexesTest extends PullFixture {

    @BeforeEach
    void tables() {
        both(
                "CREATE TABLE parent (id int PRIMARY KEY, pad text)",
                "CREATE TABLE child (id int PRIMARY KEY, parent int NOT NULL REFERENCES parent, pad text)",
                "CREATE INDEX child_parent ON child (parent)");
        server.execute(
                prod,
                "INSERT INTO parent SELECT i, repeat('x', 1500) FROM generate_series(1, 4000) i",
                "INSERT INTO child SELECT i, i, repeat('y', 1500) FROM generate_series(1, 4000) i",
                "ANALYZE");
        project.mode("in-place").rules("""
                parent: { pad: keep }
                child: { pad: keep }
                """);
    }

    @Test
    void anInterruptedPullIsEndedWithTheSchemaAsItWas() {
        List<String> before = TargetState.schema(server, local);
        interrupted();
        assertThat(TargetState.schema(server, local)).isNotEqualTo(before);

        RestoreIndexesReport report = project.restoreIndexes();

        assertThat(report.problems()).isEmpty();
        assertThat(report.outcome()).isEqualTo(Outcome.RESTORED);
        assertThat(TargetState.schema(server, local)).isEqualTo(before);
        assertThat(project.pull().outcome()).isEqualTo(Outcome.PULLED);
    }

    /** In one transaction it would commit a schema that lacks indexes and keys. */
    @Test
    void aPullInOneTransactionIsRefusedUntilThen() {
        interrupted();
        project.mode("transaction");
        assertThatThrownBy(project::plan)
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("did not come to its end")
                .hasMessageContaining("-Dsync.restoreIndexes");
        assertThat(project.restoreIndexes().outcome()).isEqualTo(Outcome.RESTORED);
        assertThat(project.pull().outcome()).isEqualTo(Outcome.PULLED);
    }

    @Test
    void thePlanSaysWhatStaysInPlace() {
        server.execute(local, "CREATE VIEW by_key AS SELECT id, pad FROM parent GROUP BY id");
        assertThat(project.plan().notices())
                .anySatisfy(notice -> assertThat(notice).contains("parent_pkey stays in place", "by_key"));
        assertThat(project.pull().outcome()).isEqualTo(Outcome.PULLED);
    }

    @Test
    void thePlanIsRefusedWhereTheRecordHasNoPlace() {
        server.execute(
                local,
                "CREATE ROLE filler LOGIN PASSWORD 'filler'",
                "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
                "ALTER TABLE parent OWNER TO filler",
                "ALTER TABLE child OWNER TO filler");
        try {
            Database weak = server.as(local, "filler", "filler");
            PullProject asWeak =
                    new PullProject(directory, prod, weak).mode("in-place").rules("""
                            parent: { pad: keep }
                            child: { pad: keep }
                            """);
            assertThatThrownBy(asWeak::plan)
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("may not create tables in the schema public")
                    .hasMessageContaining("pull.mode: transaction");
        } finally {
            server.execute(local, "REASSIGN OWNED BY filler TO postgres", "DROP OWNED BY filler", "DROP ROLE filler");
        }
    }
}
