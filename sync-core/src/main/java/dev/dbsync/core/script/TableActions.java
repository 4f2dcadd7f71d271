package dev.dbsync.core.script;

import dev.dbsync.core.script.Destruction.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.antlr.v4.runtime.ParserRuleContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Alter_table_statementContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Column_actionContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Constr_bodyContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Constraint_commonContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Function_callContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Table_actionContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Table_column_definitionContext;

/**
 * Judges the actions of one ALTER TABLE.
 *
 * <p>Rests on the notes of <a href="https://www.postgresql.org/docs/current/sql-altertable.html">ALTER TABLE</a>: what
 * scans, what rewrites, and what NOT VALID and USING INDEX spare.
 */
final class TableActions {

    private static final Set<String> SERIAL =
            Set.of("SERIAL", "BIGSERIAL", "SMALLSERIAL", "SERIAL2", "SERIAL4", "SERIAL8");

    private final Parsed statement;
    private final String script;
    private final Consumer<Destruction> found;
    private SqlName table;
    private boolean tableIfExists;

    TableActions(Parsed statement, String script, Consumer<Destruction> found) {
        this.statement = statement;
        this.script = script;
        this.found = found;
    }

    void read(Alter_table_statementContext alter) {
        table = statement.name(alter.name);
        tableIfExists = alter.if_exists() != null;
        if (alter.RENAME() != null && alter.CONSTRAINT() == null) {
            column(Kind.RENAME, statement.name(alter.identifier(0)).name(), alter, false, Optional.empty());
        }
        if (alter.alter_partition() != null && alter.alter_partition().DETACH() != null) {
            SqlName partition = statement.name(alter.alter_partition().child);
            found.accept(Destruction.of(
                    Kind.DETACH_PARTITION, partition.toString(), partition, script, statement.line(alter), false));
        }
        alter.table_action().forEach(this::action);
    }

    private void action(Table_actionContext action) {
        if (action.table_column_definition() != null) {
            addColumn(action.table_column_definition());
        } else if (action.tabl_constraint != null) {
            constraint(action.tabl_constraint, Optional.empty());
        } else if (action.column_action() != null) {
            alterColumn(action, action.column_action());
        } else if (action.DROP() != null && action.column != null) {
            column(Kind.DROP_COLUMN, statement.name(action.column).name(), action, true, Optional.empty());
        } else if (action.drop_constraint() != null
                && Destructions.cascades(action.drop_constraint().cascade_restrict())) {
            table(Kind.DROP_CASCADE, action);
        } else if (action.set_logged() != null || action.set_tablespace() != null || action.METHOD() != null) {
            table(Kind.REWRITE_TABLE, action);
        }
    }

    private void alterColumn(Table_actionContext where, Column_actionContext action) {
        String column = statement.name(where.column).name();
        if (action.TYPE() != null) {
            String type = statement.text(action.data_type());
            boolean cast = action.vex() == null || isCast(column, folded(action.data_type()), folded(action.vex()));
            Kind kind = cast ? Kind.TYPE_CHANGE : Kind.TYPE_CHANGE_COMPUTED;
            column(kind, column, where, true, Optional.of(type));
        } else if (action.SET() != null && action.NULL() != null) {
            column(Kind.SET_NOT_NULL, column, where, false, Optional.empty());
        } else if (action.SET() != null && action.EXPRESSION() != null) {
            column(Kind.REWRITE_TABLE, column, where, false, Optional.empty());
        }
    }

    /** Nothing but the column, or the column cast to the new type: the value is what it was, as far as it fits. */
    private boolean isCast(String column, List<String> type, List<String> using) {
        return Set.of(
                        List.of(column),
                        List.of("(", column, ")"),
                        joined(List.of(column, ":", ":"), type, List.of()),
                        joined(List.of("(", column, ")", ":", ":"), type, List.of()),
                        joined(List.of("(", column, ":", ":"), type, List.of(")")),
                        joined(List.of("cast", "(", column, "as"), type, List.of(")")))
                .contains(using);
    }

    private static List<String> joined(List<String> before, List<String> type, List<String> behind) {
        return Stream.of(before, type, behind).flatMap(List::stream).toList();
    }

