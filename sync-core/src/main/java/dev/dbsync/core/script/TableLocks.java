package dev.dbsync.core.script;

import dev.dbsync.core.script.TakenLock.Reach;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.antlr.v4.runtime.ParserRuleContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Alter_partitionContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Alter_table_statementContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Constr_bodyContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Create_table_statementContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Define_columnsContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Define_partitionContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Schema_qualified_nameContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Table_actionContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Table_column_defContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Table_column_definitionContext;

/**
 * The locks of one CREATE TABLE or ALTER TABLE, action by action.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-altertable.html">ALTER TABLE</a>, which says of each form
 *     what it locks
 */
final class TableLocks {

    /** A relation and its row type, which newer servers lock as well. */
    static final int WITH_TYPE = 2;

    /** The same with a TOAST table and its index. */
    static final int WITH_TOAST = WITH_TYPE + 2;

    /** An index and its constraint, which newer servers lock as well. */
    private static final int WITH_CONSTRAINT = 2;

    /** A constraint with its index, or with the four triggers of a foreign key. */
    private static final int CONSTRAINT_GONE = 3;

    /** The copy that a rewrite makes of a table: with TOAST table and index, row type and its array. */
    static final int REWRITTEN = 5;

    private static final Set<String> SERIAL =
            Set.of("SERIAL", "BIGSERIAL", "SMALLSERIAL", "SERIAL2", "SERIAL4", "SERIAL8");

    /** Types of a fixed length: a table of nothing else has no TOAST table. */
    private static final Set<String> FIXED = Set.of(
            "SMALLINT",
            "INT",
            "INT2",
            "INT4",
            "INT8",
            "INTEGER",
            "BIGINT",
            "BOOL",
            "BOOLEAN",
            "REAL",
            "FLOAT",
            "FLOAT4",
            "FLOAT8",
            "DOUBLE",
            "DATE",
            "TIME",
            "TIMESTAMP",
            "TIMESTAMPTZ",
            "INTERVAL",
            "UUID",
            "OID");

    private final Parsed statement;
    private final String script;
    private final Consumer<TakenLock> found;
    private int made;

    TableLocks(Parsed statement, String script, Consumer<TakenLock> found) {
        this.statement = statement;
        this.script = script;
        this.found = found;
    }

    /** Locks on what is made. */
    int made() {
        return made;
    }

    void create(Create_table_statementContext create) {
        made += WITH_TYPE;
        Define_columnsContext columns = create.define_table().define_columns();
        if (columns == null || columns.table_column_def().stream().anyMatch(this::isToasted)) {
            made += 2;
        }
        statement.all(Constr_bodyContext.class).forEach(body -> constraint(body, create));
        statement.all(Table_column_definitionContext.class).forEach(this::sequences);
        if (columns != null && columns.INHERITS() != null) {
            for (Schema_qualified_nameContext parent :
                    columns.names_in_parens().names_references().schema_qualified_name()) {
                add(parent, LockMode.SHARE_UPDATE_EXCLUSIVE, Reach.ITSELF, false, Optional.empty(), create);
            }
        }
        Define_partitionContext partition = create.define_table().define_partition();
        if (partition != null) {
            add(partition.parent_table, LockMode.ACCESS_EXCLUSIVE, Reach.ITSELF, false, Optional.empty(), create);
        }
    }

    private boolean isToasted(Table_column_defContext column) {
        // What LIKE brings is not known here.
        return column.LIKE() != null
                || (column.table_column_definition() != null && isToasted(column.table_column_definition()));
    }

    private boolean isToasted(Table_column_definitionContext column) {
        String type = statement.text(column.data_type()).toUpperCase(Locale.ROOT);
        String first = type.split("[ (\\[]", 2)[0];
        return type.contains("[") || !(FIXED.contains(first) || SERIAL.contains(first));
    }

    private void sequences(Table_column_definitionContext column) {
        boolean identity = column.constraint_common().stream()
                .anyMatch(constraint -> constraint.constr_body().identity_body() != null);
        String type = statement.text(column.data_type()).toUpperCase(Locale.ROOT);
        made += identity || SERIAL.contains(type) ? 1 : 0;
    }

    /** Its index is made; its partner is locked as well. */
    private void constraint(Constr_bodyContext body, ParserRuleContext where) {
        if (body.UNIQUE() != null || body.PRIMARY() != null || body.EXCLUDE() != null) {
            made += WITH_CONSTRAINT;
        } else if (body.REFERENCES() != null) {
            made++;
            add(
                    body.schema_qualified_name(),
                    LockMode.SHARE_ROW_EXCLUSIVE,
                    Reach.ITSELF,
                    true,
                    Optional.empty(),
                    where);
        }
    }

