package dev.dbsync.core.pull;

import dev.dbsync.core.database.TableName;
import java.util.Optional;

/**
 * Hears values of production as they are, beside what masks make of them: for somebody who has asked for them, at a
 * terminal, and for no file.
 */
@FunctionalInterface
public interface RawValues {

    /** @param output empty for NULL */
    void value(TableName table, String column, String raw, Optional<String> output);
}
