package dev.dbsync.core.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.testing.PostgresServer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TableCopyTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    private static final TableName T = new TableName("public", "t");

    private Database prod;
    private Database local;

    @BeforeEach
    void twoDatabases() {
        prod = server.createDatabase("prod", true);
        local = server.createDatabase("local");
    }

    @Test
    void everyTextArrivesAsItWas() {
        server.execute(prod, "CREATE TABLE t (id int, raw text, masked text)");
        server.execute(local, "CREATE TABLE t (id int, raw text, masked text)");
        server.execute(prod, """
                INSERT INTO t
                SELECT i, v, v
                FROM unnest(ARRAY ['C:\\New', E'a\\tb', E'a\\nb', E'a\\r\\nb', '\\N', '\\.', '', '😀', E'\\b\\f\\v',
                    E'\\x01\\x7f', '\\\\', E'\\\\\\t', NULL, repeat('x', 200000)]) WITH ORDINALITY AS u (v, i)
                """);

        TableCopy.Result result = copy(T, plain("id"), plain("raw"), masked("masked", value -> value));

        assertThat(result.read()).isEqualTo(14);
        assertThat(result.written()).isEqualTo(14);
        String rows = "SELECT id, md5(raw), md5(masked), raw IS NULL FROM t ORDER BY id";
        assertThat(server.query(local, rows)).isEqualTo(server.query(prod, rows));
    }

    @Test
    void aMaskedColumnArrivesMaskedAndOnlyThat() {
        server.execute(prod, "CREATE TABLE t (id int, email text, note text)");
        server.execute(local, "CREATE TABLE t (id int, email text, note text)");
        server.execute(prod, "INSERT INTO t VALUES (1, E'a\\tb', E'c\\td'), (2, NULL, NULL)");

        copy(T, plain("id"), masked("email", value -> "<" + value.length() + ">\t"), plain("note"));

        assertThat(server.query(local, "SELECT * FROM t ORDER BY id")).containsExactly("1|<3>\t|c\td", "2|∅|∅");
    }

    @Test
    void columnsAreMatchedByNameAndNotByPosition() {
        server.execute(prod, "CREATE TABLE t (first text, last text)");
        server.execute(local, "CREATE TABLE t (last text, first text)");
        server.execute(prod, "INSERT INTO t VALUES ('F', 'L')");

        copy(T, plain("first"), plain("last"));

        assertThat(server.query(local, "SELECT first, last FROM t")).containsExactly("F|L");
    }

    @Test
    void quotedNamesAreNames() {
        TableName odd = new TableName("My Schema", "or\"der");
        for (Database database : List.of(prod, local)) {
            server.execute(
                    database,
                    "CREATE SCHEMA \"My Schema\"",
                    "CREATE TABLE \"My Schema\".\"or\"\"der\" (\"select\" int)");
        }
        server.execute(prod, "INSERT INTO \"My Schema\".\"or\"\"der\" VALUES (1)");

        assertThat(copy(odd, plain("select")).written()).isEqualTo(1);
    }

    @Test
    void progressNeverGoesBackAndReachesPlausibleNumbers() {
        server.execute(
                prod,
                "CREATE TABLE t (v text)",
                "INSERT INTO t SELECT repeat('x', 1000) FROM generate_series(1, 5000)");
        server.execute(local, "CREATE TABLE t (v text)");
        List<Long> rows = new ArrayList<>();

        TableCopy.Result result = run(new TableCopy(T, T, List.of(plain("v"))), (copied, bytes) -> rows.add(copied));

        assertThat(result.bytes()).isEqualTo(5000L * 1001);
        assertThat(rows).isSorted().hasSizeBetween(3, 5);
    }

    @Test
    void aRowThatTheTargetRefusesIsNamedByItsConstraintAndNotByItsValue() {
        server.execute(
                prod,
                "CREATE TABLE t (email text)",
                "INSERT INTO t VALUES ('secret@example.org'), ('secret@example.org')");
        server.execute(local, "CREATE TABLE t (email text CONSTRAINT t_email UNIQUE)");

        SyncException failure = catchThrowableOfType(SyncException.class, () -> copy(T, plain("email")));

        assertThat(failure.problem().what()).startsWith("Cannot write t: ").contains("t_email", "23505");
        assertThat(failure.problem().where()).isEqualTo("local");
        assertThat(failure.problem().text()).doesNotContain("secret");
        assertThat(server.value(local, "SELECT count(*) FROM t")).isEqualTo("0");
    }

    @Test
    void aMaskThatFailsCancelsBothSidesAndLeavesTheConnectionsUsable() throws SQLException {
        server.execute(
                prod,
                "CREATE TABLE t (v text)",
                "INSERT INTO t SELECT repeat('x', 1000) FROM generate_series(1, 9000)");
        server.execute(local, "CREATE TABLE t (v text)");
        int[] asked = {0};
        TableCopy copy = new TableCopy(T, T, List.of(masked("v", value -> {
            if (++asked[0] == 5000) {
                throw new IllegalArgumentException("a defect");
            }
            return value;
        })));

        try (Connection source = prod.connectReadOnly("test");
                Connection target = local.connect("test")) {
            IllegalArgumentException failure = catchThrowableOfType(
                    IllegalArgumentException.class,
                    () -> copy.run(side("prod", source), side("local", target), (rows, bytes) -> {}));

            assertThat(failure).hasMessage("a defect");
            source.rollback();
            try (Statement again = source.createStatement()) {
                assertThat(again.execute("SELECT 1")).isTrue();
            }
            try (Statement again = target.createStatement()) {
                assertThat(again.execute("SELECT 1")).isTrue();
            }
        }
        assertThat(server.value(local, "SELECT count(*) FROM t")).isEqualTo("0");
    }

    @Test
    void aSourceThatIsCutOffIsNamedAndNothingArrives() {
        server.execute(
                prod,
                "CREATE TABLE t (v text)",
                "INSERT INTO t SELECT repeat('x', 1000) FROM generate_series(1, 50000)");
        server.execute(local, "CREATE TABLE t (v text)");
        boolean[] cut = {false};

        SyncException failure = catchThrowableOfType(
                SyncException.class,
                () -> run(new TableCopy(T, T, List.of(plain("v"))), (rows, bytes) -> {
                    if (!cut[0]) {
                        cut[0] = true;
                        server.query(
                                local,
                                "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE application_name = 'sync source of test'");
                    }
                }));

        assertThat(failure.problem().what()).startsWith("Cannot read t: ");
        assertThat(failure.problem().where()).isEqualTo("prod");
        assertThat(server.value(local, "SELECT count(*) FROM t")).isEqualTo("0");
    }

    @Test
    void anInterruptEndsTheCopyAndNothingArrives() {
        server.execute(
                prod,
                "CREATE TABLE t (v text)",
                "INSERT INTO t SELECT repeat('x', 1000) FROM generate_series(1, 5000)");
        server.execute(local, "CREATE TABLE t (v text)");

        Thread caller = Thread.currentThread();

        SyncException failure = catchThrowableOfType(
                SyncException.class,
                () -> run(new TableCopy(T, T, List.of(plain("v"))), (rows, bytes) -> caller.interrupt()));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure.problem().what()).isEqualTo("Interrupted while copying t");
        assertThat(server.value(local, "SELECT count(*) FROM t")).isEqualTo("0");
    }

    @Test
    void aLimitTakesOnlySoManyRows() {
        server.execute(prod, "CREATE TABLE t (v int)", "INSERT INTO t SELECT generate_series(1, 100)");
        server.execute(local, "CREATE TABLE t (v int)");

        assertThat(run(new TableCopy(T, T, List.of(plain("v")), Optional.of(7)), (rows, bytes) -> {})
                        .written())
                .isEqualTo(7);
    }

    @Test
    void onlyRowsThatSatisfyEveryConditionAreTaken() {
        server.execute(prod, "CREATE TABLE t (v int)", "INSERT INTO t SELECT generate_series(1, 100)");
        server.execute(local, "CREATE TABLE t (v int)");
        TableCopy some = new TableCopy(T, T, List.of(plain("v")))
                .where("v > 10 OR v = 1 -- of every kind")
                .where("v < 13")
                .as(FormatChoice.binary(Set.of()));

        assertThat(run(some, (rows, bytes) -> {}).written()).isEqualTo(3);
        assertThat(server.query(local, "SELECT v FROM t ORDER BY v")).containsExactly("1", "11", "12");
    }

    @Test
    void aMaskedColumnArrivesMaskedInBinaryToo() {
        String table = "CREATE TABLE t (id int, email text, info jsonb, note text)";
        server.execute(prod, table, "INSERT INTO t VALUES (1, '', '{\"a\": 1}', E'c\\td'), (2, NULL, NULL, '')");
        server.execute(local, table);
        TableCopy masked = new TableCopy(
                T,
                T,
                List.of(
                        plain("id"),
                        masked("email", value -> "<" + value + ">\t"),
                        masked("info", value -> value.replace("1", "2")),
                        plain("note")));

        run(masked.as(FormatChoice.binary(Set.of("info"))), (rows, bytes) -> {});

        assertThat(server.query(local, "SELECT * FROM t ORDER BY id"))
                .containsExactly("1|<>\t|{\"a\": 2}|c\td", "2|∅|∅|");
    }

    @Test
    void frozenRowsAreVisibleToAllWithoutAVacuum() throws SQLException {
        server.execute(prod, "CREATE TABLE t (v int)", "INSERT INTO t SELECT generate_series(1, 100)");
        try (Connection source = prod.connectReadOnly("test");
                Connection target = local.connect("test");
                Statement statement = target.createStatement()) {
            target.setAutoCommit(false);
            statement.execute("CREATE TABLE t (v int)");
            new TableCopy(T, T, List.of(plain("v")))
                    .frozen()
                    .as(FormatChoice.binary(Set.of()))
                    .run(side("prod", source), side("local", target), (rows, bytes) -> {});
            target.commit();
        }
        server.execute(local, "CREATE EXTENSION pg_visibility");

        assertThat(server.value(local, "SELECT all_frozen FROM pg_visibility_map_summary('t')"))
                .isEqualTo("1");
    }

    private TableCopy.Result copy(TableName table, TableCopy.Column... columns) {
        return run(new TableCopy(table, table, Arrays.asList(columns)), (rows, bytes) -> {});
    }

    private TableCopy.Result run(TableCopy copy, TableCopy.Progress progress) {
        try (Connection source = prod.connectReadOnly("source of test");
                Connection target = local.connect("target of test")) {
            return copy.run(side("prod", source), side("local", target), progress);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static TableCopy.Side side(String name, Connection connection) {
        return new TableCopy.Side(name, connection);
    }

    private static TableCopy.Column plain(String name) {
        return new TableCopy.Column(name, Optional.empty());
    }

    private static TableCopy.Column masked(String name, UnaryOperator<String> mask) {
        return new TableCopy.Column(
                name, Optional.of(value -> utf8(mask.apply(new String(value, StandardCharsets.UTF_8)))));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
