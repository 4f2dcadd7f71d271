package dev.dbsync.core.copy;

import java.util.Optional;
import java.util.Set;

/**
 * The format in which a table travels.
 *
 * @param column whose type or mask keeps the table from BINARY; empty where it is none in particular, and for BINARY
 * @param cause why not in BINARY, as half a sentence: {@code masks read no date but as text}; empty for BINARY
 * @param jsonb the masked columns whose bytes in BINARY begin with the version of jsonb; empty for TEXT
 */
public record FormatChoice(CopyFormat format, Optional<String> column, Optional<String> cause, Set<String> jsonb) {

    public FormatChoice {
        jsonb = Set.copyOf(jsonb);
    }

    public static FormatChoice text(String cause) {
        return new FormatChoice(CopyFormat.TEXT, Optional.empty(), Optional.of(cause), Set.of());
    }

    static FormatChoice text(String column, String cause) {
        return new FormatChoice(CopyFormat.TEXT, Optional.of(column), Optional.of(cause), Set.of());
    }

    public static FormatChoice binary(Set<String> jsonb) {
        return new FormatChoice(CopyFormat.BINARY, Optional.empty(), Optional.empty(), jsonb);
    }

    /** The cause with its column before it; empty for BINARY. */
    public Optional<String> reason() {
        return cause.map(why -> column.map(name -> "column " + name + ": ").orElse("") + why);
    }
}
