package dev.dbsync.core.script;

import java.util.List;
import java.util.Optional;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.IdentifierContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Inheritance_specified_table_colsContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Rename_toContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Schema_alterContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Schema_qualified_nameContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Script_additionalContext;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser.Set_schemaContext;

/** Tells what ALTER … RENAME TO and SET SCHEMA give another name. */
final class Renames {

    private Renames() {}

    /** Whether running applications name such an object: not so for indexes, triggers, policies and the like. */
    static boolean isNamed(Schema_alterContext alter) {
        return alter.alter_table_statement() != null
                || alter.alter_view_statement() != null
                || alter.alter_materialized_view_statement() != null
                || alter.alter_sequence_statement() != null
                || alter.alter_type_statement() != null
                || alter.alter_domain_statement() != null
                || alter.alter_schema_statement() != null
                || alter.alter_function_statement() != null;
    }

    static Optional<SqlName> of(Parsed statement, Schema_alterContext alter) {
        boolean renames = !statement.all(Rename_toContext.class).isEmpty()
                || !statement.all(Set_schemaContext.class).isEmpty();
        if (!renames) {
            return Optional.empty();
        }
        if (alter.alter_schema_statement() != null) {
            IdentifierContext schema = alter.alter_schema_statement().identifier();
            return Optional.of(statement.name(schema));
        }
        return statement.all(Schema_qualified_nameContext.class).stream()
                .findFirst()
                .map(statement::name);
    }

    static List<SqlName> vacuumedFull(Parsed statement) {
        return statement.all(Script_additionalContext.class).stream()
                .filter(vacuum -> vacuum.VACUUM() != null
                        && (vacuum.vacuum_mode().FULL() != null
                                || vacuum.vacuum_mode().vacuum_option().stream()
                                        .anyMatch(option -> option.FULL() != null))
                        && vacuum.table_cols_list() != null)
                .flatMap(vacuum -> vacuum.table_cols_list().inheritance_specified_table_cols().stream())
                .map(Inheritance_specified_table_colsContext::schema_qualified_name)
                .map(statement::name)
                .toList();
    }
}
