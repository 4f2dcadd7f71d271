package dev.dbsync.core.script;

import java.util.Optional;

/** The name that a statement gives to a table: to one that it makes, or instead of the name that it had. */
final class TableNaming {

    private TableNaming() {}

    /** Empty for a statement that does not. */
    static Optional<SqlName> of(Words words) {
        if (words.take("ALTER")) {
            return renamed(words);
        }
        return words.take("CREATE") ? made(words) : Optional.empty();
    }

    private static Optional<SqlName> renamed(Words words) {
        words.take("FOREIGN");
        if (!words.take("TABLE")) {
            return Optional.empty();
        }
        words.take("IF", "EXISTS");
        words.take("ONLY");
        Optional<SqlName> old = words.takeName();
        words.take("*");
        if (words.take("RENAME", "TO")) {
            return words.takeName().map(name -> new SqlName(old.flatMap(SqlName::schema), name.name()));
        }
        return words.take("SET", "SCHEMA")
                ? words.takeName().flatMap(schema -> old.map(name -> SqlName.of(schema.name(), name.name())))
                : Optional.empty();
    }

    private static Optional<SqlName> made(Words words) {
        words.take("UNLOGGED");
        if (!words.take("TABLE")) {
            return Optional.empty();
        }
        words.take("IF", "NOT", "EXISTS");
        return words.takeName();
    }
}
