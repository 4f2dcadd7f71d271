package dev.dbsync.core.classify;

import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.Column;
import dev.dbsync.core.database.ForeignKey;
import dev.dbsync.core.database.Table;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.detection.ColumnNames;
import dev.dbsync.core.masking.TypeCategory;
import java.util.List;
import java.util.Set;

/**
 * Which tables look like a list of codes and what each means: few short rows that other tables reference, and nothing
 * that points to persons. It is a guess, so that nothing but a suggestion may follow from it.
 */
final class CodeTables {

    private static final int MOST_ROWS = 200;
    private static final int MOST_COLUMNS = 8;
    private static final int LONGEST_TEXT = 200;

    private final Catalog catalog;
    private final Samples samples;

    CodeTables(Catalog catalog, Samples samples) {
        this.catalog = catalog;
        this.samples = samples;
    }

    /** @param asked the table's columns that a person is to decide about */
    boolean isOne(TableName name, List<ColumnJudge> asked) {
        Table table = catalog.table(name).orElseThrow();
        int rows = samples.rows(name).orElse(0);
        return rows > 0
                && rows <= MOST_ROWS
                && isListOfCodes(table)
                && isReferenced(name)
                && catalog.foreignKeysOf(name).stream().allMatch(this::leadsToCodes)
                && asked.stream().noneMatch(judge -> judge.pointsToPersons() || judge.longest() > LONGEST_TEXT);
    }

    private boolean isReferenced(TableName name) {
        return catalog.foreignKeysTo(name).stream().anyMatch(key -> !key.isSelfReference());
    }

    /** A district's code may belong to a country's. */
    private boolean leadsToCodes(ForeignKey key) {
        return key.isSelfReference()
                || catalog.table(key.target()).filter(CodeTables::isListOfCodes).isPresent();
    }

    private static boolean isListOfCodes(Table table) {
        String name = table.name().name();
        return table.kind() == Table.Kind.ORDINARY
                && table.parent().isEmpty()
                && table.primaryKey().isPresent()
                && table.columns().size() <= MOST_COLUMNS
                && !ColumnNames.isOfPersons(name)
                && table.columns().stream()
                        .allMatch(column -> isOfCodes(column)
                                && ColumnNames.meaning(name, column.name()).isEmpty());
    }

    private static boolean isOfCodes(Column column) {
        return Set.of(
                        TypeCategory.TEXT,
                        TypeCategory.BOOLEAN,
                        TypeCategory.NUMBER,
                        TypeCategory.TIME,
                        TypeCategory.DATE,
                        TypeCategory.UUID,
                        TypeCategory.ENUM)
                .contains(TypeCategory.of(column));
    }
}
