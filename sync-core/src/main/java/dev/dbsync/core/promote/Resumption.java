package dev.dbsync.core.promote;

import dev.dbsync.core.config.PromoteConfig;
import dev.dbsync.core.migration.HistoryComparison;
import dev.dbsync.core.migration.Interruption;
import dev.dbsync.core.migration.Interruption.ScriptProgress;
import dev.dbsync.core.migration.Migrations;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** What a careful reader should know of promotions that were interrupted. */
final class Resumption {

    private Resumption() {}

    /** Of the target's: whether the script that was interrupted is still the one that was begun. */
    static List<String> notices(
            Optional<Interruption> interrupted, Migrations migrations, HistoryComparison comparison) {
        return interrupted
                .flatMap(Interruption::script)
                .filter(script -> script.begun() > 0)
                .flatMap(script -> notice(script, migrations, comparison))
                .stream()
                .toList();
    }

    private static Optional<String> notice(ScriptProgress script, Migrations migrations, HistoryComparison comparison) {
        if (!comparison.scripts().contains(script.script())) {
            return Optional.of(script.script() + " was begun and is not to be run any more: what it has done stays ("
                    + script.done() + " statement(s))");
        }
        return migrations.contentOf(script.script()).equals(script.content())
                ? Optional.empty()
                : Optional.of(script.script() + " has changed since it was interrupted: it is run from its beginning,"
                        + " also what was done already (" + script.done() + " statement(s))");
    }

    /** Of the target's: whether there are files that ran with what was committed before, and do not run again. */
    static List<String> notices(Optional<Interruption> interrupted, PromoteConfig promote) {
        return promote.before().isEmpty() || !PromoteHooks.isBegun(interrupted)
                ? List.of()
                : List.of("promote.before belongs to the first transaction of the interrupted promotion, which is"
                        + " committed: not run again (" + String.join(", ", promote.before()) + ")");
    }

    /** Of the source's: what it has is promoted, and not what it was to have. */
    static List<String> notices(PromoteSource source, PromoteSource.Applied applied) throws SQLException {
        Migrations migrations = applied.migrations();
        return migrations.progress().read(source.connection().orElseThrow()).stream()
                .map(earlier -> "a promotion to " + migrations.environment() + " itself is not at its end ("
                        + earlier.shown() + "): what it has by now is promoted")
                .toList();
    }
}
