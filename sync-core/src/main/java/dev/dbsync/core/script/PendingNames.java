package dev.dbsync.core.script;

import dev.dbsync.core.database.Catalog;
import dev.dbsync.core.database.TableName;
import dev.dbsync.core.script.NameChange.ColumnDropped;
import dev.dbsync.core.script.NameChange.ColumnMade;
import dev.dbsync.core.script.NameChange.ColumnRenamed;
import dev.dbsync.core.script.NameChange.ConstraintDropped;
import dev.dbsync.core.script.NameChange.ConstraintRenamed;
import dev.dbsync.core.script.NameChange.ConstraintValidated;
import dev.dbsync.core.script.NameChange.Joined;
import dev.dbsync.core.script.NameChange.NotNullChecked;
import dev.dbsync.core.script.NameChange.Referenced;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Follows names from statement to statement and from script to script: which table of the target a name means after
 * pending scripts have renamed, moved, dropped and made some. Not for several threads.
 *
 * <p>Callbacks are read before scripts, whenever they run. So a name is taken for that of something new only where no
 * order of the scripts could make it mean anything else.
 */
public final class PendingNames {

    private final RelationNames relations;
    private final SchemaNames schemas = new SchemaNames();
    private final FutureNames ofAll;
    private final FutureNames ofUnordered;
    private final Set<String> ordered;
    private String script = "";
    private boolean followed = true;

    /**
     * @param catalog of the target, as it is before the scripts run
     * @param defaultSchema that a name without one means
     * @param scripts all that will be followed
     * @param ordered the names of those that run in the order in which they are followed; the others run at any time
     */
    public PendingNames(Catalog catalog, String defaultSchema, Collection<Script> scripts, Set<String> ordered) {
        this.relations = new RelationNames(catalog, defaultSchema);
        this.ofAll = new FutureNames(defaultSchema);
        this.ofUnordered = new FutureNames(defaultSchema);
        this.ordered = Set.copyOf(ordered);
        for (Script one : scripts) {
            one.nameChanges().forEach(ofAll::add);
            if (!ordered.contains(one.name())) {
                one.nameChanges().forEach(ofUnordered::add);
            }
        }
    }

    /** A composite type of the target. @param inUse whether rows hold values of it, or may do so */
    public void type(TableName name, boolean inUse) {
        relations.put(name, PendingRelation.other(name, inUse));
    }

    /** A constraint of the target, checked for every row, that says that the column is not null. */
    public void notNull(TableName table, String constraint, String column) {
        relations.at(table).ifPresent(relation -> relation.checkNotNull(constraint, column, true));
    }

    /** What the name means now; empty where nothing of that name is known. */
    public Optional<PendingRelation> find(SqlName name) {
        return relations.find(name);
    }

    /** The schema of the target that goes by this name now, and whether it can hold nothing but new tables. */
    public PendingSchema schema(String name) {
        return schemas.find(name, relations.in(name));
    }

    /**
     * Whether a name that is not known surely means nothing of the target: code that cannot be followed, or a rename
     * that is yet to come, could give it to something.
     *
     * @param ifExists whether the statement asks only for what is there; if not, a script must make what it asks for
     */
    public boolean isNowhere(SqlName name, boolean ifExists) {
        return followed && !future().mayArrive(name) && (ifExists || future().makes(name));
    }

    /** The same of a column of a table that is known. */
    public boolean isColumnNowhere(String column, boolean ifExists) {
        return followed && !future().columnMayArrive(column) && (ifExists || future().makesColumn(column));
    }

    /** To be called before each script: what temporary tables and the search path meant ended with the last one. */
    public void begin(String name) {
        script = name;
        relations.begin(ordered.contains(name));
    }

