package dev.dbsync.core.script;

import dev.dbsync.core.script.Destruction.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.ParserRuleContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Alter_table_statementContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Alter_type_statementContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Cascade_restrictContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Cluster_stmtContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Create_function_statementContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Create_index_statementContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Create_rewrite_statementContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Delete_stmt_for_psqlContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Drop_statementsContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Merge_stmt_for_psqlContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Only_table_multiplyContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Schema_alterContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Schema_dropContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Schema_qualified_nameContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Truncate_stmtContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Type_actionContext;

/** Finds what a script destroys or holds up, statement by statement. */
final class Destructions {

    /** Objects on which no column depends: what CASCADE takes along holds no data of its own. */
    private static final Set<String> WITHOUT_COLUMNS =
            Set.of("INDEX", "TRIGGER", "RULE", "POLICY", "EVENT", "STATISTICS", "PUBLICATION", "LANGUAGE");

    private static final Set<String> ALWAYS = Set.of("TRUE", "1 = 1", "( TRUE )", "( 1 = 1 )");

    private final String script;
    private List<Destruction> found = new ArrayList<>();

    Destructions(String script) {
        this.script = script;
    }

    /** What the statement destroys or holds up, in order. */
    List<Destruction> of(Parsed statement) {
        found = new ArrayList<>();
        read(statement);
        return found;
    }

    private void read(Parsed statement) {
        statement.all(Drop_statementsContext.class).forEach(drop -> drop(statement, drop));
        statement.all(Schema_dropContext.class).forEach(drop -> dropOther(statement, drop));
        statement.all(Truncate_stmtContext.class).forEach(truncate -> truncate(statement, truncate));
        statement
                .all(Delete_stmt_for_psqlContext.class, Destructions::isRun)
                .forEach(delete -> delete(statement, delete));
        statement.all(Merge_stmt_for_psqlContext.class, Destructions::isRun).forEach(merge -> merge(statement, merge));
        for (Alter_table_statementContext alter : statement.all(Alter_table_statementContext.class)) {
            new TableActions(statement, script, this::add).read(alter);
        }
        statement.all(Alter_type_statementContext.class).forEach(type -> alterType(statement, type));
        statement.all(Schema_alterContext.class).forEach(alter -> rename(statement, alter));
        for (Create_index_statementContext index : statement.all(Create_index_statementContext.class)) {
            if (index.CONCURRENTLY() == null) {
                String name =
                        index.name == null ? "" : statement.name(index.name).name() + " on ";
                SqlName table = statement.name(index.table_name);
                add(statement, Kind.CREATE_INDEX, name + table, table, false, index);
            }
        }
        rewrites(statement);
        if (statement.statement().kind() == StatementKind.DO) {
            code(statement);
        }
    }

    /** The body of a function or rule is not run by its definition. */
    static boolean isRun(Object node) {
        return !(node instanceof Create_function_statementContext || node instanceof Create_rewrite_statementContext);
    }

    private void drop(Parsed statement, Drop_statementsContext drop) {
        boolean cascade = cascades(drop.if_exist_names_restrict_cascade().cascade_restrict());
        Optional<Kind> kind = kind(drop, cascade);
        if (kind.isEmpty()) {
            return;
        }
        boolean loses = switch (kind.get()) {
            case DROP_TABLE -> drop.FOREIGN() == null;
            case DROP_SCHEMA -> cascade;
            case DROP_SEQUENCE -> true;
            case DROP_CASCADE -> !WITHOUT_COLUMNS.contains(statement.words().peek(1));
            default -> false;
        };
        boolean ifExists = drop.if_exist_names_restrict_cascade().if_exists() != null;
        for (Schema_qualified_nameContext context :
                drop.if_exist_names_restrict_cascade().names_references().schema_qualified_name()) {
            SqlName name = statement.name(context);
            add(Destruction.of(kind.get(), name.toString(), name, script, statement.line(context), loses)
                    .ifExists(ifExists));
        }
    }

    private static Optional<Kind> kind(Drop_statementsContext drop, boolean cascade) {
        if (drop.TABLE() != null) {
            return Optional.of(Kind.DROP_TABLE);
        }
        if (drop.SCHEMA() != null) {
            return Optional.of(Kind.DROP_SCHEMA);
        }
        if (drop.SEQUENCE() != null) {
            return Optional.of(Kind.DROP_SEQUENCE);
        }
        if (drop.VIEW() != null) {
            return Optional.of(Kind.DROP_VIEW);
        }
        if (drop.EXTENSION() != null && !cascade) {
            return Optional.of(Kind.DROP_EXTENSION);
        }
        return cascade ? Optional.of(Kind.DROP_CASCADE) : Optional.empty();
    }

