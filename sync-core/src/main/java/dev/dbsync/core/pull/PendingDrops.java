package dev.dbsync.core.pull;

import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.migration.History;
import dev.dbsync.core.migration.Migrations;
import dev.dbsync.core.script.Destruction;
import dev.dbsync.core.script.Effect;
import dev.dbsync.core.script.NameChange;
import dev.dbsync.core.script.PendingNames;
import dev.dbsync.core.script.PendingRelation;
import dev.dbsync.core.script.Script;
import dev.dbsync.core.swap.OwnObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the source's migrations drop that the target has yet to run: filled in place it would lose that as well, so that
 * it is no reason against a swap. What goes with a column without being named, such as its index, is not known here.
 *
 * @param dropped tables, views and sequences as schema and name, columns with their table before them
 */
record PendingDrops(Set<List<String>> dropped) {

    private static final Pattern PART = Pattern.compile("\"((?:[^\"]|\"\")+)\"|([^.\"]+)");

    static PendingDrops of(Migrations source, History sourceHistory, Migrations target, History targetHistory) {
        if (!sourceHistory.exists() || !targetHistory.exists()) {
            return new PendingDrops(Set.of());
        }
        Set<List<String>> dropped = new HashSet<>();
        List<String> pending =
                target.compare(targetHistory, source, sourceHistory).scripts();
        List<Script> scripts = target.scripts(pending);
        Catalog nothing = new Catalog(List.of(), List.of(), List.of());
        PendingNames names = new PendingNames(nothing, target.defaultSchema(), scripts, Set.copyOf(pending));
        for (Script script : scripts) {
            names.begin(script.name());
            for (Effect effect : script.effects()) {
                if (effect instanceof NameChange change) {
                    names.follow(change);
                } else if (effect instanceof Destruction destruction && drops(destruction, names)) {
                    dropped.add(name(destruction, target));
                }
            }
        }
        return new PendingDrops(dropped);
    }

    /** Whether it takes away what was there before: not rows or definitions, and not what a script has made itself. */
    private static boolean drops(Destruction destruction, PendingNames names) {
        return switch (destruction.kind()) {
            case DROP_TABLE, DROP_VIEW, DROP_SEQUENCE, DROP_COLUMN ->
                names.find(destruction.table())
                        .filter(PendingRelation::holdsOnlyNew)
                        .isEmpty();
            default -> false;
        };
    }

    private static List<String> name(Destruction destruction, Migrations target) {
        List<String> name = new ArrayList<>();
        name.add(destruction.table().schema().orElse(target.defaultSchema()));
        name.add(destruction.table().name());
        destruction.column().ifPresent(name::add);
        return name;
    }

    boolean drop(OwnObject object) {
        return switch (object.kind()) {
            case "table", "view", "materialized view", "sequence", "table column" ->
                dropped.contains(parts(object.name()));
            default -> false;
        };
    }

    private static List<String> parts(String identity) {
        List<String> parts = new ArrayList<>();
        Matcher part = PART.matcher(identity);
        while (part.find()) {
            parts.add(part.group(1) == null ? part.group(2) : part.group(1).replace("\"\"", "\""));
        }
        return parts;
    }
}
