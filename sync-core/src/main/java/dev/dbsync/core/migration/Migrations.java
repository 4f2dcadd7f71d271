package dev.dbsync.core.migration;

import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.problem.SyncException;
import dev.dbsync.core.script.Script;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.migration.JavaMigration;
import org.flywaydb.core.api.resource.LoadableResource;
import org.flywaydb.core.internal.scanner.Scanner;

/**
 * The checkout's migrations as one environment would run them, and the running of them there.
 *
 * <p>Made by {@link Checkout}. Files are read again when they are run; whoever planned before compares digests.
 */
public final class Migrations {

    /** From this PostgreSQL on, a transaction may use what it adds to an enum that it has made itself. */
    private static final int VALUES_OF_NEW_TYPES = 17;

    private final String environment;
    private final FluentConfiguration configuration;
    private final Scanner<JavaMigration> scanner;
    private final CheckoutScan scan;
    private final ParsedScripts parsed;

    Migrations(
            String environment,
            FluentConfiguration configuration,
            Scanner<JavaMigration> scanner,
            CheckoutScan scan,
            ParsedScripts parsed) {
        this.environment = environment;
        this.configuration = configuration;
        this.scanner = scanner;
        this.scan = scan;
        this.parsed = parsed;
    }

    /** The environment's name. */
    public String environment() {
        return environment;
    }

    /**
     * The schema that holds the history and in which scripts run: {@code flyway.defaultSchema}, else the first of
     * {@code flyway.schemas}, else the connection's current schema.
     */
    public String defaultSchema() {
        return scan.defaultSchema();
    }

    /** All schemas that Flyway manages, the default schema among them. */
    public List<String> schemas() {
        return scan.schemas();
    }

    /** Flyway's schema history table. */
    public TableName historyTable() {
        return new TableName(defaultSchema(), configuration.getTable());
    }

    /** Whether {@code flyway.outOfOrder} is on. */
    public boolean outOfOrder() {
        return configuration.isOutOfOrder();
    }

    /** The checkout's migrations, in the order in which Flyway runs them. */
    public List<LocalMigration> local() {
        return scan.local();
    }

    /**
     * Reads the environment's history in the connection's transaction. A failed row of a script in which a promotion of
     * ours was interrupted is left out: that is noted elsewhere, and the next promotion mends it.
     */
    public History history(Connection connection) throws SQLException {
        History history = History.read(connection, historyTable());
        return history.hasFailed()
                ? progress()
                        .read(connection)
                        .flatMap(Interruption::script)
                        .map(script -> history.withoutFailed(script.script()))
                        .orElse(history)
                : history;
    }

    /** Where a promotion in several segments notes how far it has come. */
    public ProgressTable progress() {
        return new ProgressTable(defaultSchema());
    }

    /**
     * Compares this environment, as the target, to its source.
     *
     * @param own this environment's history
     * @param source the checkout's migrations as the source would run them
     * @param sourceHistory the source's history
     */
    public HistoryComparison compare(History own, Migrations source, History sourceHistory) {
        return LinkComparer.compare(source.side(sourceHistory), side(own), outOfOrder());
    }

    /**
     * Compares this environment to the checkout: what Flyway's own migrate would run, and what it would refuse.
     *
     * @param own this environment's history
     */
    public HistoryComparison compareToCheckout(History own) {
        return CheckoutComparer.compare(side(own), outOfOrder());
    }

    /**
     * SHA-256 over all that decides what running these scripts does: their content, that of all callbacks, and Flyway's
     * placeholders.
     *
     * @param scripts as {@link LocalMigration#script()} names them, in any order
     */
    public byte[] digest(Collection<String> scripts) {
        return new ScriptDigest(configuration, scanner).of(scripts);
    }

    /**
     * Likewise, part by part: SHA-256 in hexadecimal digits by a name for people, of each script and of what all have
     * in common.
     */
    public Map<String, String> digests(Collection<String> scripts) {
        Map<String, String> digests = new LinkedHashMap<>();
        scripts.forEach(script -> digests.put("script " + script, contentOf(script)));
        ScriptDigest.shared(configuration, scanner)
                .forEach((name, digest) -> digests.put(name, HexFormat.of().formatHex(digest)));
        return digests;
    }

