package dev.dbsync.core.masking;

import dev.dbsync.core.database.ForeignKey;
import dev.dbsync.core.problem.Problem;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A foreign key that is MATCH FULL allows a NULL in one of its columns only beside NULLs in all of them. */
final class MatchFullCheck {

    private final ColumnGroups groups;
    private final Function<ColumnId, Optional<Treatment>> treatments;

    /** @param treatments of columns by their owners */
    MatchFullCheck(ColumnGroups groups, Function<ColumnId, Optional<Treatment>> treatments) {
        this.groups = groups;
        this.treatments = treatments;
    }

    Optional<Problem> problem(ForeignKey key) {
        if (key.columns().size() == 1 || !key.definition().contains(" MATCH FULL")) {
            return Optional.empty();
        }
        List<Treatment> masks = key.columns().stream()
                .flatMap(column -> treatments.apply(groups.owner(new ColumnId(key.table(), column))).stream())
                .toList();
        Optional<Treatment> nulls =
                masks.stream().filter(mask -> mask.promise().mayBeNull()).findFirst();
        boolean all = masks.size() == key.columns().size()
                && masks.stream().allMatch(mask -> mask.promise().givesNothing());
        return nulls.filter(some -> !all)
                .map(some -> new Problem(
                        "'" + some.strategy().name() + "' may give NULL in some columns of the foreign key "
                                + key.name() + " of " + key.table().shown()
                                + ", which is MATCH FULL, and not in others",
                        some.rule().where(),
                        "Give all of its columns the strategy 'null', or none: " + String.join(", ", key.columns())));
    }
}
