package dev.dbsync.core.pull;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.comparison.RowComparison;
import dev.dbsync.core.comparison.SampledKeys;
import dev.dbsync.core.comparison.SentTable;
import dev.dbsync.core.comparison.TableVerdict;
import dev.dbsync.core.config.PullConfig.Verify;
import dev.dbsync.core.copy.CopyFormats;
import dev.dbsync.core.database.CatalogView;
import dev.dbsync.core.run.Outcome;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A sample is small, is all over the table, and finds rows wherever the target has them. */
class RowSampleTest extends PullFixture {

    @Test
    void aSampleOfALargeTableReadsFewBlocksOfEitherSide() throws SQLException {
        both("CREATE TABLE large (id int PRIMARY KEY, padding text)");
        server.execute(
                prod, "INSERT INTO large SELECT i, repeat('x', 200) FROM generate_series(1, 60000) i", "ANALYZE large");
        PullPlan plan = pulled("large: { padding: keep }");
        try (Connection reading = prod.connectReadOnly("test");
                Connection written = local.connect("test")) {
            written.setAutoCommit(false);
            CatalogView source = CatalogView.read(reading);
            CatalogView target = CatalogView.read(written);
            RowComparison.Unit unit = Verification.units(plan, source, target, CopyFormats.between(reading, written))
                    .get(0);

            TableVerdict verdict = new RowComparison(Verify.SAMPLE, source, target, plan.masking(), "local", 1)
                    .compare(reading, written, unit);

            assertThat(verdict.problems()).isEmpty();
            assertThat(verdict.rows()).isBetween(500L, 2000L);
            for (Connection side : List.of(reading, written)) {
                assertThat(one(side, "SELECT seq_scan FROM pg_stat_xact_user_tables WHERE relname = 'large'"))
                        .isEqualTo("0");
            }
            assertThat(one(written, "SELECT idx_tup_fetch FROM pg_stat_xact_user_tables WHERE relname = 'large'"))
                    .isEqualTo(Long.toString(verdict.rows()));

            List<String> keys = sampled(reading, plan, source, target, 1);
            String blocks = one(reading, """
                    SELECT count(DISTINCT (ctid::text::point)[0]), max((ctid::text::point)[0]) > 1500
                    FROM large WHERE id = ANY ('{%s}')
                    """.formatted(String.join(",", keys)));
            assertThat(blocks).isEqualTo("32|t");
            assertThat(sampled(reading, plan, source, target, 1)).isEqualTo(keys);
            assertThat(sampled(reading, plan, source, target, 2)).isNotEqualTo(keys);
        }
    }

    @Test
    void whatDiffersInASampledRowOfALargeTableIsFound() throws SQLException {
        both("CREATE TABLE large (id int PRIMARY KEY, padding text)");
        server.execute(
                prod, "INSERT INTO large SELECT i, repeat('x', 200) FROM generate_series(1, 20000) i", "ANALYZE large");
        PullPlan plan = pulled("large: { padding: keep }");
        List<String> keys;
        try (Connection reading = prod.connectReadOnly("test");
                Connection written = local.connect("test")) {
            keys = sampled(reading, plan, CatalogView.read(reading), CatalogView.read(written), 7);
        }
        server.execute(
                local,
                "DELETE FROM large WHERE id = " + keys.get(0),
                "UPDATE large SET padding = 'y' WHERE id = " + keys.get(keys.size() - 1));

        assertThat(new Verification(prod, local, plan).seed(7).problems(Verify.SAMPLE))
                .containsExactly(
                        "1 of " + keys.size() + " sampled rows of large did not arrive",
                        "1 of " + keys.size() + " sampled rows of large differ from the source in padding");
    }

    @Test
    void aTableFullOfGapsIsSampledAllTheSame() {
        both("CREATE TABLE queue (id int PRIMARY KEY, padding text)");
        server.execute(
                prod,
                "INSERT INTO queue SELECT i, repeat('x', 900) FROM generate_series(1, 20000) i",
                "DELETE FROM queue WHERE id % 200 > 0");
        PullPlan plan = pulled("queue: { padding: keep }");

        TableVerdict verdict = new Verification(prod, local, plan).verdict(Verify.SAMPLE);

        assertThat(verdict.problems()).isEmpty();
        assertThat(verdict.rows()).isBetween(50L, 100L);
    }

    @Test
    void ofVeryLongRowsOnlySomeAreRead() {
        both("CREATE TABLE document (id int PRIMARY KEY, content bytea)");
        server.execute(prod, """
                ALTER TABLE document ALTER COLUMN content SET STORAGE EXTERNAL;
                INSERT INTO document SELECT i, decode(repeat('00', 3000000), 'hex') FROM generate_series(1, 20) i
                """);
        PullPlan plan = pulled("document: { content: keep }");

        TableVerdict verdict = new Verification(prod, local, plan).verdict(Verify.SAMPLE);

        assertThat(verdict.problems()).isEmpty();
        assertThat(verdict.rows()).isBetween(2L, 10L);
    }

    @Test
    void veryLongMaskedValuesAreStillSeenToHaveChanged() {
        both("CREATE TABLE letter (id int PRIMARY KEY, body text)");
        server.execute(prod, "INSERT INTO letter SELECT i, repeat('Dear Ann', 2000) || i FROM generate_series(1, 9) i");
        PullPlan plan = pulled("letter: { body: hash }");
        assertThat(new Verification(prod, local, plan).problems(Verify.SAMPLE)).isEmpty();
        server.execute(local, "UPDATE letter SET body = repeat('Dear Ann', 2000) || 5 WHERE id = 5");

        assertThat(new Verification(prod, local, plan).problems(Verify.SAMPLE))
                .containsExactly("1 of 9 sampled rows of letter hold the source's own value in the masked column body");
    }