    /**
     * SQL scripts as this environment would run them, placeholders replaced, parsed, in the given order; migrations in
     * Java are left out.
     *
     * @param scripts as {@link LocalMigration#script()} names them
     */
    public List<Script> scripts(Collection<String> scripts) {
        // By all cores: the grammar takes its time, the first time above all.
        return sql(scripts).entrySet().parallelStream()
                .map(script -> parsed.of(script.getKey(), script.getValue()))
                .toList();
    }

    /**
     * The checkout's migrations of these names, in the given order; others are left out.
     *
     * @param scripts as {@link LocalMigration#script()} names them
     */
    public List<PendingMigration> pending(Collection<String> scripts) {
        Map<String, LocalMigration> byName =
                local().stream().collect(Collectors.toMap(LocalMigration::script, migration -> migration));
        return scripts.stream()
                .filter(byName::containsKey)
                .map(script -> byName.get(script).pending())
                .toList();
    }

    /**
     * Splits what is to be run into segments; at least one, of which the first and the last are transactions.
     *
     * @param pending in the order in which it is run
     * @param catalog this environment's
     * @param each whether each script is to have a transaction of its own
     * @param majorVersion of the server, such as 18
     * @param written types, as {@code format_type} has them, of which values are written after the last script, each
     *     with a table
     * @param around what is run besides
     */
    public List<Segment> segments(
            List<PendingMigration> pending,
            Catalog catalog,
            boolean each,
            int majorVersion,
            Map<String, TableName> written,
            SqlAround around) {
        List<String> names = pending.stream().map(PendingMigration::script).toList();
        return Segments.of(
                pending,
                scripts(names),
                catalog,
                defaultSchema(),
                each,
                majorVersion >= VALUES_OF_NEW_TYPES,
                written,
                around);
    }

    /**
     * The text of SQL scripts as this environment would run them, placeholders replaced, by script and in the given
     * order; migrations in Java are left out.
     *
     * @param scripts as {@link LocalMigration#script()} names them
     */
    public Map<String, String> sql(Collection<String> scripts) {
        ScriptFilter migrations = ScriptFilter.migrations(scanner, configuration);
        Map<String, String> sql = new LinkedHashMap<>();
        for (String script : scripts) {
            LoadableResource resource = migrations.getResource(script);
            if (resource != null) {
                sql.put(script, ScriptInspection.rendered(resource, configuration, scan.parsing()));
            }
        }
        return sql;
    }

    /** What Flyway sends whenever it connects ({@code flyway.initSql}). */
    public Optional<String> initSql() {
        return Optional.ofNullable(configuration.getInitSql());
    }

    /** Callbacks in Java, of which nobody knows what they do: the names of their classes. */
    public List<String> javaCallbacks() {
        return Arrays.stream(configuration.getCallbacks())
                .map(callback -> callback.getClass().getName())
                .toList();
    }

    /**
     * The text of the callback scripts that Flyway runs when it migrates this environment, placeholders replaced, by
     * script and in the order of their events; an empty map where there are none.
     */
    public Map<String, String> callbackSql() {
        return rendered(MigrateCallbacks.of(scanner, configuration));
    }

    private Map<String, String> rendered(List<LoadableResource> resources) {
        Map<String, String> sql = new LinkedHashMap<>();
        for (LoadableResource resource : resources) {
            sql.put(resource.getRelativePath(), ScriptInspection.rendered(resource, configuration, scan.parsing()));
        }
        return sql;
    }

    /**
     * All SQL that is run around scripts: callbacks, and files that are run before and after them.
     *
     * @param runs whether Flyway does run, and with it callbacks
     * @throws RefusedException when a file cannot be read
     */
    public SqlAround around(List<SqlFile> before, List<SqlFile> after, boolean runs) {
        List<Script> first = new ArrayList<>(parsed(sqlFiles().sql(before)));
        first.addAll(callbacks(MigrateCallbacks.Time.BEFORE, runs));
        List<Script> last = new ArrayList<>(callbacks(MigrateCallbacks.Time.AFTER, runs));
        last.addAll(parsed(sqlFiles().sql(after)));
        return new SqlAround(first, callbacks(MigrateCallbacks.Time.EACH, runs), last);
    }