    /**
     * Names as the catalog would have them, so that {@code "A"} and {@code a} differ and {@code A} and {@code a} do
     * not.
     */
    private List<String> folded(ParserRuleContext part) {
        String text = statement.script();
        return statement.tokens(part).stream()
                .map(token -> token.isName() ? token.name(text) : token.text(text))
                .toList();
    }

    private void addColumn(Table_column_definitionContext definition) {
        String column = statement.name(definition.identifier()).name();
        List<Constr_bodyContext> bodies = definition.constraint_common().stream()
                .map(Constraint_commonContext::constr_body)
                .toList();
        boolean serial = SERIAL.contains(statement.text(definition.data_type()).toUpperCase(Locale.ROOT));
        boolean computed = serial || bodies.stream().anyMatch(this::isComputedForEachRow);
        boolean filled = computed || bodies.stream().anyMatch(this::isFilled);
        if (!filled && bodies.stream().anyMatch(TableActions::forbidsNull)) {
            column(Kind.ADD_NOT_NULL_COLUMN, column, definition, false, Optional.empty());
        }
        if (computed) {
            column(Kind.ADD_COMPUTED_COLUMN, column, definition, false, Optional.empty());
        }
        for (Constraint_commonContext constraint : definition.constraint_common()) {
            constraint(constraint, Optional.of(column));
        }
    }

    private boolean isComputedForEachRow(Constr_bodyContext body) {
        if (body.identity_body() != null || body.STORED() != null) {
            return true;
        }
        return body.default_expr != null
                && Grammar.all(body.default_expr, Function_callContext.class, node -> true).stream()
                        .anyMatch(call -> KnownFunctions.mayBeVolatile(statement, call));
    }

    private boolean isFilled(Constr_bodyContext body) {
        String value = body.default_expr == null
                ? ""
                : statement.text(body.default_expr).toUpperCase(Locale.ROOT);
        boolean defaultsToNull = value.equals("NULL") || value.startsWith("NULL :");
        return (body.default_expr != null && !defaultsToNull) || body.GENERATED() != null;
    }

    private static boolean forbidsNull(Constr_bodyContext body) {
        return body.PRIMARY() != null || isNotNull(body);
    }

    private static boolean isNotNull(Constr_bodyContext body) {
        return body.NOT() != null && body.NULL() != null;
    }

    /** @param column that the constraint is declared with; empty for one of the table */
    private void constraint(Constraint_commonContext constraint, Optional<String> column) {
        Constr_bodyContext body = constraint.constr_body();
        boolean checkedLater = constraint.VALID() != null
                || (constraint.table_enforced() != null
                        && constraint.table_enforced().NOT() != null);
        if (body.UNIQUE() != null || body.PRIMARY() != null || body.EXCLUDE() != null) {
            boolean builds = body.index_parameters() == null
                    || body.index_parameters().INDEX() == null
                    || body.index_parameters().schema_qualified_name() == null;
            if (builds) {
                constraint(Kind.ADD_INDEX_CONSTRAINT, constraint, column);
            }
        } else if (!checkedLater && (body.REFERENCES() != null || body.CHECK() != null)) {
            constraint(Kind.ADD_VALIDATED_CONSTRAINT, constraint, column);
        } else if (!checkedLater && column.isEmpty() && isNotNull(body) && body.col_name != null) {
            column(Kind.SET_NOT_NULL, statement.name(body.col_name).name(), constraint, false, Optional.empty());
        }
    }

    private void constraint(Kind kind, Constraint_commonContext constraint, Optional<String> column) {
        if (column.isPresent()) {
            column(kind, column.get(), constraint, false, Optional.empty());
        } else {
            table(kind, constraint);
        }
    }

    private void column(Kind kind, String column, ParserRuleContext where, boolean loses, Optional<String> type) {
        boolean ifExists = tableIfExists || (where instanceof Table_actionContext action && action.if_exists() != null);
        found.accept(new Destruction(
                kind,
                table + "." + column,
                table,
                Optional.of(column),
                script,
                statement.line(where),
                loses,
                type,
                ifExists));
    }

    private void table(Kind kind, ParserRuleContext where) {
        found.accept(Destruction.of(kind, table.toString(), table, script, statement.line(where), false));
    }
}
