package dev.dbsync.core.script;

import dev.dbsync.core.script.TakenLock.Reach;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.ParseTree;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Copy_from_statementContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Create_table_as_statementContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Create_view_statementContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Delete_stmt_for_psqlContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.From_primaryContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Function_callContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Insert_stmt_for_psqlContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Lock_modeContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Lock_tableContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Merge_stmt_for_psqlContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Only_table_multiplyContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Truncate_stmtContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Update_stmt_for_psqlContext;

/** The locks of what a statement reads and writes, or names in the query of a view. */
final class RowLocks {

    private final Parsed statement;
    private final String script;
    private final Consumer<TakenLock> found;
    private final Consumer<String> unknown;
    private int made;

    /** @param unknown hears why a lock cannot be told */
    RowLocks(Parsed statement, String script, Consumer<TakenLock> found, Consumer<String> unknown) {
        this.statement = statement;
        this.script = script;
        this.found = found;
        this.unknown = unknown;
    }

    /** Locks on what is made. */
    int made() {
        return made;
    }

    void read() {
        for (ParseTree node : statement.all(ParseTree.class, Destructions::isRun)) {
            if (node instanceof From_primaryContext from && from.schema_qualified_name() != null) {
                add(from.schema_qualified_name(), LockMode.ACCESS_SHARE);
            } else if (node instanceof Insert_stmt_for_psqlContext insert) {
                add(insert.insert_table_name, LockMode.ROW_EXCLUSIVE);
            } else if (node instanceof Update_stmt_for_psqlContext update) {
                add(update.update_table_name, LockMode.ROW_EXCLUSIVE);
            } else if (node instanceof Delete_stmt_for_psqlContext delete) {
                add(delete.delete_table_name, LockMode.ROW_EXCLUSIVE);
            } else if (node instanceof Merge_stmt_for_psqlContext merge) {
                add(merge.merge_table_name, LockMode.ROW_EXCLUSIVE);
            } else if (node instanceof Copy_from_statementContext copy) {
                add(copy.table_cols().schema_qualified_name(), LockMode.ROW_EXCLUSIVE);
            } else if (node instanceof Truncate_stmtContext truncate) {
                truncate(truncate);
            } else if (node instanceof Lock_tableContext lock) {
                lock(lock);
            } else if (node instanceof Create_table_as_statementContext) {
                made += TableLocks.WITH_TOAST;
            } else if (node instanceof Create_view_statementContext view) {
                view(view);
            }
        }
        for (Function_callContext call : statement.all(Function_callContext.class, TouchedTablesReader::isRun)) {
            if (KnownFunctions.mayWrite(statement, call)) {
                unknown.accept("the function " + KnownFunctions.name(statement, call));
            }
        }
    }

    private void add(ParserRuleContext table, LockMode mode) {
        add(statement.name(table), mode, Reach.INDEXES, true);
    }

    private void truncate(Truncate_stmtContext truncate) {
        for (Only_table_multiplyContext table : truncate.only_table_multiply()) {
            add(statement.name(table.schema_qualified_name()), LockMode.ACCESS_EXCLUSIVE, Reach.STORAGE, true);
        }
        if (Destructions.cascades(truncate.cascade_restrict())) {
            unknown.accept("TRUNCATE … CASCADE");
        }
    }

    private void lock(Lock_tableContext lock) {
        Lock_modeContext named = lock.lock_mode();
        LockMode mode = named == null
                ? LockMode.ACCESS_EXCLUSIVE
                : LockMode.valueOf(
                        statement.text(named).toUpperCase(Locale.ROOT).replace(' ', '_'));
        for (Only_table_multiplyContext table : lock.only_table_multiply()) {
            add(statement.name(table.schema_qualified_name()), mode, Reach.ITSELF, true);
        }
    }

    private void view(Create_view_statementContext view) {
        made += view.MATERIALIZED() == null ? TableLocks.WITH_TYPE : TableLocks.WITH_TOAST;
        if (view.REPLACE() != null) {
            add(statement.name(view.name), LockMode.ACCESS_EXCLUSIVE, Reach.ITSELF, false);
        }
    }

    private void add(SqlName name, LockMode mode, Reach reach, boolean children) {
        found.accept(new TakenLock(name, mode, reach, children, Optional.empty(), script, statement.line()));
    }
}
