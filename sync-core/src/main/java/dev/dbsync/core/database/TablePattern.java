package dev.dbsync.core.database;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A name of tables as the configuration writes it: {@code *} stands for any characters, and a name without a schema
 * means the tables of that name in every schema.
 */
public record TablePattern(String text, Pattern regex) {

    public static TablePattern of(String text) {
        String regex = Arrays.stream(text.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        return new TablePattern(text, Pattern.compile(regex, Pattern.DOTALL));
    }

    public boolean matches(TableName table) {
        return regex.matcher(table.name()).matches()
                || regex.matcher(table.toString()).matches();
    }

    /** Whether it may mean more than one name. */
    public boolean isOpen() {
        return text.contains("*");
    }
}
