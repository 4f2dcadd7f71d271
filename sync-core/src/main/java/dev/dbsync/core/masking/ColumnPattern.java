package dev.dbsync.core.masking;

import dev.dbsync.core.config.RuleConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Columns by a pattern of their names: {@code *.email}, {@code billing.*.iban}. {@code *} stands for any characters but
 * a dot; without a schema, tables of every schema are meant.
 */
record ColumnPattern(String text, RuleConfig rule, Optional<Pattern> schema, Pattern table, Pattern column) {

    /** Empty for a text that is neither table.column nor schema.table.column. */
    static Optional<ColumnPattern> of(String text, RuleConfig rule) {
        List<String> parts = Arrays.asList(text.split("\\.", -1));
        if (parts.size() < 2 || parts.size() > 3 || parts.contains("")) {
            return Optional.empty();
        }
        List<Pattern> patterns = new ArrayList<>();
        parts.forEach(part -> patterns.add(Pattern.compile(
                Arrays.stream(part.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")),
                Pattern.DOTALL)));
        Optional<Pattern> schema = patterns.size() == 3 ? Optional.of(patterns.remove(0)) : Optional.empty();
        return Optional.of(new ColumnPattern(text, rule, schema, patterns.get(0), patterns.get(1)));
    }

    boolean matches(ColumnId id) {
        return schema.map(named -> named.matcher(id.table().schema()).matches()).orElse(true)
                && table.matcher(id.table().name()).matches()
                && column.matcher(id.column()).matches();
    }

    /** The more characters it prescribes, the more specific it is. */
    long specificity() {
        return text.chars().filter(c -> c != '*').count();
    }
}
