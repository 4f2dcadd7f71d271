package dev.dbsync.core.pull;

import dev.dbsync.core.database.TableName;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A name of tables as the configuration writes it: {@code *} stands for any characters, and a name without a schema
 * means the tables of that name in every schema.
 */
record TablePattern(String text, Pattern regex) {

    static TablePattern of(String text) {
        String regex = Arrays.stream(text.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        return new TablePattern(text, Pattern.compile(regex, Pattern.DOTALL));
    }

    boolean matches(TableName table) {
        return regex.matcher(table.name()).matches()
                || regex.matcher(table.toString()).matches();
    }

    /** Whether it may mean more than one name. */
    boolean isOpen() {
        return text.contains("*");
    }
}
