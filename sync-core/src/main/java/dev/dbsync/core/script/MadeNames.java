package dev.dbsync.core.script;

import java.util.Optional;
import java.util.Set;

/** The names of what a statement makes that has a say in what later statements change. */
final class MadeNames {

    private MadeNames() {}

    /** The table of a trigger or rule, the view, or the function; empty for any other statement. */
    static Optional<SqlName> of(Words words) {
        if (!words.take("CREATE")) {
            return Optional.empty();
        }
        words.take("OR", "REPLACE");
        words.take("CONSTRAINT");
        if (words.take("TRIGGER")) {
            return nameAfter("ON", words);
        }
        if (words.take("RULE")) {
            return nameAfter("TO", words);
        }
        if (words.take("FUNCTION")) {
            return words.takeName();
        }
        while (Set.of("TEMP", "TEMPORARY", "LOCAL", "GLOBAL", "RECURSIVE").contains(words.peek())) {
            words.skip();
        }
        return words.take("VIEW") ? words.takeName() : Optional.empty();
    }

    static boolean isEventTrigger(Words words) {
        return words.take("CREATE", "EVENT", "TRIGGER") || words.take("ALTER", "EVENT", "TRIGGER");
    }

    /** A schema, or a view, that goes by another name from here on; a table that does is touched itself. */
    static boolean renamesOthers(Words words) {
        return words.take("ALTER")
                && (words.take("SCHEMA") || words.take("VIEW"))
                && words.ahead(Set.of("RENAME", "SET"));
    }

    /** A value of an enum that reads otherwise from here on, in whatever table it stands. */
    static boolean renamesEnumValue(Words words) {
        return words.take("ALTER", "TYPE") && words.takeName().isPresent() && words.take("RENAME", "VALUE");
    }

    private static Optional<SqlName> nameAfter(String word, Words words) {
        while (!words.atEnd()) {
            if (words.take(word)) {
                return words.takeName();
            }
            words.skip();
        }
        return Optional.empty();
    }
}
