package dev.dbsync.core.pull;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.copy.CopyFormats;
import dev.dbsync.core.database.CatalogView;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** In what pieces and order tables are copied. */
class LoadScheduleTest extends PullFixture {

    @Test
    void theRangesOfALargeTableHoldEachRowOnce() throws SQLException {
        both("CREATE TABLE large (id int, pad text)");
        server.execute(
                prod,
                "INSERT INTO large SELECT i, repeat('x', 100) FROM generate_series(1, 30000) i",
                "DELETE FROM large WHERE id % 3 = 0",
                "ANALYZE");
        project.rules("large: { pad: keep }");

        List<LoadUnit> units = schedule(3, 64 * 1024).units();

        assertThat(units).hasSizeGreaterThan(3).allMatch(unit -> !unit.alone() && unit.parts() == units.size());
        assertThat(units).extracting(LoadUnit::part).doesNotHaveDuplicates();
        long rows = units.stream().mapToLong(this::rows).sum();
        assertThat(rows).isEqualTo(20_000);
        String any = String.join(
                ") OR (",
                units.stream().map(unit -> unit.blocks().orElseThrow()).toList());
        assertThat(server.value(prod, "SELECT count(*) FROM large WHERE (" + any + ")"))
                .isEqualTo("20000");
    }

    @Test
    void oneWorkerNeedsNoRanges() throws SQLException {
        both("CREATE TABLE large (id int, pad text)");
        server.execute(prod, "INSERT INTO large SELECT i, repeat('x', 100) FROM generate_series(1, 30000) i");
        project.rules("large: { pad: keep }");

        assertThat(schedule(1, 1024).units())
                .singleElement()
                .satisfies(unit -> assertThat(unit.alone()).isTrue());
    }

    /** Alone, it is emptied in the COPY's own transaction, and its rows are written frozen. */
    @Test
    void aTableThatOneWorkerFillsAtATimeIsNotDivided() throws SQLException {
        both("CREATE TABLE large (id int, pad text)");
        server.execute(prod, "INSERT INTO large SELECT i, repeat('x', 100) FROM generate_series(1, 30000) i");
        project.rules("large: { pad: keep }");

        assertThat(schedule(3, 1, 1024).units())
                .singleElement()
                .satisfies(unit -> assertThat(unit.alone()).isTrue());
    }

    @Test
    void theLargestIsFirstAndWhatItReferencesComesNext() throws SQLException {
        both(
                "CREATE TABLE middle (id int, pad text)",
                "CREATE TABLE tiny (id int PRIMARY KEY)",
                "CREATE TABLE large (id int, tiny int REFERENCES tiny, pad text)");
        server.execute(
                prod,
                "INSERT INTO tiny VALUES (1)",
                "INSERT INTO middle SELECT i, repeat('x', 100) FROM generate_series(1, 5000) i",
                "INSERT INTO large SELECT i, 1, repeat('x', 100) FROM generate_series(1, 20000) i");
        project.rules("large: { pad: keep }\nmiddle: { pad: keep }\n");

        assertThat(schedule(2, 1L << 30).units())
                .extracting(unit -> unit.load().into().name())
                .containsExactly("large", "tiny", "middle");
    }

    /** Also where it is stored as little as nothing, and not where there are many rows of which none is. */
    @Test
    void aTableWithALargeRowIsKnown() throws SQLException {
        both(
                "CREATE TABLE document (id int, body text)",
                "CREATE TABLE upload (id int, body bytea)",
                "CREATE TABLE event (id int, body jsonb)",
                "CREATE TABLE note (id int, body text)");
        server.execute(
                prod,
                "ALTER TABLE note ALTER body SET STORAGE EXTERNAL",
                "INSERT INTO document VALUES (1, repeat('x', 5000000)), (2, 'short')",
                "INSERT INTO upload VALUES (1, convert_to(repeat('x', 5000000), 'UTF8'))",
                "INSERT INTO event SELECT 1, jsonb_agg(md5(i::text)) FROM generate_series(1, 100000) i",
                "INSERT INTO note SELECT i, repeat('x', 10000) FROM generate_series(1, 600) i");
        project.rules("document: { body: keep }\nupload: { body: keep }\nevent: { body: keep }\nnote: { body: keep }");

        assertThat(schedule(2, 1L << 30).units())
                .filteredOn(LoadUnit::largeRows)
                .extracting(unit -> unit.load().into().name())
                .containsExactlyInAnyOrder("document", "upload", "event");
        assertThat(schedule(1, 1L << 30).units()).noneMatch(LoadUnit::largeRows);
    }

    private long rows(LoadUnit unit) {
        return Long.parseLong(server.value(
                prod, "SELECT count(*) FROM large WHERE " + unit.blocks().orElseThrow()));
    }

    private LoadSchedule schedule(int workers, long least) throws SQLException {
        return schedule(workers, workers, least);
    }

    private LoadSchedule schedule(int workers, int onOneTable, long least) throws SQLException {
        PullPlan plan = project.plan();
        try (Connection source = prod.connectReadOnly("test");
                Connection target = local.connect("test")) {
            target.setAutoCommit(false);
            CatalogView view = CatalogView.read(source);
            TargetFit fit = TargetFit.of(
                    plan.tables(), view, CatalogView.read(target), CopyFormats.between(source, target), "local");
            return LoadSchedule.of(
                    fit.loads(), view.catalog().foreignKeys(), source, workers, onOneTable, 4_000_000, least);
        }
    }
}
