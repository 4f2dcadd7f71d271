package dev.dbsync.core.script;

import dev.dbsync.core.script.NameChange.Committed;
import dev.dbsync.core.script.NameChange.Dropped;
import dev.dbsync.core.script.NameChange.Made;
import dev.dbsync.core.script.NameChange.Moved;
import dev.dbsync.core.script.NameChange.PathChanged;
import dev.dbsync.core.script.NameChange.Renamed;
import dev.dbsync.core.script.NameChange.SchemaDropped;
import dev.dbsync.core.script.NameChange.SchemaMade;
import dev.dbsync.core.script.NameChange.SchemaRenamed;
import dev.dbsync.core.script.NameChange.Unfollowed;
import dev.dbsync.core.script.NameChange.ViewDropped;
import dev.dbsync.core.script.NameChange.ViewMade;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Tells what a statement changes about names, by its words: also of a statement that the grammar does not know. */
final class NameChanges {

    private static final Set<String> BEFORE_TABLE =
            Set.of("GLOBAL", "LOCAL", "TEMP", "TEMPORARY", "UNLOGGED", "RECURSIVE");

    private final Parsed statement;
    private final List<NameChange> found = new ArrayList<>();

    private NameChanges(Parsed statement) {
        this.statement = statement;
    }

    /** In the order in which they happen. */
    static List<NameChange> of(Parsed statement) {
        NameChanges changes = new NameChanges(statement);
        changes.read(statement.words());
        return changes.found;
    }

    private void read(Words words) {
        if (cannotBeFollowed()) {
            found.add(new Unfollowed());
        }
        if (SearchPath.isChangedBy(statement)) {
            found.add(new PathChanged());
        }
        switch (statement.statement().kind()) {
            case CREATE -> create(words);
            case SELECT -> selectInto(words);
            case DROP -> drop(words);
            case ALTER -> alter(words);
            case TRANSACTION -> {
                if (Set.of("COMMIT", "END").contains(words.peek())) {
                    found.add(new Committed());
                }
            }
            default -> {
                // Rows, rights, settings: every name stays.
            }
        }
    }

    private boolean cannotBeFollowed() {
        return switch (statement.statement().kind()) {
            case CALL -> true;
            case DO ->
                statement.piece().tokens().stream()
                        .filter(Token::isString)
                        .anyMatch(token -> CodeBlock.mayRename(token.value(statement.script())));
            case TRANSACTION ->
                Set.of("ROLLBACK", "ABORT").contains(statement.words().peek());
            case ALTER, OTHER -> !statement.statement().parsed();
            default -> false;
        };
    }

    private void create(Words words) {
        words.skip();
        words.take("OR", "REPLACE");
        boolean temporary = false;
        while (BEFORE_TABLE.contains(words.peek())) {
            temporary |= words.peek().startsWith("TEMP");
            words.skip();
        }
        if (words.take("SCHEMA")) {
            boolean ifNotExists = words.take("IF", "NOT", "EXISTS");
            if (!words.peek().equals("AUTHORIZATION")) {
                words.takeName().ifPresent(name -> found.add(new SchemaMade(name.name(), ifNotExists)));
            }
        } else if (words.take("VIEW") || words.take("MATERIALIZED", "VIEW") || words.take("FOREIGN", "TABLE")) {
            words.take("IF", "NOT", "EXISTS");
            words.takeName().map(ViewMade::new).ifPresent(found::add);
        } else if (words.take("TABLE") || words.take("SEQUENCE") || words.take("TYPE")) {
            boolean ifNotExists = words.take("IF", "NOT", "EXISTS");
            made(words.takeName(), ifNotExists, temporary);
        }
    }

    private void made(Optional<SqlName> made, boolean ifNotExists, boolean temporary) {
        made.ifPresent(name -> {
            boolean hides = temporary || name.schema().filter("pg_temp"::equals).isPresent();
            found.add(new Made(hides ? SqlName.of(name.name()) : name, ifNotExists, hides));
        });
    }

    private void selectInto(Words words) {
        if (!words.ahead(Set.of("INTO"))) {
            return;
        }
        while (!words.take("INTO")) {
            if (words.peek().equals("(")) {
                words.takeParentheses();
            } else {
                words.skip();
            }
        }
        boolean temporary = words.take("TEMP") || words.take("TEMPORARY");
        words.take("UNLOGGED");
        words.take("TABLE");
        made(words.takeName(), false, temporary);
    }

    private void drop(Words words) {
        words.skip();
        Function<SqlName, NameChange> dropped = Dropped::new;
        if (words.take("SCHEMA")) {
            dropped = name -> new SchemaDropped(name.name());
        } else if (words.take("VIEW") || words.take("MATERIALIZED", "VIEW") || words.take("FOREIGN", "TABLE")) {
            dropped = ViewDropped::new;
        } else if (!(words.take("TABLE") || words.take("SEQUENCE") || words.take("TYPE"))) {
            return;
        }
        words.take("IF", "EXISTS");
        do {
            words.takeName().map(dropped).ifPresent(found::add);
        } while (words.take(","));
    }

    private void alter(Words words) {
        words.skip();
        if (words.take("SCHEMA")) {
            Optional<SqlName> schema = words.takeName();
            if (schema.isPresent() && words.take("RENAME", "TO")) {
                words.takeName()
                        .ifPresent(
                                to -> found.add(new SchemaRenamed(schema.get().name(), to.name())));
            }
            return;
        }
        words.take("FOREIGN");
        words.take("MATERIALIZED");
        boolean table = words.peek().equals("TABLE");
        if (!(words.take("TABLE") || words.take("VIEW") || words.take("SEQUENCE") || words.take("TYPE"))) {
            return;
        }
        words.take("IF", "EXISTS");
        words.take("ONLY");
        words.takeName().ifPresent(name -> altered(name, words, table));
    }

    private void altered(SqlName name, Words words, boolean table) {
        words.take("*");
        if (words.take("RENAME", "TO")) {
            words.takeName().ifPresent(to -> found.add(new Renamed(name, to.name())));
        } else if (words.take("SET", "SCHEMA")) {
            words.takeName().ifPresent(schema -> found.add(new Moved(name, schema.name())));
        } else if (table) {
            found.addAll(new TableNameChanges(name).of(words));
        }
    }
}
