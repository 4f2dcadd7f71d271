package dev.dbsync.core.promote;

import dev.dbsync.core.backup.BackupContent;
import dev.dbsync.core.config.BackupConfig.Scope;
import dev.dbsync.core.config.LookupConfig;
import dev.dbsync.core.config.SyncConfig;
import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.Table;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.migration.Migrations;
import dev.dbsync.core.migration.OwnTables;
import dev.dbsync.core.script.Script;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.Collectors;

/**
 * Which rows a promotion can change, for a backup of the scope {@code touched}: those of lookup tables, of Flyway's
 * history, of the tables that scripts, callbacks and hooks name, and of all that these reach. Where one of them does
 * what its text does not tell, it may be any row, and the backup is a full one.
 */
final class TouchedRows implements BackupContent.Choice {

    private final Scope scope;
    private final List<String> lookups;
    private final String defaultSchema;
    private final WrittenTables written;

    private TouchedRows(SyncConfig config, WrittenTables written, String defaultSchema) {
        this.scope = config.backup().scope();
        this.lookups = config.lookups().stream().map(LookupConfig::table).toList();
        this.defaultSchema = defaultSchema;
        this.written = written;
    }

    /** Reads all that the promotion runs, where the scope depends on it. */
    static TouchedRows of(SyncConfig config, PromotePlan plan, Migrations migrations) {
        List<Script> scripts = config.backup().scope() == Scope.TOUCHED
                ? PlannedSql.of(plan, new PromoteHooks(config, plan.interrupted()), migrations)
                : List.of();
        return of(config, plan, scripts, migrations);
    }

    /**
     * Looks through all that the promotion runs.
     *
     * @param scripts all of its SQL
     */
    static TouchedRows of(SyncConfig config, PromotePlan plan, List<Script> scripts, Migrations migrations) {
        WrittenTables written =
                plan.runsFlyway() ? WrittenTables.by(scripts, plan.names(), migrations) : WrittenTables.by(scripts);
        List<TableName> own = new ArrayList<>(List.of(migrations.historyTable()));
        if (config.promote().journalTable()) {
            own.add(new TableName(migrations.defaultSchema(), OwnTables.JOURNAL));
        }
        return new TouchedRows(config, written.and(own), migrations.defaultSchema());
    }

    @Override
    public BackupContent of(Connection connection, Catalog catalog) throws SQLException {
        return chosen(connection, catalog).content();
    }

    /** The content, and what a careful reader of the plan should know about it. */
    Chosen chosen(Connection connection, Catalog catalog) throws SQLException {
        if (scope != Scope.TOUCHED) {
            return new Chosen(BackupContent.Choice.by(scope).of(connection, catalog), List.of());
        }
        List<TableName> merged = lookups.stream()
                .flatMap(lookup -> catalog.named(lookup, defaultSchema).stream())
                .map(Table::name)
                .toList();
        TouchReach reach = written.and(merged).reach(connection);
        return reach.unknown().isEmpty() ? touched(reach.tables()) : full(reach.unknown());
    }

    private static Chosen touched(SortedSet<TableName> tables) {
        return new Chosen(
                BackupContent.touched(tables),
                List.of("the backup holds the schema of everything, and rows of these tables only: "
                        + tables.stream().map(TableName::shown).collect(Collectors.joining(", "))));
    }

    private static Chosen full(List<String> reasons) {
        return new Chosen(
                BackupContent.full(),
                List.of("the backup holds all rows, not only those touched, since it cannot be known which these are: "
                        + String.join("; ", reasons)));
    }

    /**
     * What the backup is to hold.
     *
     * @param notices each without a full stop
     */
    record Chosen(BackupContent content, List<String> notices) {}
}
