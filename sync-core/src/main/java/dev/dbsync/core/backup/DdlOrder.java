package dev.dbsync.core.backup;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Puts a script's statements before or after the rows, each part in the script's own order. */
final class DdlOrder {

    private DdlOrder() {}

    /** @param supplement statements that pgCodeKeeper does not write, to run after the rows */
    static SchemaScript of(List<DdlStatement> statements, List<String> supplement) {
        List<DdlStatement> known = statements.stream()
                .filter(Predicate.not(DdlOrder::everyDatabaseHasIt))
                .toList();
        List<String> before = new ArrayList<>();
        List<String> after = new ArrayList<>();
        List<String> last = new ArrayList<>();
        for (DdlStatement statement : known) {
            statement.filledMaterializedView().ifPresent(view -> last.add("REFRESH MATERIALIZED VIEW " + view));
            DdlStatement written = intoNewDatabase(statement.unfilled());
            (statement.isEventTrigger() ? last : statement.isAfterRows() ? after : before).add(written.sql());
            if (isPublicSchema(statement)) {
                // What it grants by default differs between versions: the script's own grants follow.
                before.add("REVOKE ALL ON SCHEMA public FROM PUBLIC");
            }
        }
        after.addAll(supplement);
        after.addAll(last);
        return new SchemaScript(before, after);
    }

    /** A new database comes with PL/pgSQL, which only its owner may comment on. */
    private static boolean everyDatabaseHasIt(DdlStatement statement) {
        return statement.sql().startsWith("CREATE EXTENSION plpgsql ")
                || statement.sql().startsWith("COMMENT ON EXTENSION plpgsql ");
    }

    /** A new database has the schema public, and may have extensions from its template. */
    private static DdlStatement intoNewDatabase(DdlStatement statement) {
        if (isPublicSchema(statement)) {
            return new DdlStatement("CREATE SCHEMA IF NOT EXISTS public");
        }
        String extension = "CREATE EXTENSION ";
        return statement.sql().startsWith(extension)
                ? new DdlStatement(
                        extension + "IF NOT EXISTS " + statement.sql().substring(extension.length()))
                : statement;
    }

    private static boolean isPublicSchema(DdlStatement statement) {
        return statement.sql().equals("CREATE SCHEMA public");
    }
}
