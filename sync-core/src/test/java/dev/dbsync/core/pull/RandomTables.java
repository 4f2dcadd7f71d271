package dev.dbsync.core.pull;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.config.PullConfig.Verify;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.Sql;
import dev.dbsync.core.run.Outcome;
import dev.dbsync.core.testing.PostgresServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Tables of every shape, among which every type of column is dealt out at random, on a source and, in another order of
 * columns, on a target; with extreme values.
 */
final class RandomTables {

    static final String OTHER_SCHEMA = "Größe \"a\" \\";

    private static final int ROWS = 30;

    private final boolean binary;
    private final boolean swap;
    private final PostgresServer from;
    private final PostgresServer to;
    private final List<RandomTable> tables;

    /** @param binary whether all of the types may travel in binary; if not, one of each table may not */
    RandomTables(long seed, boolean binary, String mode, PostgresServer from, PostgresServer to) {
        this.binary = binary;
        this.swap = mode.equals("swap");
        this.from = from;
        this.to = to;
        this.tables = dealt(new Random(seed), RandomType.all(from.majorVersion(), to.majorVersion()));
    }

    private List<RandomTable> dealt(Random random, List<RandomType> types) {
        List<RandomType> dealt =
                new ArrayList<>(types.stream().filter(RandomType::binary).toList());
        Collections.shuffle(dealt, random);
        List<RandomType> others =
                new ArrayList<>(types.stream().filter(type -> !type.binary()).toList());
        Collections.shuffle(others, random);
        if (!binary) {
            dealt.addAll(0, others);
        }
        List<RandomTable.Shape> shapes = List.of(RandomTable.Shape.values());
        return IntStream.range(0, shapes.size())
                .mapToObj(number -> new RandomTable(
                        number,
                        shapes.get(number),
                        IntStream.range(0, dealt.size())
                                .filter(type -> type % shapes.size() == number)
                                .mapToObj(dealt::get)
                                .toList(),
                        random))
                .toList();
    }

    /** Pulls them, and asserts that every value is there as it was. */
    void pull(Path directory, String mode) {
        Database prod = from.createDatabase("prod", true);
        Database local = to.createDatabase("local");
        PullProject project = new PullProject(directory, prod, local).mode(mode).rules(rules());
        create(project, prod, local);
        from.execute(
                prod,
                tables.stream().flatMap(table -> table.inserts(ROWS).stream()).toArray(String[]::new));
        from.execute(
                prod,
                "ALTER DATABASE " + Sql.identifier(prod.url().database()) + " SET intervalstyle = 'sql_standard'",
                "ALTER DATABASE " + Sql.identifier(prod.url().database()) + " SET xmloption = document");

        PullPlan plan = project.plan();
        PullReport report = project.execute(plan);

        assertThat(report.problems()).isEmpty();
        assertThat(report.outcome()).isEqualTo(Outcome.PULLED);
        assertThat(report.tables())
                .isNotEmpty()
                .allSatisfy(table ->
                        assertThat(table.format()).as(table.table().toString()).isEqualTo(binary ? "binary" : "text"));
        assertThat(new Verification(prod, local, plan).problems(Verify.FULL)).isEmpty();
        from.execute(prod, "ALTER DATABASE " + Sql.identifier(prod.url().database()) + " RESET ALL");
        compare(prod, local);
        from.dropDatabase(prod);
        to.dropDatabase(local);
    }

    /** By a migration for a swap, which builds a new database from it; else by hand, each in its own way. */
    private void create(PullProject project, Database prod, Database local) {
        if (swap) {
            project.script("V1__tables.sql", ddl(false).collect(Collectors.joining(";\n", "", ";\n")));
            project.migrate(prod);
        } else {
            from.execute(prod, ddl(false).toArray(String[]::new));
            to.execute(local, ddl(true).toArray(String[]::new));
        }
    }

    private Stream<String> ddl(boolean target) {
        return Stream.of(
                        RandomType.DEFINITIONS.stream(),
                        Stream.of("CREATE SCHEMA " + Sql.identifier(OTHER_SCHEMA)),
                        tables.stream().flatMap(table -> table.ddl(target).stream()))
                .flatMap(part -> part);
    }

    private void compare(Database prod, Database local) {
        for (RandomTable table : tables) {
            assertThat(to.query(local, table.rows(false)))
                    .as(table.qualified())
                    .isEqualTo(from.query(prod, table.rows(false)))
                    .hasSize(table.shape() == RandomTable.Shape.INHERITED ? 2 * ROWS : ROWS);
            if (table.shape() == RandomTable.Shape.INHERITED) {
                assertThat(to.query(local, table.rows(true)))
                        .as("only " + table.qualified())
                        .isEqualTo(from.query(prod, table.rows(true)))
                        .hasSize(ROWS);
            }
        }
        String sequences = "SELECT schemaname, sequencename, last_value FROM pg_sequences ORDER BY 1, 2";
        assertThat(to.query(local, sequences)).isEqualTo(from.query(prod, sequences));
    }

    private String rules() {
        return tables.stream()
                .flatMap(table -> table.ruled().stream()
                        .map(name -> yaml(name) + ":\n"
                                + table.columnNames().stream()
                                        .map(column -> yaml(column) + ": keep\n")
                                        .collect(Collectors.joining())
                                        .indent(2)
                                + (name.endsWith(" heir") ? "  more: keep\n" : "")))
                .collect(Collectors.joining());
    }

    private static String yaml(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\t", "\\t") + "\"";
    }
}
