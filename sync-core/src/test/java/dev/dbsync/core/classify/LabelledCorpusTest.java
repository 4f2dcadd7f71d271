package dev.dbsync.core.classify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.database.Column;
import dev.dbsync.core.database.Column.Identity;
import dev.dbsync.core.database.Column.TypeKind;
import dev.dbsync.core.masking.Classification;
import dev.dbsync.core.masking.TypeCategory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * How well the classifier finds personal columns, on columns of a corpus that is made here. Found is only what a rule
 * is proposed for: a column that is left to a person counts as missed, though a pull would refuse until it is decided.
 */
class LabelledCorpusTest {

    private static final int ROWS = 200;
    private static final long SEED = 20_261_120;

    private static final double LEAST_RECALL = 0.95;
    private static final double LEAST_PRECISION = 0.85;

    private record Labelled(String domain, String name, boolean personal, boolean found, String evidence) {}

    /** Of some columns: how many were personal and found, found and not personal, personal and missed. */
    private record Figures(long hits, long alarms, long misses) {

        static Figures of(List<Labelled> columns) {
            return new Figures(
                    columns.stream()
                            .filter(column -> column.personal() && column.found())
                            .count(),
                    columns.stream()
                            .filter(column -> !column.personal() && column.found())
                            .count(),
                    columns.stream()
                            .filter(column -> column.personal() && !column.found())
                            .count());
        }

        double recall() {
            return (double) hits / (hits + misses);
        }

        double precision() {
            return (double) hits / (hits + alarms);
        }
    }

    @Test
    void mostOfWhatIsPersonalIsFoundAndLittleElse() {
        List<Labelled> tunedOn = judged(CorpusDomains.TUNED_ON);
        List<Labelled> heldOut = judged(CorpusDomains.HELD_OUT);
        print(tunedOn, heldOut);

        assertThat(tunedOn.size() + heldOut.size()).isGreaterThanOrEqualTo(300);
        for (List<Labelled> columns : List.of(tunedOn, heldOut)) {
            assertThat(Figures.of(columns).recall()).isGreaterThanOrEqualTo(LEAST_RECALL);
            assertThat(Figures.of(columns).precision()).isGreaterThanOrEqualTo(LEAST_PRECISION);
        }
    }

    /** At least half of the columns are there to mislead. */
    @Test
    void halfOfTheCorpusIsHarmless() {
        List<Labelled> all = new ArrayList<>(judged(CorpusDomains.TUNED_ON));
        all.addAll(judged(CorpusDomains.HELD_OUT));

        assertThat(all.stream().filter(column -> !column.personal()).count() * 2)
                .isGreaterThanOrEqualTo(all.size());
        assertThat(all.stream().map(Labelled::domain).distinct()).hasSize(16);
    }

    private static List<Labelled> judged(Map<String, String> domains) {
        List<Labelled> judged = new ArrayList<>();
        domains.forEach((domain, lines) -> {
            CorpusValues values = new CorpusValues(SEED + domain.hashCode());
            List<String[]> columns = lines.lines().map(line -> line.split(" ")).toList();
            columns.forEach(line -> {
                List<String> siblings = columns.stream()
                        .filter(other -> other[0].equals(line[0]))
                        .map(other -> other[1])
                        .toList();
                judged.add(judged(domain, line, siblings, values));
            });
        });
        return judged;
    }

    private static Labelled judged(String domain, String[] line, List<String> siblings, CorpusValues values) {
        Column column = column(line[1], line[2]);
        ColumnProfile profile = new ColumnProfile();
        for (int row = 0; row < ROWS; row++) {
            profile.add(values.next(line[4]));
        }
        ColumnJudge judge = new ColumnJudge(
                new ColumnJudge.Place(line[0], siblings, column.name()),
                TypeCategory.of(column),
                column.comment(),
                profile);
        Optional<Judgement> judgement =
                Classification.needsRule(column) ? Optional.of(judge.judge()) : judge.bySureValues();
        return new Labelled(
                domain,
                line[0] + "." + line[1],
                line[3].equals("+"),
                judgement.filter(Judgement::isPersonal).isPresent(),
                judgement.map(Judgement::counted).orElse("of a harmless type"));
    }

    private static Column column(String name, String type) {
        TypeKind kind = type.endsWith("[]") ? TypeKind.ARRAY_OF_BUILT_IN : TypeKind.BUILT_IN;
        return new Column(
                name, type, type, kind, Optional.empty(), false, false, Identity.NONE, false, Optional.empty());
    }

    /** The table that docs/masking.md quotes, and every column that was judged wrongly. */
    private static void print(List<Labelled> tunedOn, List<Labelled> heldOut) {
        Map<String, List<Labelled>> rows = new LinkedHashMap<>();
        for (List<Labelled> columns : List.of(tunedOn, heldOut)) {
            columns.forEach(column -> rows.computeIfAbsent(column.domain(), domain -> new ArrayList<>())
                    .add(column));
        }
        rows.put("tuned on", tunedOn);
        rows.put("held out", heldOut);
        StringBuilder table =
                new StringBuilder("\n| domain | columns | personal | recall | precision |\n|---|--:|--:|--:|--:|\n");
        rows.forEach((name, columns) -> {
            Figures figures = Figures.of(columns);
            table.append(String.format(
                    "| %s | %d | %d | %.3f | %.3f |%n",
                    name, columns.size(), figures.hits() + figures.misses(), figures.recall(), figures.precision()));
        });
        for (List<Labelled> columns : List.of(tunedOn, heldOut)) {
            columns.stream()
                    .filter(column -> column.personal() != column.found())
                    .forEach(column -> table.append(column.personal() ? "missed " : "false alarm ")
                            .append(column.domain())
                            .append(' ')
                            .append(column.name())
                            .append(": ")
                            .append(column.evidence())
                            .append('\n'));
        }
        System.out.println(table);
    }
}