    void alter(Alter_table_statementContext alter) {
        boolean children = alter.ONLY() == null;
        if (alter.alter_partition() != null) {
            partition(alter, alter.alter_partition());
        } else if (alter.table_action().isEmpty()) {
            // RENAME and SET SCHEMA: those of columns and constraints go down to the children.
            add(
                    alter.name,
                    LockMode.ACCESS_EXCLUSIVE,
                    Reach.ITSELF,
                    children && alter.rename_to() == null && alter.set_schema() == null,
                    Optional.empty(),
                    alter);
        }
        alter.table_action().forEach(action -> action(alter, action, children));
    }

    private void partition(Alter_table_statementContext alter, Alter_partitionContext partition) {
        boolean gentle = partition.ATTACH() != null || partition.CONCURRENTLY() != null;
        LockMode parent = gentle ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.ACCESS_EXCLUSIVE;
        add(alter.name, parent, Reach.ITSELF, false, Optional.empty(), alter);
        ParserRuleContext child = partition.child != null
                ? partition.child
                : partition.partition_table_value().schema_qualified_name();
        LockMode mode = partition.CONCURRENTLY() == null ? LockMode.ACCESS_EXCLUSIVE : LockMode.SHARE_UPDATE_EXCLUSIVE;
        add(child, mode, Reach.INDEXES, true, Optional.empty(), alter);
    }

    private void action(Alter_table_statementContext alter, Table_actionContext action, boolean children) {
        Optional<String> dropped = Optional.empty();
        Reach reach = Reach.ITSELF;
        if (action.table_column_definition() != null) {
            Table_column_definitionContext column = action.table_column_definition();
            column.constraint_common().forEach(constraint -> constraint(constraint.constr_body(), action));
            sequences(column);
        } else if (action.tabl_constraint != null) {
            constraint(action.tabl_constraint.constr_body(), action);
        } else if (action.drop_constraint() != null) {
            made += CONSTRAINT_GONE;
            dropped = Optional.of(
                    statement.name(action.drop_constraint().constraint_name).name());
        } else if (action.DROP() != null && action.column != null) {
            made++;
            dropped = Optional.of(statement.name(action.column).name());
        } else if (action.column_action() != null && action.column_action().TYPE() != null) {
            // Not every change of a type rewrites the table; this is an estimate.
            made += REWRITTEN;
            reach = Reach.STORAGE;
            dropped = Optional.of(statement.name(action.column).name());
        } else if (action.set_logged() != null || action.set_tablespace() != null || action.METHOD() != null) {
            made += REWRITTEN;
            reach = Reach.STORAGE;
        } else if (action.parent_table != null) {
            add(action.parent_table, LockMode.SHARE_UPDATE_EXCLUSIVE, Reach.ITSELF, false, Optional.empty(), action);
        }
        add(alter.name, mode(action), reach, children, dropped, action);
    }

    private LockMode mode(Table_actionContext action) {
        if (action.tabl_constraint != null) {
            return action.tabl_constraint.constr_body().REFERENCES() != null
                    ? LockMode.SHARE_ROW_EXCLUSIVE
                    : LockMode.ACCESS_EXCLUSIVE;
        }
        Words words = statement.words(action);
        String first = words.peek();
        words.skip();
        return switch (first) {
            case "VALIDATE", "CLUSTER", "RESET" -> LockMode.SHARE_UPDATE_EXCLUSIVE;
            case "ENABLE", "DISABLE" ->
                words.ahead(Set.of("TRIGGER")) ? LockMode.SHARE_ROW_EXCLUSIVE : LockMode.ACCESS_EXCLUSIVE;
            case "SET" -> isGentle(words) ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.ACCESS_EXCLUSIVE;
            case "ALTER" -> alterColumn(words);
            default -> LockMode.ACCESS_EXCLUSIVE;
        };
    }

    /** Storage parameters, and WITHOUT CLUSTER. */
    private static boolean isGentle(Words words) {
        return words.peek().equals("(")
                || (words.peek().equals("WITHOUT") && words.peek(1).equals("CLUSTER"));
    }

    private static LockMode alterColumn(Words words) {
        words.take("COLUMN");
        words.skip();
        boolean reset = words.take("RESET");
        boolean gentle =
                reset || (words.take("SET") && List.of("STATISTICS", "(").contains(words.peek()));
        return gentle ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.ACCESS_EXCLUSIVE;
    }

    private void add(
            ParserRuleContext relation,
            LockMode mode,
            Reach reach,
            boolean children,
            Optional<String> dropped,
            ParserRuleContext where) {
        found.accept(
                new TakenLock(statement.name(relation), mode, reach, children, dropped, script, statement.line(where)));
    }
}
