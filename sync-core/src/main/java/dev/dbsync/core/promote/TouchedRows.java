package dev.dbsync.core.promote;

import dev.dbsync.core.backup.BackupContent;
import dev.dbsync.core.config.BackupConfig.Scope;
import dev.dbsync.core.config.LookupConfig;
import dev.dbsync.core.config.SyncConfig;
import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.migration.Migrations;
import dev.dbsync.core.migration.OwnTables;
import dev.dbsync.core.migration.PendingMigration;
import dev.dbsync.core.script.Script;
import dev.dbsync.core.script.SqlName;
import dev.dbsync.core.script.TouchedTables;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
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
    private final boolean hasScripts;
    private final Set<SqlName> written = new TreeSet<>();
    private final Set<SqlName> made = new TreeSet<>();
    private final Set<String> unknown = new LinkedHashSet<>();

    private TouchedRows(SyncConfig config, Migrations migrations, boolean hasScripts) {
        this.scope = config.backup().scope();
        this.lookups = config.lookups().stream().map(LookupConfig::table).toList();
        this.defaultSchema = migrations.defaultSchema();
        this.hasScripts = hasScripts;
    }

    /** Reads all that the promotion runs, where the scope depends on it. */
    static TouchedRows of(SyncConfig config, PromotePlan plan, Migrations migrations) {
        List<Script> scripts = config.backup().scope() == Scope.TOUCHED
                ? PlannedSql.of(plan, new PromoteHooks(config), migrations)
                : List.of();
        return of(config, plan, scripts, migrations);
    }

    /**
     * Looks through all that the promotion runs.
     *
     * @param scripts all of its SQL
     */
    static TouchedRows of(SyncConfig config, PromotePlan plan, List<Script> scripts, Migrations migrations) {
        TouchedRows rows = new TouchedRows(config, migrations, !scripts.isEmpty());
        scripts.forEach(rows::read);
        if (plan.runsFlyway()) {
            rows.flyway(plan, scripts, migrations);
        }
        rows.written.add(name(migrations.historyTable()));
        if (config.promote().journalTable()) {
            rows.written.add(name(new TableName(migrations.defaultSchema(), OwnTables.JOURNAL)));
        }
        return rows;
    }

    /** What Flyway runs that no script tells. */
    private void flyway(PromotePlan plan, List<Script> scripts, Migrations migrations) {
        Set<String> read = scripts.stream().map(Script::name).collect(Collectors.toSet());
        plan.pending().stream()
                .map(PendingMigration::script)
                .filter(script -> !read.contains(script))
                .forEach(script -> unknown.add(script + ", a migration in Java"));
        migrations.javaCallbacks().forEach(callback -> unknown.add(callback + ", a callback in Java"));
        migrations.initSql().ifPresent(sql -> read(Script.parse("flyway.initSql", sql)));
    }

    private void read(Script script) {
        TouchedTables touched = script.touchedTables();
        written.addAll(touched.tables());
        made.addAll(touched.made());
        touched.unknown().forEach(why -> unknown.add(script.name() + ", " + why));
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
        Set<SqlName> names = new TreeSet<>(written);
        lookups.forEach(
                lookup -> catalog.named(lookup, defaultSchema).ifPresent(table -> names.add(name(table.name()))));
        TouchReach reach = TouchReach.of(
                connection,
                names,
                made.stream().map(SqlName::name).collect(Collectors.toCollection(TreeSet::new)),
                hasScripts);
        List<String> reasons = new ArrayList<>(unknown);
        outdated(names, reach).ifPresent(reasons::add);
        reasons.addAll(reach.unknown());
        return reasons.isEmpty() ? touched(reach.tables()) : full(reasons);
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

    /** What a script puts a trigger or rule on, or a view that it makes, and what is then written to. */
    private Optional<String> outdated(Set<SqlName> names, TouchReach reach) {
        Set<String> touched = names.stream().map(SqlName::name).collect(Collectors.toCollection(TreeSet::new));
        reach.tables().forEach(table -> touched.add(table.name()));
        List<String> both = made.stream()
                .filter(name -> touched.contains(name.name()))
                .map(SqlName::toString)
                .toList();
        return both.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "a script makes a trigger, rule or view of what is written to: " + String.join(", ", both));
    }

    private static SqlName name(TableName table) {
        return new SqlName(Optional.of(table.schema()), table.name());
    }

    /**
     * What the backup is to hold.
     *
     * @param notices each without a full stop
     */
    record Chosen(BackupContent content, List<String> notices) {}
}