    /** To be called after the statement was judged. */
    public void follow(NameChange change) {
        if (change instanceof NameChange.Made made) {
            make(made);
        } else if (change instanceof NameChange.Renamed renamed) {
            relations.rename(renamed.name(), renamed.to(), script);
        } else if (change instanceof NameChange.Moved moved) {
            relations.move(moved.name(), moved.schema(), script);
        } else if (change instanceof NameChange.Dropped dropped) {
            relations.drop(dropped.name());
        } else if (change instanceof NameChange.SchemaMade made) {
            if (!made.ifNotExists()) {
                schemas.make(made.schema());
            }
        } else if (change instanceof NameChange.SchemaRenamed renamed) {
            schemas.rename(renamed.schema(), renamed.to(), script);
            relations.renameSchema(renamed.schema(), renamed.to(), script);
        } else if (change instanceof NameChange.SchemaDropped dropped) {
            schemas.drop(dropped.schema());
            relations.dropSchema(dropped.schema());
        } else if (change instanceof NameChange.ViewMade view) {
            relations.makeView(view.name());
        } else if (change instanceof NameChange.ViewDropped view) {
            relations.dropView(view.name());
        } else if (change instanceof NameChange.PathChanged) {
            relations.changePath();
        } else if (change instanceof NameChange.Committed) {
            relations.endTemporary();
        } else if (change instanceof NameChange.Unfollowed) {
            followed = false;
            schemas.forget();
            relations.forget();
        } else {
            followInside(change);
        }
    }

    private FutureNames future() {
        return ordered.contains(script) ? ofUnordered : ofAll;
    }

    private void make(NameChange.Made made) {
        if (made.temporary()) {
            relations.makeTemporary(made.name().name());
        } else if (!made.ifNotExists() || (followed && !future().mayArrive(made.name()))) {
            relations.make(made.name());
        }
    }

    /** What happens inside of a table: to columns and constraints. */
    private void followInside(NameChange change) {
        if (change instanceof ColumnMade made) {
            family(made.table(), relation -> relation.addColumn(made.column()));
        } else if (change instanceof ColumnRenamed renamed) {
            family(renamed.table(), relation -> relation.renameColumn(renamed.column(), renamed.to(), script));
        } else if (change instanceof ColumnDropped dropped) {
            family(dropped.table(), relation -> relation.dropColumn(dropped.column()));
        } else if (change instanceof NotNullChecked checked) {
            at(
                    checked.table(),
                    relation -> relation.checkNotNull(checked.constraint(), checked.column(), checked.validated()));
        } else if (change instanceof ConstraintValidated validated) {
            at(validated.table(), relation -> relation.validate(validated.constraint()));
        } else if (change instanceof ConstraintRenamed renamed) {
            at(renamed.table(), relation -> relation.renameConstraint(renamed.constraint(), renamed.to()));
        } else if (change instanceof ConstraintDropped dropped) {
            at(dropped.table(), relation -> relation.dropConstraint(dropped.constraint()));
        } else if (change instanceof Joined joined && !isNew(joined.child())) {
            at(joined.parent(), PendingRelation::join);
        } else if (change instanceof Referenced referenced && !isNew(referenced.by())) {
            at(referenced.target(), PendingRelation::reference);
        }
    }

    private boolean isNew(SqlName name) {
        return find(name).filter(PendingRelation::holdsOnlyNew).isPresent();
    }

    private void at(SqlName name, Consumer<PendingRelation> change) {
        find(name).ifPresent(change);
    }

    /** The table, its partitions and its heirs: they have its columns. */
    private void family(SqlName name, Consumer<PendingRelation> change) {
        List<PendingRelation> parents = find(name).stream().toList();
        while (!parents.isEmpty()) {
            parents.forEach(change);
            Set<TableName> names = Set.copyOf(parents.stream()
                    .flatMap(parent -> parent.original().stream())
                    .toList());
            parents = relations.stream()
                    .filter(child -> child.table()
                            .flatMap(table -> table.parent())
                            .filter(names::contains)
                            .isPresent())
                    .toList();
        }
    }
}
