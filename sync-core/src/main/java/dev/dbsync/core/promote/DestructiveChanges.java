package dev.dbsync.core.promote;

import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.script.Destruction;
import dev.dbsync.core.script.Effect;
import dev.dbsync.core.script.NameChange;
import dev.dbsync.core.script.PendingNames;
import dev.dbsync.core.script.Script;
import dev.dbsync.core.script.ScriptStatement;
import dev.dbsync.core.script.StatementKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Finds what pending scripts destroy in a target, as it is before they run.
 *
 * <p>What a script makes has nothing to lose, and what it renames is judged by what it is in the target. What the
 * grammar does not know is taken for the worst where its first words allow it.
 */
final class DestructiveChanges {

    /** Statements that could lose data, as far as their first words tell. */
    private static final Set<StatementKind> COULD_LOSE = EnumSet.of(
            StatementKind.DELETE,
            StatementKind.MERGE,
            StatementKind.TRUNCATE,
            StatementKind.ALTER,
            StatementKind.DROP,
            StatementKind.DO,
            StatementKind.OTHER);

    private final Catalog catalog;
    private final TargetFacts facts;
    private final String target;
    private final String defaultSchema;

    /** @param target its name, for people */
    DestructiveChanges(Catalog catalog, TargetFacts facts, String target, String defaultSchema) {
        this.catalog = catalog;
        this.facts = facts;
        this.target = target;
        this.defaultSchema = defaultSchema;
    }

    /**
     * What the scripts of a plan destroy.
     *
     * @param scripts in the order in which they run; callbacks may stand anywhere
     * @param connection to the target, of which the catalog is
     */
    static List<DestructiveChange> of(
            PromotePlan plan, List<Script> scripts, Catalog catalog, Connection connection, String defaultSchema)
            throws SQLException {
        return new DestructiveChanges(catalog, TargetFacts.read(connection, scripts), plan.target(), defaultSchema)
                .of(scripts, Set.copyOf(plan.names()));
    }

    /**
     * @param scripts in the order in which they run; callbacks may stand anywhere
     * @param migrations which of them do run in that order
     */
    List<DestructiveChange> of(List<Script> scripts, Set<String> migrations) {
        PendingNames names = new PendingNames(catalog, defaultSchema, scripts, migrations);
        facts.tell(names);
        DestructionJudge judge = new DestructionJudge(catalog, names, target, defaultSchema);
        List<DestructiveChange> changes = new ArrayList<>();
        for (Script script : scripts) {
            names.begin(script.name());
            for (Effect effect : script.effects()) {
                if (effect instanceof Destruction destruction) {
                    judge.change(destruction).ifPresent(changes::add);
                } else if (effect instanceof NameChange change) {
                    names.follow(change);
                }
            }
            script.unparsed().stream()
                    .filter(statement -> COULD_LOSE.contains(statement.kind()))
                    .map(statement -> unknown(script.name(), statement))
                    .forEach(changes::add);
        }
        return List.copyOf(changes);
    }

    private static DestructiveChange unknown(String script, ScriptStatement statement) {
        return DestructiveChange.of("could not be read; it may lose data:", "*", Set.of(), script, statement.line());
    }
}
