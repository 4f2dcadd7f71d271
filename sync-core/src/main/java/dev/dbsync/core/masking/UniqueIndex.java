package dev.dbsync.core.masking;

import dev.dbsync.core.database.Key;
import dev.dbsync.core.database.Sql;
import dev.dbsync.core.database.TableName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whatever keeps rows apart by values: a unique index, plain, partial or over expressions, or an exclusion constraint.
 *
 * @param name of the index
 * @param table its table
 * @param columns the plain columns
 * @param expressions as {@code pg_get_indexdef} writes them
 * @param mentioned all columns that expressions and predicate speak of
 * @param predicate of a partial index
 * @param nullsDistinct whether two NULLs count as different
 * @param operated columns that an exclusion constraint compares by another operator than equality; not among the others
 */
record UniqueIndex(
        String name,
        TableName table,
        List<String> columns,
        List<String> expressions,
        Set<String> mentioned,
        Optional<String> predicate,
        boolean nullsDistinct,
        List<String> operated) {

    private static final Pattern FOLDED =
            Pattern.compile("\\(*(?:lower|upper)\\(\\(*(?<column>\"(?:[^\"]|\"\")+\"|[^\\s()\":]+)\\)*"
                    + "(?:::(?:text|character varying))?\\)*");

    /** How an index depends on a column. */
    enum Use {
        NONE,
        /** As it is. */
        PLAIN,
        /** Without regard to upper and lower case. */
        FOLDED,
        /** Only by being NULL or not. */
        NULLNESS,
        /** In a way that cannot be reasoned about, but that no NULL is in. */
        OPERATED,
        /** In a way that cannot be reasoned about. */
        OPAQUE
    }

    static UniqueIndex of(TableName table, Key key) {
        return new UniqueIndex(
                key.name(),
                table,
                key.columns(),
                List.of(),
                Set.of(),
                Optional.empty(),
                key.nullsDistinct(),
                List.of());
    }

    /** The same index with the expression in the place of a generated column. */
    UniqueIndex resolving(String generated, GeneratedColumn source) {
        List<String> plain = new ArrayList<>(columns);
        plain.remove(generated);
        List<String> computed = new ArrayList<>(expressions);
        computed.add(source.expression());
        Set<String> used = new HashSet<>(mentioned);
        used.addAll(source.from());
        return new UniqueIndex(name, table, plain, computed, used, predicate, nullsDistinct, operated);
    }

    Use use(String column) {
        if (columns.contains(column)) {
            return Use.PLAIN;
        }
        if (operated.contains(column)) {
            return Use.OPERATED;
        }
        if (foldedColumns().contains(column)) {
            return Use.FOLDED;
        }
        if (!mentioned.contains(column)) {
            return Use.NONE;
        }
        return onlyNullness(column) ? Use.NULLNESS : Use.OPAQUE;
    }

    /** Whether one of its expressions is the column without regard to upper and lower case. */
    boolean folds(String expression, String column) {
        Matcher matcher = FOLDED.matcher(expression);
        return matcher.matches() && unquoted(matcher.group("column")).equals(column);
    }

    /** Every column that it depends on. */
    Set<String> allColumns() {
        Set<String> all = new HashSet<>(mentioned);
        all.addAll(columns);
        all.addAll(operated);
        return all;
    }

    /** With all that it keeps apart by: {@code users_key (tenant, lower(email))}. */
    String shown() {
        List<String> parts = new ArrayList<>(columns);
        parts.addAll(expressions);
        parts.addAll(operated);
        return name + " (" + String.join(", ", parts) + ")";
    }

    /** Whether it keeps rows apart by several values. */
    boolean isComposite() {
        return columns.size() + expressions.size() + operated.size() > 1;
    }

    private Set<String> foldedColumns() {
        Set<String> folded = new HashSet<>();
        for (String expression : expressions) {
            Matcher matcher = FOLDED.matcher(expression);
            if (matcher.matches()) {
                folded.add(unquoted(matcher.group("column")));
            }
        }
        return folded;
    }

    private boolean onlyNullness(String column) {
        boolean inExpression = expressions.stream().anyMatch(text -> mentions(text, column));
        String rest = predicate
                .map(text -> text.replaceAll(written(column) + " IS (NOT )?NULL", ""))
                .orElse("");
        return !inExpression && !mentions(rest, column);
    }

    private static boolean mentions(String sql, String column) {
        return Pattern.compile(written(column)).matcher(sql).find();
    }

    /** The column as PostgreSQL prints it: quoted only where it must be. */
    private static String written(String column) {
        return "(?:(?<![\\w\"$])" + Pattern.quote(column) + "(?![\\w\"$])|" + Pattern.quote(Sql.identifier(column))
                + ")";
    }

    private static String unquoted(String name) {
        return name.startsWith("\"")
                ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
                : name.toLowerCase(Locale.ROOT);
    }
}
