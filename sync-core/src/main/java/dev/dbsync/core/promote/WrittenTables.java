package dev.dbsync.core.promote;

import dev.dbsync.core.database.TableName;
import dev.dbsync.core.migration.Migrations;
import dev.dbsync.core.script.Script;
import dev.dbsync.core.script.SqlName;
import dev.dbsync.core.script.TouchedTables;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The tables that a part of a promotion writes to, alters or drops, as far as its SQL tells; a catalog then says what
 * changes along with them.
 */
final class WrittenTables {

    private final Set<SqlName> written = new TreeSet<>();
    private final Set<String> named = new TreeSet<>();
    private final Set<SqlName> made = new TreeSet<>();
    private final Set<String> unknown = new LinkedHashSet<>();
    private boolean hasScripts;

    private WrittenTables() {}

    /** By these scripts alone. */
    static WrittenTables by(List<Script> scripts) {
        WrittenTables tables = new WrittenTables();
        scripts.forEach(tables::read);
        tables.hasScripts = !scripts.isEmpty();
        return tables;
    }

    /**
     * By these scripts, and by what Flyway runs besides them.
     *
     * @param pending the migrations that it runs; those that are not among the scripts are in Java
     */
    static WrittenTables by(List<Script> scripts, Collection<String> pending, Migrations migrations) {
        WrittenTables tables = by(scripts);
        Set<String> read = scripts.stream().map(Script::name).collect(Collectors.toSet());
        pending.stream()
                .filter(script -> !read.contains(script))
                .forEach(script -> tables.unknown.add(script + ", a migration in Java"));
        migrations.javaCallbacks().forEach(callback -> tables.unknown.add(callback + ", a callback in Java"));
        migrations.initSql().ifPresent(sql -> tables.read(Script.parse("flyway.initSql", sql)));
        return tables;
    }

    private void read(Script script) {
        TouchedTables touched = script.touchedTables();
        written.addAll(touched.tables());
        touched.named().forEach(name -> named.add(name.name()));
        made.addAll(touched.made());
        touched.unknown().forEach(why -> unknown.add(script.name() + ", " + why));
    }

    /** These and others. */
    WrittenTables and(Collection<TableName> others) {
        WrittenTables all = new WrittenTables();
        all.written.addAll(written);
        others.forEach(table -> all.written.add(new SqlName(Optional.of(table.schema()), table.name())));
        all.named.addAll(named);
        all.made.addAll(made);
        all.unknown.addAll(unknown);
        all.hasScripts = hasScripts;
        return all;
    }

    /** Whether one of the tables has this name, whatever its schema, or gets it. */
    boolean isNamed(String name) {
        return named.contains(name) || written.stream().map(SqlName::name).anyMatch(name::equals);
    }

    /** All that changes, by the catalog as it is now. What it does not say, and no text, makes the rest unknown. */
    TouchReach reach(Connection connection) throws SQLException {
        TouchReach reach = TouchReach.of(
                connection,
                written,
                made.stream().map(SqlName::name).collect(Collectors.toCollection(TreeSet::new)),
                hasScripts);
        List<String> reasons = new ArrayList<>(unknown);
        outdated(reach).ifPresent(reasons::add);
        reasons.addAll(reach.unknown());
        return new TouchReach(reach.tables(), reasons);
    }

    /** What a script puts a trigger or rule on, or a view that it makes, and what is then written to. */
    private Optional<String> outdated(TouchReach reach) {
        Set<String> touched = written.stream().map(SqlName::name).collect(Collectors.toCollection(TreeSet::new));
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
}
