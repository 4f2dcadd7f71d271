package dev.dbsync.core.lookup;

import dev.dbsync.core.database.TableName;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A configured lookup table, resolved against the catalogs of both sides of a link.
 *
 * @param name its name
 * @param columns those of the key, of which some may be generated, then all others that both sides have and that can be
 *     written
 * @param sourceOnly columns that only the source has; they are left out
 * @param targetOnly columns that only the target has; they are left as they are
 * @param untouched columns of the target that a merge leaves as they are, generated ones apart: {@code targetOnly}, and
 *     ignored ones that only the target has
 * @param inSource whether the source has the table; where not, it counts as empty there
 * @param inTarget whether the target has the table with its key columns; where not, it counts as empty there
 * @param uniqueInTarget whether the key is unique on the target; a merge needs that
 * @param estimate whether the two sides differ in a way that pending scripts may change, so that counts are estimates
 * @param keepDeleted whether rows that the source no longer has stay in the target ({@code delete: keep})
 * @param condition SQL over the table's columns; rows of which it is not true are not promoted. Empty: all are
 * @param insertOnly whether rows that the target has are left as they are, whatever they hold
 * @param where where it is configured: file:line:column
 */
public record LookupTable(
        TableName name,
        List<LookupColumn> columns,
        List<String> sourceOnly,
        List<String> targetOnly,
        List<String> untouched,
        boolean inSource,
        boolean inTarget,
        boolean uniqueInTarget,
        boolean estimate,
        boolean keepDeleted,
        Optional<String> condition,
        boolean insertOnly,
        String where) {

    /** Whether rows that the source no longer has go. */
    boolean deletes() {
        return !keepDeleted && !insertOnly;
    }

    /** Whether a merge leaves the whole table as the source has it. */
    boolean endsAsInSource() {
        return deletes() && condition.isEmpty();
    }

    /**
     * The source's rows that are promoted: the table itself, or a subselect, to be followed by an alias. Evaluated
     * under {@link TextSettings#reading} alone, or a condition could mean different things on the two sides.
     */
    String sourceRows() {
        return condition.map(this::selected).orElseGet(name::sql);
    }

    /**
     * The target's rows that those are compared with, likewise. With {@code insertOnly} these are all: a key that is in
     * use there is in use.
     */
    String targetRows() {
        return insertOnly ? name.sql() : sourceRows();
    }

    private String selected(String sql) {
        return "(SELECT * FROM %s WHERE (\n%s\n))".formatted(name.sql(), sql);
    }

    /** True for the target's rows that the condition leaves alone; {@code false} without one. */
    String isOutside() {
        return condition.map(sql -> "(\n" + sql + "\n) IS NOT TRUE").orElse("false");
    }

    /** The names of the columns that identify a row. */
    public List<String> key() {
        return keyColumns().stream().map(LookupColumn::name).toList();
    }

    List<LookupColumn> keyColumns() {
        return columns.stream().filter(LookupColumn::isKey).toList();
    }

    List<LookupColumn> comparedColumns() {
        return columns.stream().filter(LookupColumn::isCompared).toList();
    }

    /** The key's texts as a select list: {@code … AS k0, … AS k1}. */
    String keyTexts(String alias) {
        List<LookupColumn> key = keyColumns();
        return IntStream.range(0, key.size())
                .mapToObj(i -> key.get(i).keyText(alias) + " AS k" + i)
                .collect(Collectors.joining(", "));
    }

    /** The key's texts without names, none of them NULL. */
    String keyExpressions(String alias) {
        return keyColumns().stream().map(column -> column.keyText(alias)).collect(Collectors.joining(", "));
    }

    /** Matches the rows of the table, or of one with its columns, with a relation that holds key texts. */
    String matches(String rows, String texts) {
        List<LookupColumn> key = keyColumns();
        return IntStream.range(0, key.size())
                .mapToObj(i -> key.get(i).hasKeyText(rows, texts + ".k" + i))
                .collect(Collectors.joining(" AND "));
    }

    /** Matches two relations that hold key texts. */
    String sameKey(String one, String other) {
        return IntStream.range(0, keyColumns().size())
                .mapToObj(i -> one + ".k" + i + " = " + other + ".k" + i)
                .collect(Collectors.joining(" AND "));
    }
}
