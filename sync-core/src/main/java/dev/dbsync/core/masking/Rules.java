package dev.dbsync.core.masking;

import dev.dbsync.core.config.RuleConfig;
import java.util.Optional;

/** Which rule holds for a column, given by its owner: the decided one, or one that is being tried. */
@FunctionalInterface
interface Rules {

    Optional<RuleConfig> of(ColumnId owner);
}
