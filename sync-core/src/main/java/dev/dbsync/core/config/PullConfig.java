package dev.dbsync.core.config;

import java.util.List;
import java.util.Optional;

/**
 * What {@code pull-prod} copies.
 *
 * @param from the source; by default the last of the chain
 * @param to the target, where {@code -Dto} does not name one
 * @param tables names and patterns, {@code *} standing for any characters; schema-qualified or not
 * @param exclude names and patterns that are left out
 */
public record PullConfig(String from, Optional<String> to, List<String> tables, List<String> exclude) {}
