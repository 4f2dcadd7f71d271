package dev.dbsync.core.script;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.antlr.v4.runtime.tree.ParseTree;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Alter_extension_statementContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Alter_table_statementContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Cluster_stmtContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Copy_from_statementContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Create_index_statementContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Create_table_as_statementContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Create_view_statementContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Delete_stmt_for_psqlContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Drop_statementsContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Execute_statementContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Function_callContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.If_exist_names_restrict_cascadeContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Insert_stmt_for_psqlContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Merge_stmt_for_psqlContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Schema_createContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Schema_dropContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Schema_qualified_nameContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Truncate_stmtContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Type_actionContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Update_stmt_for_psqlContext;

/** Collects {@link TouchedTables} statement by statement. */
final class TouchedTablesReader {

    private final SortedSet<SqlName> tables = new TreeSet<>();
    private final SortedSet<SqlName> named = new TreeSet<>();
    private final SortedSet<SqlName> made = new TreeSet<>();
    private final Set<String> unknown = new LinkedHashSet<>();
    private boolean pathChanged;

    TouchedTables touched() {
        return new TouchedTables(tables, named, made, List.copyOf(unknown));
    }

    void read(Parsed statement) {
        pathChanged |= SearchPath.isChangedBy(statement);
        if (!statement.statement().parsed()) {
            unknown(statement, "a statement that cannot be read");
            return;
        }
        switch (statement.statement().kind()) {
            case DO, CALL, EXECUTE ->
                unknown(statement, statement.statement().kind().name());
            default -> {
                names(statement).forEach(name -> touch(statement, statement.name(name)));
                TableNaming.of(statement.words()).ifPresent(named::add);
                MadeNames.of(statement.words()).ifPresent(made::add);
                calls(statement);
                cascades(statement);
            }
        }
    }

    private static List<Schema_qualified_nameContext> names(Parsed statement) {
        List<Schema_qualified_nameContext> names = new ArrayList<>();
        for (ParseTree node : statement.all(ParseTree.class, TouchedTablesReader::isRun)) {
            if (node instanceof Insert_stmt_for_psqlContext insert) {
                names.add(insert.insert_table_name);
            } else if (node instanceof Update_stmt_for_psqlContext update) {
                names.add(update.update_table_name);
            } else if (node instanceof Delete_stmt_for_psqlContext delete) {
                names.add(delete.delete_table_name);
            } else if (node instanceof Merge_stmt_for_psqlContext merge) {
                names.add(merge.merge_table_name);
            } else if (node instanceof Copy_from_statementContext copy) {
                names.add(copy.table_cols().schema_qualified_name());
            } else if (node instanceof Truncate_stmtContext truncate) {
                truncate.only_table_multiply().forEach(table -> names.add(table.schema_qualified_name()));
            } else if (node instanceof Alter_table_statementContext alter) {
                altered(alter, names);
            } else if (node instanceof Drop_statementsContext drop && drop.TABLE() != null) {
                names.addAll(drop.if_exist_names_restrict_cascade()
                        .names_references()
                        .schema_qualified_name());
            } else if (node instanceof Create_index_statementContext index) {
                names.add(index.table_name);
            } else if (node instanceof Cluster_stmtContext cluster && cluster.schema_qualified_name() != null) {
                names.add(cluster.schema_qualified_name());
            }
        }
        return names;
    }

    private static void altered(Alter_table_statementContext alter, List<Schema_qualified_nameContext> names) {
        names.add(alter.name);
        if (alter.alter_partition() != null) {
            names.add(
                    alter.alter_partition().DETACH() != null
                            ? alter.alter_partition().child
                            : alter.alter_partition().partition_table_value().schema_qualified_name());
        }
    }

    /** Of what CREATE makes, only tables and materialized views that are filled run anything now. */
    static boolean isRun(ParseTree node) {
        if (node instanceof Create_view_statementContext view) {
            return view.MATERIALIZED() != null;
        }
        if (node.getParent() instanceof Schema_createContext) {
            return node instanceof Create_table_as_statementContext;
        }
        return true;
    }

    private void calls(Parsed statement) {
        for (Function_callContext call : statement.all(Function_callContext.class, TouchedTablesReader::isRun)) {
            if (KnownFunctions.mayWrite(statement, call)) {
                unknown(statement, "the function " + KnownFunctions.name(statement, call));
            }
        }
        if (!statement.all(Execute_statementContext.class).isEmpty()) {
            unknown(statement, "EXECUTE");
        }
    }

    private void cascades(Parsed statement) {
        for (Truncate_stmtContext truncate : statement.all(Truncate_stmtContext.class)) {
            if (Destructions.cascades(truncate.cascade_restrict())) {
                unknown(statement, "TRUNCATE … CASCADE");
            }
        }
        for (Schema_dropContext drop : statement.all(Schema_dropContext.class)) {
            Drop_statementsContext named = drop.drop_statements();
            boolean ofColumns =
                    named != null && (named.TABLE() != null || named.VIEW() != null || named.INDEX() != null);
            if (!ofColumns && (cascades(drop, statement) || drop.drop_owned_statement() != null)) {
                unknown(statement, "DROP … CASCADE");
            } else if (named != null && named.EXTENSION() != null) {
                unknown(statement, "DROP EXTENSION");
            }
        }
        if (MadeNames.isEventTrigger(statement.words())) {
            unknown(statement, "CREATE EVENT TRIGGER");
        }
        if (MadeNames.renamesOthers(statement.words())) {
            unknown(statement, "tables or views by a name that they do not have yet");
        }
        if (MadeNames.renamesEnumValue(statement.words())) {
            unknown(statement, "tables with the enum whose value it renames");
        }
        if (!statement.all(Type_actionContext.class).isEmpty()) {
            unknown(statement, "ALTER TYPE of a composite type");
        }
        if (!statement.all(Alter_extension_statementContext.class).isEmpty()) {
            unknown(statement, "ALTER EXTENSION");
        }
    }

    private static boolean cascades(Schema_dropContext drop, Parsed statement) {
        If_exist_names_restrict_cascadeContext names =
                drop.drop_statements() == null ? null : drop.drop_statements().if_exist_names_restrict_cascade();
        if (names != null) {
            return Destructions.cascades(names.cascade_restrict());
        }
        return drop.drop_function_statement() != null
                ? Destructions.cascades(drop.drop_function_statement().cascade_restrict())
                : statement.words().ahead(Set.of("CASCADE"));
    }

    private void touch(Parsed statement, SqlName table) {
        tables.add(table);
        if (pathChanged && table.schema().isEmpty()) {
            unknown(statement, table + " after the search path was changed");
        }
    }

    private void unknown(Parsed statement, String why) {
        unknown.add("line " + statement.line() + ": " + why);
    }
}
