package dev.dbsync.core.copy;

import java.util.Optional;
import java.util.Set;

/**
 * The format in which a table travels.
 *
 * @param reason why not in BINARY, as half a sentence: {@code column "shape" is of the composite type public.shape};
 *     empty for BINARY
 * @param jsonb the masked columns whose bytes in BINARY begin with the version of jsonb; empty for TEXT
 */
public record FormatChoice(CopyFormat format, Optional<String> reason, Set<String> jsonb) {

    public FormatChoice {
        jsonb = Set.copyOf(jsonb);
    }

    public static FormatChoice text(String reason) {
        return new FormatChoice(CopyFormat.TEXT, Optional.of(reason), Set.of());
    }

    public static FormatChoice binary(Set<String> jsonb) {
        return new FormatChoice(CopyFormat.BINARY, Optional.empty(), jsonb);
    }
}