    @Test
    void keysOfAllSortsFindTheirRows() {
        both("CREATE TYPE mood AS ENUM ('sad', 'so so')", "CREATE DOMAIN code AS varchar(20)", """
                CREATE TABLE "Odd ""k" (mood mood, code code, c char(4), n numeric(10, 2), at timestamptz, d date,
                    u uuid, b bytea, r int4range, f float8, "k0" int, "t" text,
                    PRIMARY KEY (r, mood, code, c, n, at, d, u, b, f, "k0"))
                """);
        server.execute(prod, """
                INSERT INTO "Odd ""k"
                SELECT 'so so', 'C:\\New ' || i, 'x', i / 3.0, timestamptz '0044-03-15 12:00Z BC' + i * interval '1 us',
                       'infinity', md5(i::text)::uuid, decode('00ff5c', 'hex') || i::text::bytea, 'empty',
                       CASE i WHEN 1 THEN 'NaN' WHEN 2 THEN '-0' ELSE i / 7.0::float8 END, i, 'v' || i
                FROM generate_series(1, 200) i
                """);
        PullPlan plan = pulled("'Odd \"k': { code: keep, c: keep, d: keep, b: keep, r: keep, t: keep }");

        TableVerdict verdict = new Verification(prod, local, plan).verdict(Verify.SAMPLE);

        assertThat(verdict.problems()).isEmpty();
        assertThat(verdict.how()).isEqualTo(TableVerdict.How.BY_KEY);
        assertThat(verdict.rows()).isEqualTo(200);
    }

    @Test
    void rowsAreFoundInWhicheverPartitionTheyAre() {
        String root = "CREATE TABLE event (id int, day date, who text, PRIMARY KEY (id, day)) PARTITION BY RANGE (day)";
        both(root);
        server.execute(
                prod,
                "CREATE TABLE event_old PARTITION OF event FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')",
                "CREATE TABLE event_1 (day date NOT NULL, who text, id int NOT NULL)",
                "ALTER TABLE event ATTACH PARTITION event_1 FOR VALUES FROM ('2021-01-01') TO ('2022-01-01')",
                "CREATE TABLE event_2 PARTITION OF event FOR VALUES FROM ('2022-01-01') TO ('2023-01-01')",
                "INSERT INTO event SELECT i, date '2020-01-01' + i, 'w' || i FROM generate_series(1, 1000) i");
        server.execute(
                local,
                "CREATE TABLE event_old PARTITION OF event FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')",
                "CREATE TABLE event_new PARTITION OF event FOR VALUES FROM ('2021-01-01') TO ('2024-01-01')");
        PullPlan plan = pulled("event: { day: keep, who: name }");
        Verification verification = new Verification(prod, local, plan);
        for (Verify mode : List.of(Verify.SAMPLE, Verify.FULL)) {
            assertThat(verification.problems(mode)).isEmpty();
            assertThat(verification.verdicts(mode)).hasSize(2);
            assertThat(verification.verdicts(mode).stream()
                            .mapToLong(TableVerdict::rows)
                            .sum())
                    .isEqualTo(1000);
        }
        server.execute(local, "UPDATE event SET day = day - 1 WHERE id = 900", "DELETE FROM event WHERE id = 10");

        assertThat(verification.problems(Verify.SAMPLE)).hasSize(2).allMatch(what -> what.contains("did not arrive"));
        assertThat(verification.problems(Verify.FULL))
                .contains(
                        "The rows of event differ from the source in day",
                        "The source has 365 rows of event_old, and the target 364");
    }

    @Test
    void rowsOfHeirsAreNotTakenForThoseOfTheirParent() {
        both(
                "CREATE TABLE parent (id int PRIMARY KEY, v int)",
                "CREATE TABLE heir (PRIMARY KEY (id)) INHERITS (parent)");
        server.execute(prod, "INSERT INTO parent VALUES (1, 1), (2, 2)", "INSERT INTO heir VALUES (1, 3), (4, 4)");
        Verification verification = new Verification(prod, local, pulled("parent: { id: keep }"));

        for (Verify mode : List.of(Verify.SAMPLE, Verify.FULL)) {
            assertThat(verification.problems(mode)).isEmpty();
            assertThat(verification.verdicts(mode)).allMatch(verdict -> verdict.rows() == 2);
        }
    }

    private PullPlan pulled(String rules) {
        project.rules(rules);
        PullPlan plan = project.plan();
        PullReport report = project.execute(plan);
        assertThat(report.problems()).isEmpty();
        assertThat(report.outcome()).isEqualTo(Outcome.PULLED);
        return plan;
    }

    /** The keys of the rows that are sampled. */
    private static List<String> sampled(
            Connection reading, PullPlan plan, CatalogView source, CatalogView target, long seed) throws SQLException {
        PlannedTable table = plan.tables().get(0);
        return SampledKeys.of(
                new SentTable(table.table(), table.table(), table.columnNames(), table.where(), table.bytes()),
                source,
                target,
                plan.masking(),
                reading,
                seed);
    }

    private static String one(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            List<String> values = new ArrayList<>();
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                values.add(row.getString(i));
            }
            return values.stream()
                    .map(Optional::ofNullable)
                    .map(v -> v.orElse("∅"))
                    .collect(Collectors.joining("|"));
        }
    }
}