    private List<Script> callbacks(MigrateCallbacks.Time time, boolean runs) {
        return runs ? parsed(rendered(MigrateCallbacks.of(scanner, configuration, time))) : List.of();
    }

    /** SQL of the checkout besides its scripts, parsed; by name, in the given order. */
    public List<Script> parsed(Map<String, String> sql) {
        return sql.entrySet().stream()
                .map(script -> parsed.of(script.getKey(), script.getValue()))
                .toList();
    }

    /**
     * Takes the lock that Flyway itself takes, until the end of the transaction; does not wait.
     *
     * @return false when another Flyway is at work in this database
     */
    public boolean tryLock(OneTransaction transaction) throws SQLException {
        return FlywayLock.tryLock(transaction.connection(), historyTable());
    }

    /**
     * Runs exactly these scripts, in Flyway's order and with its callbacks, inside the transaction: creation of schemas
     * and of the history table included. When it throws, the transaction is doomed.
     *
     * @param scripts as {@link LocalMigration#script()} names them; those that are applied already do not belong in it
     * @param events hears a step a script
     * @return the scripts in the order in which they were run
     * @throws SyncException when a script fails, is not in the checkout, or cannot be run in a transaction
     */
    public List<String> migrate(OneTransaction transaction, Set<String> scripts, EventSink events) {
        return migrate(transaction, scripts, SegmentPosition.WHOLE, events);
    }

    /** The same for one of several segments. */
    public List<String> migrate(
            OneTransaction transaction, Set<String> scripts, SegmentPosition position, EventSink events) {
        new Obstacles(scan).refuseAny(scripts);
        return new MigrationRun(flyway(position), transaction, events).run(scripts);
    }

    /**
     * Runs the one script of a segment that is not a transaction, on a session of its own. What it has done stays when
     * it throws; called again, it goes on where it was interrupted.
     *
     * @param lockTimeout how long a script with transactions of its own waits for a lock
     * @param check is asked while no other Flyway can be at work
     * @param events hears a step
     * @return false when another Flyway is at work in this database; nothing was changed then
     * @throws SyncException when the script fails, or leaves an index invalid
     */
    public boolean migrateAlone(
            Database database, Segment segment, Duration lockTimeout, LoneCheck check, EventSink events) {
        verifyRunnable(segment.names());
        return new LoneRun(flyway(SegmentPosition.BETWEEN), historyTable(), progress(), lockTimeout, events)
                .run(database, segment, contentOf(segment.names().get(0)), check);
    }

    /**
     * What a script does by itself, so that one that was interrupted is known again; no part of it are callbacks, and
     * placeholders that it does not name.
     *
     * @param script as {@link LocalMigration#script()} names it
     */
    public String contentOf(String script) {
        return HexFormat.of().formatHex(new ScriptDigest(configuration, scanner).ofAlone(script));
    }

    private FlywayRun flyway(SegmentPosition position) {
        return new FlywayRun(environment, configuration, scanner, position);
    }

    /** Those who run other SQL files as this environment's scripts are run. */
    public SqlFiles sqlFiles() {
        return new SqlFiles(environment, configuration, scanner, defaultSchema(), scan.parsing());
    }

    /**
     * Lets Flyway validate what is applied against the checkout, pending migrations aside. It changes nothing.
     *
     * @throws SyncException with what Flyway found
     */
    public void validate(OneTransaction transaction) {
        new MigrationRun(flyway(SegmentPosition.WHOLE), transaction, EventSink.none()).validate();
    }

    private EnvironmentScripts side(History history) {
        return EnvironmentScripts.of(environment, history, local());
    }

    /**
     * Checks, without running anything, that these scripts can be run.
     *
     * @param scripts as {@link LocalMigration#script()} names them
     * @throws RefusedException with a problem for each that is not in the checkout or cannot be read, and for each
     *     callback that cannot be run in a transaction
     */
    public void verifyRunnable(Collection<String> scripts) {
        new Obstacles(scan).refuseUnreadable(scripts);
    }
}
