package dev.dbsync.core.script;

import java.util.HashSet;
import java.util.Set;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Alter_schema_statementContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Alter_table_statementContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Create_table_as_statementContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Create_table_statementContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Drop_statementsContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Schema_qualified_nameContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Table_actionContext;

/**
 * The tables that a script has made itself so far, and that therefore hold nothing which was there before: dropping one
 * loses nothing. A name counts only as long as nothing may have made it the name of something else.
 */
final class CreatedHere {

    private final Set<SqlName> tables = new HashSet<>();

    boolean contains(SqlName table) {
        return tables.contains(table);
    }

    /** To be called after the statement was judged. */
    void read(Parsed statement) {
        switch (statement.statement().kind()) {
            case DO, CALL, EXECUTE, TRANSACTION -> tables.clear();
            case SETTING -> forgetUnqualified();
            case SELECT -> {
                if (SearchPath.isChangedBy(statement)) {
                    forgetUnqualified();
                }
            }
            default -> {
                if (!statement.statement().parsed()) {
                    tables.clear();
                }
            }
        }
        created(statement);
        altered(statement);
        for (Drop_statementsContext drop : statement.all(Drop_statementsContext.class)) {
            for (Schema_qualified_nameContext name :
                    drop.if_exist_names_restrict_cascade().names_references().schema_qualified_name()) {
                tables.remove(statement.name(name));
            }
        }
    }

    private void created(Parsed statement) {
        for (Create_table_statementContext table : statement.all(Create_table_statementContext.class)) {
            if (table.if_not_exists() == null) {
                tables.add(statement.name(table.name));
            }
        }
        for (Create_table_as_statementContext table : statement.all(Create_table_as_statementContext.class)) {
            if (table.if_not_exists() == null) {
                tables.add(statement.name(table.name));
            }
        }
    }

    private void altered(Parsed statement) {
        if (!statement.all(Alter_schema_statementContext.class).isEmpty()) {
            tables.clear();
        }
        for (Alter_table_statementContext alter : statement.all(Alter_table_statementContext.class)) {
            SqlName table = statement.name(alter.name);
            if (alter.rename_to() != null) {
                SqlName renamed = new SqlName(
                        table.schema(), statement.name(alter.rename_to().name).name());
                tables.remove(table);
                tables.remove(renamed);
                tables.remove(SqlName.of(renamed.name()));
            }
            // What is attached goes when the parent goes.
            if (alter.set_schema() != null || alter.alter_partition() != null) {
                tables.remove(table);
            }
            for (Table_actionContext action : alter.table_action()) {
                if (action.parent_table != null) {
                    tables.remove(statement.name(action.parent_table));
                }
            }
        }
    }

    private void forgetUnqualified() {
        tables.removeIf(table -> table.schema().isEmpty());
    }
}
