package dev.dbsync.core.script;

import dev.dbsync.core.script.NameChange.ColumnDropped;
import dev.dbsync.core.script.NameChange.ColumnMade;
import dev.dbsync.core.script.NameChange.ColumnRenamed;
import dev.dbsync.core.script.NameChange.ConstraintDropped;
import dev.dbsync.core.script.NameChange.ConstraintRenamed;
import dev.dbsync.core.script.NameChange.ConstraintValidated;
import dev.dbsync.core.script.NameChange.Joined;
import dev.dbsync.core.script.NameChange.NotNullChecked;
import dev.dbsync.core.script.NameChange.Referenced;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells what the actions of one ALTER TABLE change about the names in and around the table. */
final class TableNameChanges {

    private final SqlName table;
    private final List<NameChange> found = new ArrayList<>();

    TableNameChanges(SqlName table) {
        this.table = table;
    }

    /** @param words behind the table's name */
    List<NameChange> of(Words words) {
        if (words.take("RENAME")) {
            rename(words);
        } else if (words.take("ATTACH", "PARTITION")) {
            words.takeName().ifPresent(child -> found.add(new Joined(table, child)));
        } else {
            do {
                action(words);
            } while (toNextAction(words));
        }
        return found;
    }

    private void rename(Words words) {
        boolean constraint = words.take("CONSTRAINT");
        if (!constraint) {
            words.take("COLUMN");
        }
        Optional<SqlName> from = words.takeName();
        if (from.isPresent() && words.take("TO")) {
            words.takeName()
                    .map(to -> constraint
                            ? new ConstraintRenamed(table, from.get().name(), to.name())
                            : new ColumnRenamed(table, from.get().name(), to.name()))
                    .ifPresent(found::add);
        }
    }

    private void action(Words words) {
        if (words.take("ADD")) {
            add(words);
        } else if (words.take("DROP", "CONSTRAINT")) {
            words.take("IF", "EXISTS");
            words.takeName().ifPresent(name -> found.add(new ConstraintDropped(table, name.name())));
        } else if (words.take("DROP")) {
            words.take("COLUMN");
            words.take("IF", "EXISTS");
            words.takeName().ifPresent(name -> found.add(new ColumnDropped(table, name.name())));
        } else if (words.take("VALIDATE", "CONSTRAINT")) {
            words.takeName().ifPresent(name -> found.add(new ConstraintValidated(table, name.name())));
        } else if (words.take("INHERIT")) {
            words.takeName().ifPresent(parent -> found.add(new Joined(parent, table)));
        }
    }

    private void add(Words words) {
        Optional<String> constraint = Optional.empty();
        if (words.take("CONSTRAINT")) {
            constraint = words.takeName().map(SqlName::name);
        }
        switch (words.peek()) {
            case "CHECK" -> {
                words.skip();
                check(words, constraint);
            }
            case "NOT" -> {
                words.take("NOT", "NULL");
                Optional<SqlName> column = words.takeName();
                if (column.isPresent()) {
                    notNull(column.get().name(), constraint, "not_null", words);
                }
            }
            case "FOREIGN" -> references(words);
            case "PRIMARY", "UNIQUE", "EXCLUDE" -> {
                // About other rows of the table.
            }
            default -> {
                words.take("COLUMN");
                words.take("IF", "NOT", "EXISTS");
                words.takeName().ifPresent(name -> found.add(new ColumnMade(table, name.name())));
                references(words);
            }
        }
    }

    /** {@code (a IS NOT NULL)} and nothing more: what proves a column not null without being so plain is not seen. */
    private void check(Words words, Optional<String> constraint) {
        words.take("(");
        int parentheses = 0;
        while (words.take("(")) {
            parentheses++;
        }
        Optional<SqlName> column = words.takeName();
        if (column.isEmpty() || !words.take("IS", "NOT", "NULL")) {
            return;
        }
        for (int i = 0; i <= parentheses; i++) {
            if (!words.take(")")) {
                return;
            }
        }
        notNull(column.get().name(), constraint, "check", words);
    }

    private void notNull(String column, Optional<String> constraint, String suffix, Words words) {
        // As PostgreSQL names it, unless that name is taken or too long: then nothing finds it, and there is a warning.
        String name = constraint.orElse(table.name() + "_" + column + "_" + suffix);
        boolean validated = true;
        while (!words.atEnd() && !words.peek().equals(",")) {
            validated &= !words.peek().equals("NOT");
            words.skip();
        }
        found.add(new NotNullChecked(table, column, name, validated));
    }

    private void references(Words words) {
        while (!words.atEnd() && !words.peek().equals(",")) {
            if (words.take("REFERENCES")) {
                words.takeName().ifPresent(target -> found.add(new Referenced(target, table)));
            } else if (words.peek().equals("(")) {
                words.takeParentheses();
            } else {
                words.skip();
            }
        }
    }

    /** Behind the next comma that is not in parentheses; false at the end. */
    private static boolean toNextAction(Words words) {
        while (!words.atEnd()) {
            if (words.take(",")) {
                return true;
            }
            if (words.peek().equals("(")) {
                words.takeParentheses();
            } else {
                words.skip();
            }
        }
        return false;
    }
}