    /** Functions, casts, operators, policies and so on, each with a rule of its own in the grammar. */
    private void dropOther(Parsed statement, Schema_dropContext drop) {
        if (drop.drop_statements() != null) {
            return;
        }
        SqlName name = statement.all(Schema_qualified_nameContext.class).stream()
                .findFirst()
                .map(statement::name)
                .orElse(SqlName.of(statement.text(drop)));
        if (drop.drop_database_statement() != null) {
            SqlName database = statement.name(drop.drop_database_statement().identifier());
            add(statement, Kind.DROP_DATABASE, database.name(), database, true, drop);
        } else if (drop.drop_owned_statement() != null) {
            String owned = statement.text(drop);
            add(statement, Kind.DROP_CASCADE, owned, SqlName.of(owned), true, drop);
        } else if (statement.all(Cascade_restrictContext.class).stream().anyMatch(Destructions::cascades)) {
            boolean loses = !WITHOUT_COLUMNS.contains(statement.words().peek(1));
            add(statement, Kind.DROP_CASCADE, name.toString(), name, loses, drop);
        }
    }

    private void truncate(Parsed statement, Truncate_stmtContext truncate) {
        String more = cascades(truncate.cascade_restrict()) ? " and the tables that reference it" : "";
        for (Only_table_multiplyContext table : truncate.only_table_multiply()) {
            SqlName name = statement.name(table.schema_qualified_name());
            add(statement, Kind.TRUNCATE, name + more, name, true, table);
        }
    }

    private void delete(Parsed statement, Delete_stmt_for_psqlContext delete) {
        boolean all = delete.WHERE() == null
                || (delete.vex() != null
                        && ALWAYS.contains(statement.text(delete.vex()).toUpperCase(Locale.ROOT)));
        if (all) {
            SqlName table = statement.name(delete.delete_table_name);
            add(statement, Kind.DELETE_ALL, table.toString(), table, true, delete);
        }
    }

    /** A condition beside the DELETE is one like that of a WHERE. */
    private void merge(Parsed statement, Merge_stmt_for_psqlContext merge) {
        boolean deletes = merge.when_condition().stream()
                .map(statement::words)
                .anyMatch(when -> !when.ahead(Set.of("AND")) && when.ahead(Set.of("DELETE")));
        if (deletes) {
            SqlName table = statement.name(merge.merge_table_name);
            add(statement, Kind.DELETE_MATCHED, table.toString(), table, true, merge);
        }
    }

    private void alterType(Parsed statement, Alter_type_statementContext alter) {
        SqlName type = statement.name(alter.name);
        for (Type_actionContext action : alter.type_action()) {
            if (action.DROP() != null || action.ALTER() != null) {
                String attribute = statement.name(action.identifier()).name();
                Kind kind = action.DROP() != null ? Kind.DROP_ATTRIBUTE : Kind.ATTRIBUTE_TYPE_CHANGE;
                add(new Destruction(
                        kind,
                        type + "." + attribute,
                        type,
                        Optional.of(attribute),
                        script,
                        statement.line(action),
                        true,
                        Optional.ofNullable(action.data_type()).map(statement::text),
                        action.if_exists() != null));
            }
        }
        if (alter.RENAME() != null && alter.rename_to() == null) {
            add(statement, Kind.RENAME, type.toString(), type, false, alter);
        }
    }

    private void rename(Parsed statement, Schema_alterContext alter) {
        if (Renames.isNamed(alter)) {
            Renames.of(statement, alter)
                    .ifPresent(name -> add(statement, Kind.RENAME, name.toString(), name, false, alter));
        }
    }

    private void rewrites(Parsed statement) {
        for (Cluster_stmtContext cluster : statement.all(Cluster_stmtContext.class)) {
            if (cluster.schema_qualified_name() != null) {
                SqlName table = statement.name(cluster.schema_qualified_name());
                add(statement, Kind.REWRITE_TABLE, table.toString(), table, false, cluster);
            }
        }
        Renames.vacuumedFull(statement)
                .forEach(table -> add(
                        Destruction.of(Kind.REWRITE_TABLE, table.toString(), table, script, statement.line(), false)));
    }

    private void code(Parsed statement) {
        String script = statement.script();
        Optional<String> found = DestructiveCode.language(statement.words())
                .map(language -> "code in " + language)
                .or(() -> statement.piece().tokens().stream()
                        .filter(Token::isString)
                        .map(token -> DestructiveCode.find(token.value(script)))
                        .flatMap(Optional::stream)
                        .findFirst());
        found.map(what -> "DO with " + what)
                .ifPresent(what ->
                        add(Destruction.of(Kind.CODE, what, SqlName.of(what), this.script, statement.line(), true)));
    }

    static boolean cascades(Cascade_restrictContext behaviour) {
        return behaviour != null && behaviour.CASCADE() != null;
    }

    private void add(
            Parsed statement, Kind kind, String object, SqlName table, boolean loses, ParserRuleContext where) {
        add(Destruction.of(kind, object, table, script, statement.line(where), loses));
    }

    private void add(Destruction destruction) {
        found.add(destruction);
    }
}
