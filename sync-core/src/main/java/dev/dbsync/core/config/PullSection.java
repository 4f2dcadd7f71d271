package dev.dbsync.core.config;

import dev.dbsync.core.config.PullConfig.Mode;
import dev.dbsync.core.config.PullConfig.Verify;
import dev.dbsync.core.config.YamlNode.Scalar;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads {@code pull}. */
final class PullSection {

    private static final Map<String, Mode> MODES =
            Map.of("swap", Mode.SWAP, "in-place", Mode.IN_PLACE, "transaction", Mode.TRANSACTION);
    private static final Map<String, Optional<Mode>> MODE_WORDS = modeWords();
    private static final Map<String, Verify> VERIFY =
            Map.of("counts", Verify.COUNTS, "sample", Verify.SAMPLE, "full", Verify.FULL);

    private final Section section;
    private final EnvironmentsSection environments;
    private final List<String> tables = new ArrayList<>();
    private final Map<String, String> where = new LinkedHashMap<>();

    private PullSection(Section section, EnvironmentsSection environments) {
        this.section = section;
        this.environments = environments;
    }

    static PullConfig read(Section root, EnvironmentsSection environments) {
        return new PullSection(root.section("pull"), environments).read();
    }

    private PullConfig read() {
        Optional<String> from = environment("from");
        Optional<String> to = environment("to");
        List<String> chain = environments.chain();
        String source = from.orElse(chain.get(chain.size() - 1));
        if (to.filter(source::equals).isPresent()) {
            section.complain(
                    "'pull.to' is the environment that is pulled from",
                    section.node("to").orElseThrow().place(),
                    "Name another: production is never written by a pull.");
        }
        tables();
        Optional<Mode> mode = section.word("mode", MODE_WORDS, Optional.empty());
        OptionalInt workers = number("workers");
        if (workers.orElse(1) > 1 && mode.filter(Mode.TRANSACTION::equals).isPresent()) {
            section.complain(
                    "'pull.workers' says nothing beside 'mode: transaction'",
                    section.node("workers").orElseThrow().place(),
                    "One transaction has one connection. Take one of them out.");
        }
        PullConfig pull = new PullConfig(
                source,
                to,
                section.has("tables") ? tables : List.of("*"),
                section.texts("exclude").orElse(List.of()),
                where,
                mode,
                workers,
                section.word("verify", VERIFY, Verify.SAMPLE),
                number("maxRate"),
                section.has("statementTimeout")
                        ? Optional.of(section.duration("statementTimeout", Duration.ZERO))
                        : Optional.empty());
        section.nothingElse();
        return pull;
    }

    private Optional<String> environment(String key) {
        Optional<String> name = section.text(key);
        name.ifPresent(found -> environments.check(
                "pull." + key, found, section.node(key).orElseThrow().place()));
        return name;
    }

    private OptionalInt number(String key) {
        return section.has(key) ? OptionalInt.of(section.count(key, 1)) : OptionalInt.empty();
    }

    /** Each a name or pattern, or a map with a condition beside it. */
    private void tables() {
        for (YamlNode item : section.items("tables").orElse(List.of())) {
            if (item instanceof Scalar) {
                section.text("pull.tables", item).ifPresent(tables::add);
                continue;
            }
            Section table = section.item("tables", item);
            Optional<String> name = table.text("table");
            Optional<String> condition = table.condition("where");
            table.nothingElse();
            if (item instanceof YamlNode.Mapping && !table.has("table")) {
                section.complain(
                        "An entry of 'pull.tables' does not say which table it is", item.place(), "Add 'table: name'.");
            }
            name.ifPresent(found -> {
                tables.add(found);
                condition.ifPresent(sql -> where.put(found, sql));
            });
        }
    }

    private static Map<String, Optional<Mode>> modeWords() {
        Map<String, Optional<Mode>> words = new LinkedHashMap<>();
        MODES.forEach((word, mode) -> words.put(word, Optional.of(mode)));
        words.put("auto", Optional.empty());
        return words;
    }
}
